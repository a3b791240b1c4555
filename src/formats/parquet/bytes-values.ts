/**
 * BYTE_ARRAY: strings, JSON, bytes. A page is dictionary indexes while that pays, else PLAIN (length of 4 bytes, bytes). Values are copied
 * out of the engine's memory as they come; no JavaScript string is made.
 */
import type { BytesColumn, Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { BytesDictionary } from './bytes-dictionary.ts'
import { BytesRange } from './bytes-range.ts'
import { encoding } from './container.ts'
import { bitWidth, hybridLengthMax, writeHybrid } from './hybrid.ts'
import { dictionaryTrialShare, dictionaryTrialValues } from './values.ts'
import type { EncodedDictionary, EncodedPage, PageValues } from './values.ts'

export class BytesValues implements PageValues {
  count = 0
  private readonly pageBytesMax: number
  private readonly dictionary = new BytesDictionary()
  private dictionaryGivenUp = false
  /** Entries that pages refer to. */
  private dictionaryUsed = 0
  private readonly range = new BytesRange()
  /** While the dictionary lasts: the page's values as indexes. */
  private indexes = new Int32Array(64)
  /** After that: the page's values in PLAIN form. */
  private plain = Buffer.alloc(0)
  /** Length of the page in PLAIN form, whichever form it has. */
  private plainLength = 0

  constructor(pageBytesMax: number) {
    this.pageBytesMax = pageBytesMax
  }

  get full(): boolean {
    return this.plainLength >= this.pageBytesMax
  }

  append(column: Column, memory: ColumnBytes, rows: Int32Array, from: number, to: number): number {
    const { starts, lengths, valid } = column as BytesColumn
    const { bytes } = memory
    for (let k = from; k < to; k++) {
      const row = rows[k]
      if (valid[row] === 0) continue
      this.add(bytes, starts[row], lengths[row])
      if (this.full) return k + 1
    }
    return to
  }

  takePage(): EncodedPage {
    const page = this.dictionaryPage() ?? { bytes: this.takePlain(), encoding: encoding.PLAIN }
    this.count = 0
    this.plainLength = 0
    return page
  }

  takeDictionary(): EncodedDictionary | null {
    const count = this.dictionaryUsed
    const length = count === this.dictionary.count ? this.dictionary.plainLength : this.dictionary.startOf(count)
    const bytes = Buffer.from(this.dictionary.plain.subarray(0, length))
    this.dictionary.clear()
    this.dictionaryUsed = 0
    this.dictionaryGivenUp = false
    this.range.clear()
    return count === 0 ? null : { bytes, count }
  }

  statistics(): { min: Buffer; max: Buffer } | null {
    return this.range.bounds()
  }

  get pendingBytes(): number {
    return this.dictionaryGivenUp ? this.plainLength : this.dictionary.plainLength + 2 * this.count
  }

  get bufferedBytes(): number {
    return this.plain.length + this.indexes.byteLength + this.dictionary.bytes
  }

  private add(source: Buffer, start: number, length: number): void {
    if (!this.dictionaryGivenUp) {
      const known = this.dictionary.count
      const index = this.dictionary.indexOf(source, start, length)
      if (index >= 0) {
        if (index === known) this.range.widen(source, start, length)
        this.addIndex(index, length)
        return
      }
      this.giveUpDictionary()
    }
    this.range.widen(source, start, length)
    this.ensurePlain(this.plainLength + length + 4)
    this.plain.writeUInt32LE(length, this.plainLength)
    source.copy(this.plain, this.plainLength + 4, start, start + length)
    this.plainLength += length + 4
    this.count++
  }

  private addIndex(index: number, length: number): void {
    if (this.count === this.indexes.length) {
      const larger = new Int32Array(this.count * 2)
      larger.set(this.indexes)
      this.indexes = larger
    }
    this.indexes[this.count++] = index
    this.plainLength += length + 4
    const onTrial = this.count === dictionaryTrialValues && this.dictionaryUsed === 0
    if (onTrial && this.dictionary.count > this.count * dictionaryTrialShare) this.giveUpDictionary()
  }

  /** The page so far, from indexes to PLAIN. */
  private giveUpDictionary(): void {
    this.dictionaryGivenUp = true
    this.ensurePlain(this.plainLength)
    let at = 0
    for (let i = 0; i < this.count; i++) {
      const start = this.dictionary.startOf(this.indexes[i])
      const length = this.dictionary.plainLengthOf(this.indexes[i])
      this.dictionary.plain.copy(this.plain, at, start, start + length)
      at += length
    }
  }

  private dictionaryPage(): EncodedPage | null {
    if (this.dictionaryGivenUp || this.count === 0) return null
    const width = bitWidth(this.dictionary.count - 1)
    const out = Buffer.allocUnsafe(1 + hybridLengthMax(this.count, width))
    out[0] = width
    const length = writeHybrid(out, 1, this.indexes, this.count, width)
    const usedBytes =
      this.dictionaryUsed === this.dictionary.count
        ? this.dictionary.plainLength
        : this.dictionary.startOf(this.dictionaryUsed)
    if (length + this.dictionary.plainLength - usedBytes >= this.plainLength) {
      this.giveUpDictionary()
      return null
    }
    this.dictionaryUsed = this.dictionary.count
    return { bytes: out.subarray(0, length), encoding: encoding.RLE_DICTIONARY }
  }

  private takePlain(): Buffer {
    return this.plain.subarray(0, this.plainLength)
  }

  private ensurePlain(length: number): void {
    if (length <= this.plain.length) return
    const larger = Buffer.allocUnsafe(Math.max(length, this.plain.length * 2))
    this.plain.copy(larger)
    this.plain = larger
  }
}
