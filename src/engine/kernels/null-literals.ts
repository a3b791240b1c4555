/** `'null-literal' = '-;NA'`: texts that are exactly one of the literals become Null slices. */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { bytesAt } from './search.ts'

/**
 * Compares the text of each slice as it stands (a string without its quotes, a number as written); objects and arrays are
 * never a null literal, nor is a string with escapes. An empty literal makes empty text NULL.
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
      if (slices.lengths[row] !== literal.length) continue
      const kind = slices.kinds[row]
      if (kind < SliceKind.Text || kind > SliceKind.False || kind === SliceKind.EscapedString) continue
      if (bytesAt(memory.u8, slices.starts[row], literal)) slices.kinds[row] = SliceKind.Null
    }
  }
}
