import { digestFunction } from './digest.ts'

export const sha256 = digestFunction('sha256', 'sha256', {
  title: 'SHA-256',
  flink: 'SHA256',
  examples: [
    { expression: "sha256('abc')", result: "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'" },
    { expression: "sha256(unhex(''))", result: "'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'" },
    { expression: 'sha256(CAST(NULL AS STRING))', result: 'NULL' },
  ],
})
