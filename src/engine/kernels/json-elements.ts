/** The elements of JSON arrays, as texts of their own. */
import type { Memory } from '../memory.ts'
import type { Kernels } from './wasm.ts'

/** Elements of many arrays, one after the other: what an array adds stands behind what was there. */
export class ElementList {
  count = 0
  starts = new Uint32Array(1_024)
  lengths = new Uint32Array(1_024)
  /** The row of the array. */
  rows = new Int32Array(1_024)
  /** From 1, within the array; 0: no element, a row for itself. */
  ordinals = new Int32Array(1_024)

  add(row: number, ordinal: number, start: number, length: number): void {
    if (this.count === this.rows.length) this.grow()
    this.starts[this.count] = start
    this.lengths[this.count] = length
    this.rows[this.count] = row
    this.ordinals[this.count++] = ordinal
  }

  /** Leaves out what was listed for rows that are no more wanted. */
  keep(isWanted: (row: number) => boolean): void {
    let kept = 0
    for (let k = 0; k < this.count; k++) {
      if (!isWanted(this.rows[k])) continue
      this.starts[kept] = this.starts[k]
      this.lengths[kept] = this.lengths[k]
      this.rows[kept] = this.rows[k]
      this.ordinals[kept++] = this.ordinals[k]
    }
    this.count = kept
  }

  private grow(): void {
    const size = this.count * 2
    const bigger = <T extends Uint32Array | Int32Array>(old: T, made: T): T => {
      made.set(old)
      return made
    }
    this.starts = bigger(this.starts, new Uint32Array(size))
    this.lengths = bigger(this.lengths, new Uint32Array(size))
    this.rows = bigger(this.rows, new Int32Array(size))
    this.ordinals = bigger(this.ordinals, new Int32Array(size))
  }
}

/** Adds the elements of the array at [start, start + length); false, and nothing added, if the text is no JSON array. */
export function listElements(memory: Memory, start: number, length: number, row: number, into: ElementList): boolean {
  const { u8, kernels } = memory
  const before = into.count
  const end = start + length
  const behind = u8[end]
  u8[end] = 0
  const last = readArray(u8, kernels, kernels.skipBlanks(start), row, into)
  const isArray = last >= 0 && kernels.skipBlanks(last) === end
  u8[end] = behind
  if (!isArray) into.count = before
  return isArray
}

/** Returns the address behind the array, or a negative number. */
function readArray(u8: Uint8Array, kernels: Kernels, open: number, row: number, into: ElementList): number {
  if (u8[open] !== 0x5b /* [ */) return -1
  let at = kernels.skipBlanks(open + 1)
  if (u8[at] === 0x5d /* ] */) return at + 1
  for (let ordinal = 1; ; ordinal++) {
    const start = at
    at = kernels.valueEnd(at, 1)
    if (at < 0) return at
    into.add(row, ordinal, start, at - start)
    at = kernels.skipBlanks(at)
    if (u8[at] === 0x5d) return at + 1
    if (u8[at] !== 0x2c /* , */) return -1
    at = kernels.skipBlanks(at + 1)
  }
}
