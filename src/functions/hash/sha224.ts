import { digestFunction } from './digest.ts'

export const sha224 = digestFunction('sha224', 'sha224', {
  title: 'SHA-224',
  flink: 'SHA224',
  examples: [
    { expression: "sha224('abc')", result: "'23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'" },
    { expression: "sha224(unhex(''))", result: "'d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f'" },
    { expression: 'sha224(CAST(NULL AS STRING))', result: 'NULL' },
  ],
})
