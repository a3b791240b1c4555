/** Slices: what the Parser finds, before any type: places in the memory and what stands there, one per row. */
import type { Memory } from './memory.ts'

/** Kinds of a slice. `Missing` and `Null` are empty; `Text` is a field of REGEX or CSV, the others are JSON values. */
export const SliceKind = {
  Missing: 0,
  /** JSON null, or a null-literal. */
  Null: 1,
  /** Plain text as it stands (UTF-8). */
  Text: 2,
  /** Inside of a JSON string without escapes (no quotes in the slice). */
  String: 3,
  /** Inside of a JSON string that has escapes. */
  EscapedString: 4,
  /** A JSON number without fraction and exponent. */
  Integer: 5,
  /** Any other JSON number. */
  Fraction: 6,
  True: 7,
  False: 8,
  /** From brace to brace, as written. */
  Object: 9,
  Array: 10,
} as const
export type SliceKind = (typeof SliceKind)[keyof typeof SliceKind]

export interface Slices {
  readonly starts: Uint32Array
  readonly lengths: Uint32Array
  readonly kinds: Uint8Array
}

/** Row r is what row `origins[r]` was. */
export function pickSlices(memory: Memory, from: Slices, origins: Int32Array): Slices {
  const to = takeSlices(memory, origins.length)
  for (let row = 0; row < origins.length; row++) {
    to.starts[row] = from.starts[origins[row]]
    to.lengths[row] = from.lengths[origins[row]]
    to.kinds[row] = from.kinds[origins[row]]
  }
  return to
}

/** Slices in the arena, all of them Missing. */
export function takeSlices(memory: Memory, rows: number): Slices {
  const kinds = new Uint8Array(memory.buffer, memory.take(rows), rows)
  kinds.fill(SliceKind.Missing)
  return {
    starts: new Uint32Array(memory.buffer, memory.take(rows * 4), rows),
    lengths: new Uint32Array(memory.buffer, memory.take(rows * 4), rows),
    kinds,
  }
}
