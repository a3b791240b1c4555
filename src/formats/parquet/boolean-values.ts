/** BOOLEAN: PLAIN, eight values a byte, lowest bit first. */
import type { BoolColumn, Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { encoding } from './container.ts'
import type { EncodedDictionary, EncodedPage, PageValues } from './values.ts'

export class BooleanValues implements PageValues {
  count = 0
  readonly full = false
  private bits = Buffer.alloc(128)
  private seenFalse = false
  private seenTrue = false

  append(column: Column, _memory: ColumnBytes, rows: Int32Array, from: number, to: number): number {
    const { values, valid } = column as BoolColumn
    this.ensureBits(this.count + to - from)
    for (let k = from; k < to; k++) {
      const row = rows[k]
      if (valid[row] === 0) continue
      if (values[row] === 0) {
        this.seenFalse = true
      } else {
        this.seenTrue = true
        this.bits[this.count >> 3] |= 1 << (this.count & 7)
      }
      this.count++
    }
    return to
  }

  takePage(): EncodedPage {
    const bytes = Buffer.from(this.bits.subarray(0, (this.count + 7) >> 3))
    this.bits.fill(0)
    this.count = 0
    return { bytes, encoding: encoding.PLAIN }
  }

  takeDictionary(): EncodedDictionary | null {
    this.seenFalse = false
    this.seenTrue = false
    return null
  }

  statistics(): { min: Buffer; max: Buffer } | null {
    if (!this.seenFalse && !this.seenTrue) return null
    return { min: Buffer.of(this.seenFalse ? 0 : 1), max: Buffer.of(this.seenTrue ? 1 : 0) }
  }

  get pendingBytes(): number {
    return this.count >> 3
  }

  get bufferedBytes(): number {
    return this.bits.length
  }

  release(): void {}

  private ensureBits(count: number): void {
    if (count <= this.bits.length * 8) return
    const larger = Buffer.alloc(Math.max((count + 7) >> 3, this.bits.length * 2))
    this.bits.copy(larger)
    this.bits = larger
  }
}
