import { digestFunction } from './digest.ts'

export const sha1 = digestFunction('sha1', 'sha1', {
  title: 'SHA-1',
  aliases: ['sha'],
  flink: 'SHA1',
  examples: [
    { expression: "sha1('abc')", result: "'a9993e364706816aba3e25717850c26c9cd0d89d'" },
    { expression: "sha1(unhex(''))", result: "'da39a3ee5e6b4b0d3255bfef95601890afd80709'" },
    { expression: 'sha1(CAST(NULL AS STRING))', result: 'NULL' },
  ],
})
