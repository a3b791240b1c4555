/** Strings of a column, one behind the other: what a sink takes out of the engine's memory. */
import type { BytesColumn } from '../column.ts'
import type { Memory } from '../memory.ts'

/** In the arena until something else is taken of it: each string behind its length in 4 bytes. */
export interface GatheredStrings {
  readonly start: number
  readonly end: number
  /** Where the last one begins, at its length. */
  readonly last: number
  /** How many: NULLs are none. */
  readonly count: number
  /** How many of the rows they are of. */
  readonly rows: number
}

const textBytesMax = 131_072
/** With less, strings are better copied one by one. */
const textBytesMin = 4_096
const resultBytes = 16
/** Between pieces of the arena, and behind what is written. */
const slackBytes = 64

/**
 * Of the rows from `from` on, up to the string with which `bytesWanted` are reached; fewer where there is no more room. Nothing of the
 * arena is taken for longer. null: the next string is longer than there is room for.
 */
export function gatherStrings(
  memory: Memory,
  { starts, lengths, valid }: BytesColumn,
  rows: Int32Array,
  from: number,
  to: number,
  bytesWanted: number,
): GatheredStrings | null {
  const places = rows.subarray(from, to)
  const room = Math.min(textBytesMax, memory.room - places.byteLength - resultBytes - 3 * slackBytes)
  if (room < textBytesMin) return null
  const mark = memory.mark()
  const result = memory.take(resultBytes)
  const out = memory.take(room + slackBytes)
  const taken = memory.kernels.gatherStrings(
    memory.placeFor(places),
    places.length,
    memory.addressOf(starts),
    memory.addressOf(lengths),
    memory.addressOf(valid),
    out,
    out + Math.min(bytesWanted, room),
    out + room,
    result,
  )
  memory.release(mark)
  if (taken === 0) return null
  const [end, last, count] = memory.i32.subarray(result >> 2, (result >> 2) + 3)
  return { start: out, end, last, count, rows: taken }
}
