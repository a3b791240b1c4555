/**
 * Numbers for the distinct values of a partition column, so that partitions are told apart without text or objects per row.
 * Neighbouring rows mostly have the same value: that is looked at first.
 */
import type { BytesColumn, Column, Int64Column } from '../../engine/column.ts'
import type { Memory } from '../../engine/memory.ts'
import type { Selection } from '../../engine/selection.ts'
import { componentBytesMax } from './partition-path.ts'

/** NULL and empty text, which are one partition. */
export const emptyCode = 0
/** Text that is too long for any folder; its values are not told apart. */
export const tooLongCode = -1

interface KnownText {
  readonly bytes: Uint8Array
  readonly code: number
  /** Another text of the same hash. */
  readonly next: KnownText | undefined
}

export class ValueCodes {
  private readonly numbers = new Map<number | bigint, number>()
  private readonly texts = new Map<number, KnownText>()
  /** How many values are known. */
  count = 0

  /** codes[row] for each selected row. */
  assign(column: Column, memory: Memory, selection: Selection, codes: Int32Array): void {
    switch (column.kind) {
      case 'bool':
        for (let k = 0; k < selection.count; k++) {
          const row = selection.rows[k]
          codes[row] = column.valid[row] === 0 ? emptyCode : 1 + column.values[row]
        }
        return
      case 'i32':
        return this.assignInt32(column.values, column.valid, selection, codes)
      case 'i64':
        return this.assignInt64(column, selection, codes)
      case 'bytes':
        return this.assignText(column, memory.u8, selection, codes)
      case 'i128':
      case 'f64':
        throw new Error(`a ${column.kind} column cannot be partitioned by`)
    }
  }

  private assignInt32(values: Int32Array, valid: Uint8Array, { rows, count }: Selection, codes: Int32Array): void {
    let last = 0
    let lastCode = emptyCode
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (valid[row] === 0) {
        codes[row] = emptyCode
        continue
      }
      const value = values[row]
      if (value !== last || lastCode === emptyCode) {
        last = value
        lastCode = this.codeOfNumber(value)
      }
      codes[row] = lastCode
    }
  }

  private assignInt64({ words, values, valid }: Int64Column, { rows, count }: Selection, codes: Int32Array): void {
    let lastLow = 0
    let lastHigh = 0
    let lastCode = emptyCode
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (valid[row] === 0) {
        codes[row] = emptyCode
        continue
      }
      const low = words[2 * row]
      const high = words[2 * row + 1]
      if (low !== lastLow || high !== lastHigh || lastCode === emptyCode) {
        lastLow = low
        lastHigh = high
        // Beyond 31 bits by BigInt, which is slow but exact.
        lastCode = this.codeOfNumber(high === low >> 31 ? low : values[row])
      }
      codes[row] = lastCode
    }
  }

  private assignText(
    { starts, lengths, valid }: BytesColumn,
    u8: Uint8Array,
    { rows, count }: Selection,
    codes: Int32Array,
  ): void {
    let lastStart = 0
    let lastLength = 0
    let lastCode = emptyCode
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      const length = lengths[row]
      if (valid[row] === 0 || length === 0) {
        codes[row] = emptyCode
        continue
      }
      const start = starts[row]
      if (length !== lastLength || !sameBytes(u8, start, u8, lastStart, length)) {
        lastCode = length > componentBytesMax ? tooLongCode : this.codeOfText(u8, start, length)
        lastStart = start
        lastLength = length
      }
      codes[row] = lastCode
    }
  }

  private codeOfNumber(value: number | bigint): number {
    const known = this.numbers.get(value)
    if (known !== undefined) return known
    this.numbers.set(value, ++this.count)
    return this.count
  }

  private codeOfText(u8: Uint8Array, start: number, length: number): number {
    const hash = hashOf(u8, start, length)
    const first = this.texts.get(hash)
    for (let known = first; known !== undefined; known = known.next) {
      if (known.bytes.length === length && sameBytes(u8, start, known.bytes, 0, length)) return known.code
    }
    const code = ++this.count
    this.texts.set(hash, { bytes: u8.slice(start, start + length), code, next: first })
    return code
  }
}

function sameBytes(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (a[aStart + at] !== b[bStart + at]) return false
  return true
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits. */
function hashOf(u8: Uint8Array, start: number, length: number): number {
  let hash = 0x811c9dc5 | 0
  for (let at = start; at < start + length; at++) hash = Math.imul(hash ^ u8[at], 0x01000193)
  return hash
}
