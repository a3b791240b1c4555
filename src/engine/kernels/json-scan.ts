/** JSON texts to the values at the places of a plan; what does the work is `wasm/json-scan.ts`. */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import type { Slices } from '../slices.ts'
import type { DocumentPlan } from './json-plan.ts'
import type { Texts } from './texts.ts'

/** Containers in a text that may be open at once. */
export const maxNesting = 1000

/** A text that is not JSON: where in the text (bytes) and why, in words without data. */
export type ReportMisfit = (row: number, offset: number, reason: string) => void

/**
 * By slot of the plan, for `rowCount` rows: the values of the selected rows, with Missing where there is no such place, and in all
 * of them where the text is not JSON. Slices lie in the arena.
 */
export function scanDocuments(
  plan: DocumentPlan,
  memory: Memory,
  texts: Texts,
  { rows, count }: Selection,
  rowCount: number,
  report: ReportMisfit,
): readonly Slices[] {
  const { kernels, u8, u32 } = memory
  const stride = (rowCount + 15) & ~15
  const slots = plan.slotCount
  const kinds = memory.take(slots * stride)
  const starts = memory.take(slots * stride * 4)
  const lengths = memory.take(slots * stride * 4)
  u8.fill(0, kinds, kinds + slots * stride)

  const mark = memory.mark()
  const places = memory.take(count * 12)
  const misfits = memory.take(count * 8)
  for (let k = 0, word = places >>> 2; k < count; k++, word += 3) {
    const row = rows[k]
    u32[word] = row
    u32[word + 1] = texts.starts[row]
    u32[word + 2] = texts.lengths[row]
  }
  kernels.useKeyRoom(plan.keyRoom, plan.keyRoomBytes)
  const misfitCount = kernels.scanTexts(plan.root, slots, places, count, kinds, starts, lengths, stride, misfits)
  for (let k = 0, word = misfits >>> 2; k < misfitCount; k++, word += 2) {
    const row = rows[u32[word]]
    const at = u32[word + 1]
    const start = texts.starts[row]
    report(row, at - start, describeMisfit(u8, at, start + texts.lengths[row]))
  }
  memory.release(mark)
  return Array.from({ length: slots }, (_, slot) => ({
    kinds: new Uint8Array(memory.buffer, kinds + slot * stride, rowCount),
    starts: new Uint32Array(memory.buffer, starts + slot * stride * 4, rowCount),
    lengths: new Uint32Array(memory.buffer, lengths + slot * stride * 4, rowCount),
  }))
}

/** What to tell people about the byte at which a text stopped being JSON. */
function describeMisfit(u8: Uint8Array, at: number, end: number): string {
  if (at >= end) return 'unexpected end of the JSON text'
  const byte = u8[at]
  if (byte === 0x7b || byte === 0x5b) return `unexpected bracket, or nested over ${maxNesting} deep`
  return byte < 0x20 ? 'unexpected control character in the JSON text' : 'unexpected character in the JSON text'
}
