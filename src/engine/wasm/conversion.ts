/**
 * What kernels that convert a column are given: a task of nine words, which `kernels/convert/by-kernel.ts` writes. Those of a
 * slice's addresses and of columns are by row; `rows` are the selected ones.
 *
 * | words                                                                                                       |
 * | ----------------------------------------------------------------------------------------------------------- |
 * | addresses of the slices' kinds (u8), starts and lengths; of rows; count of rows; of the column's values, valid |
 * | (u8), and of a bytes column lengths; of room for `count` words: rows that the kernel leaves                    |
 *
 * A kernel writes the value and 1 to `valid` for each row that it recognises, 0 for one that has no value, and returns how many
 * it leaves. It may write a value for those, too, which means nothing.
 */

import { escapedKind, integerKind, nullKind, textKind } from './slice-kinds'

export function kindsOf(task: i32): i32 {
  return load<i32>(task)
}
export function startsOf(task: i32): i32 {
  return load<i32>(task, 4)
}
export function lengthsOf(task: i32): i32 {
  return load<i32>(task, 8)
}
export function rowsOf(task: i32): i32 {
  return load<i32>(task, 12)
}
export function countOf(task: i32): i32 {
  return load<i32>(task, 16)
}
export function valuesOf(task: i32): i32 {
  return load<i32>(task, 20)
}
export function validOf(task: i32): i32 {
  return load<i32>(task, 24)
}
export function valueLengthsOf(task: i32): i32 {
  return load<i32>(task, 28)
}
export function leftOf(task: i32): i32 {
  return load<i32>(task, 32)
}

/** Empty fields have no value either, but as texts and bytes. */
export function isNull(kind: u8, length: i32): bool {
  return kind <= nullKind || (kind == textKind && length == 0)
}

/** Only text and numbers hold digits without more ado. */
export function mayBeDigits(kind: u8): bool {
  return kind >= textKind && kind <= integerKind && kind != escapedKind
}

/** The number that digits make, at most 18 of them; -1 if one is no digit. */
export function digits(at: i32, end: i32): i64 {
  let value: i64 = 0
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) return -1
    value = value * 10 + <i64>digit
  }
  return value
}
