import { digestFunction } from './digest.ts'

export const sha384 = digestFunction('sha384', 'sha384', {
  title: 'SHA-384',
  flink: 'SHA384',
  examples: [
    {
      expression: "sha384('abc')",
      result: "'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'",
    },
    {
      expression: "sha384(unhex(''))",
      result: "'38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b'",
    },
    { expression: 'sha384(CAST(NULL AS STRING))', result: 'NULL' },
  ],
})
