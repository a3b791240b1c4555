import { partMask } from './masking.ts'

export const maskShowLastN = partMask({
  name: 'mask_show_last_n',
  description:
    'A text with all but its last characters (4 unless said) masked: upper-case letters become `X`, lower-case ones `x`, digits `n`; everything else stays.',
  examples: [
    { expression: "mask_show_last_n('1234-5678-8765-4321', 4)", result: "'nnnn-nnnn-nnnn-4321'" },
    { expression: "mask_show_last_n('aB3')", result: "'aB3'" },
    { expression: "mask_show_last_n('aB3', 0)", result: "'xXn'" },
    { expression: 'mask_show_last_n(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  masks: (index, length, count) => index < length - count,
})
