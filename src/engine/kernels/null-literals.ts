/** `'null-literal' = '-;NA'`: texts that are exactly one of the literals become Null slices. */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { unescapeInto } from './json-strings.ts'
import { bytesAt } from './search.ts'

/** No escape is longer for each byte of what it means. */
const escapeBytesMax = 6

/**
 * Compares the text of each slice (a string without its quotes and escapes, a number as written); objects and arrays are never a
 * null literal. An empty literal makes empty text NULL.
 */
export function applyNullLiterals(
  literals: readonly Uint8Array[],
  memory: Memory,
  slices: Slices,
  { rows, count }: Selection,
): void {
  for (const literal of literals) {
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      const kind = slices.kinds[row]
      if (kind === SliceKind.EscapedString) {
        if (meansLiteral(memory.u8, slices.starts[row], slices.lengths[row], literal))
          slices.kinds[row] = SliceKind.Null
        continue
      }
      if (slices.lengths[row] !== literal.length) continue
      if (kind < SliceKind.Text || kind > SliceKind.False) continue
      if (bytesAt(memory.u8, slices.starts[row], literal)) slices.kinds[row] = SliceKind.Null
    }
  }
}

function meansLiteral(u8: Uint8Array, start: number, length: number, literal: Uint8Array): boolean {
  if (length > literal.length * escapeBytesMax) return false
  const meaning = new Uint8Array(length)
  const end = unescapeInto(u8, start, start + length, meaning, 0)
  return end === literal.length && bytesAt(meaning, 0, literal)
}
