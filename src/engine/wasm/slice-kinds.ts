/** Kinds of a slice, as `SliceKind` of slices.ts has them. */
export const missingKind: u8 = 0
export const nullKind: u8 = 1
export const textKind: u8 = 2
export const stringKind: u8 = 3
export const escapedKind: u8 = 4
export const integerKind: u8 = 5
export const fractionKind: u8 = 6
export const trueKind: u8 = 7
export const falseKind: u8 = 8
export const objectKind: u8 = 9
export const arrayKind: u8 = 10
