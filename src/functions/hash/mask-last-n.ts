import { partMask } from './masking.ts'

export const maskLastN = partMask({
  name: 'mask_last_n',
  description:
    'A text with its last characters (4 unless said) masked: upper-case letters become `X`, lower-case ones `x`, digits `n`; everything else stays.',
  examples: [
    { expression: "mask_last_n('1234-5678-8765-4321', 4)", result: "'1234-5678-8765-nnnn'" },
    { expression: "mask_last_n('aB3')", result: "'xXn'" },
    { expression: "mask_last_n('aB3', 0)", result: "'aB3'" },
    { expression: 'mask_last_n(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  masks: (index, length, count) => index >= length - count,
})
