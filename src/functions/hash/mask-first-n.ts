import { partMask } from './masking.ts'

export const maskFirstN = partMask({
  name: 'mask_first_n',
  description:
    'A text with its first characters (4 unless said) masked: upper-case letters become `X`, lower-case ones `x`, digits `n`; everything else stays.',
  examples: [
    { expression: "mask_first_n('1234-5678-8765-4321', 4)", result: "'nnnn-5678-8765-4321'" },
    { expression: "mask_first_n('aB3')", result: "'xXn'" },
    { expression: "mask_first_n('aB3', 0)", result: "'aB3'" },
    { expression: 'mask_first_n(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  masks: (index, _, count) => index < count,
})
