import { partMask } from './masking.ts'

export const maskShowFirstN = partMask({
  name: 'mask_show_first_n',
  description:
    'A text with all but its first characters (4 unless said) masked: upper-case letters become `X`, lower-case ones `x`, digits `n`; everything else stays.',
  examples: [
    { expression: "mask_show_first_n('1234-5678-8765-4321', 4)", result: "'1234-nnnn-nnnn-nnnn'" },
    { expression: "mask_show_first_n('aB3')", result: "'aB3'" },
    { expression: "mask_show_first_n('aB3', 0)", result: "'xXn'" },
    { expression: 'mask_show_first_n(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  masks: (index, _, count) => index >= count,
})
