import { digestFunction } from './digest.ts'

export const md5 = digestFunction('md5', 'md5', {
  title: 'MD5',
  flink: 'MD5',
  examples: [
    { expression: "md5('abc')", result: "'900150983cd24fb0d6963f7d28e17f72'" },
    { expression: "md5(unhex(''))", result: "'d41d8cd98f00b204e9800998ecf8427e'" },
    { expression: 'md5(CAST(NULL AS STRING))', result: 'NULL' },
  ],
})
