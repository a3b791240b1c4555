/**
 * BYTE_ARRAY: strings, JSON, bytes. A page is dictionary indexes while that pays, else PLAIN (length of 4 bytes, bytes). Values are copied
 * out of the engine's memory as they come; no JavaScript string is made.
 */
import type { BytesColumn, Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { viewOf } from './byte-strings.ts'
import { BytesDictionary } from './bytes-dictionary.ts'
import { BytesRange } from './bytes-range.ts'
import { encoding } from './container.ts'
import { bitWidth, hybridLengthMax, writeHybrid } from './hybrid.ts'
import { giveBack, grownIntegers } from './pieces.ts'
import { PlainStrings } from './plain-strings.ts'
import { scratchBytes } from './scratch.ts'
import { dictionaryTrialShare, dictionaryTrialValues } from './values.ts'
import type { EncodedDictionary, EncodedPage, PageValues } from './values.ts'

const indexBytes = scratchBytes()

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
  /** Of these values in PLAIN form. */
  private indexedBytes = 0
  /** After that: the page's values in PLAIN form. */
  private readonly plain = new PlainStrings()

  constructor(pageBytesMax: number) {
    this.pageBytesMax = pageBytesMax
  }

  get full(): boolean {
    return this.plainBytes >= this.pageBytesMax
  }

  append(column: Column, memory: ColumnBytes, rows: Int32Array, from: number, to: number): number {
    const { starts, lengths, valid } = column as BytesColumn
    const { bytes } = memory
    const view = viewOf(bytes)
    for (let k = from; k < to; k++) {
      const row = rows[k]
      if (valid[row] === 0) continue
      this.add(bytes, view, starts[row], lengths[row])
      if (this.full) return k + 1
    }
    return to
  }

  takePage(): EncodedPage {
    const page = this.dictionaryPage() ?? this.plainPage()
    this.count = 0
    this.indexedBytes = 0
    this.plain.length = 0
    return page
  }

  takeDictionary(): EncodedDictionary | null {
    const count = this.dictionaryUsed
    const bytes = this.dictionary.plain.bytes.subarray(0, this.dictionary.startOf(count))
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
    return this.dictionaryGivenUp ? this.plain.length : this.dictionary.plain.length + 2 * this.count
  }

  get bufferedBytes(): number {
    return this.plain.bytes.length + this.indexes.byteLength + this.dictionary.bytes
  }

  release(): void {
    giveBack(this.indexes)
    this.indexes = new Int32Array(0)
    this.plain.release()
    this.dictionary.release()
  }

  /** Length of the page in PLAIN form, whichever form it has. */
  private get plainBytes(): number {
    return this.plain.length + this.indexedBytes
  }

  private add(source: Buffer, view: DataView, start: number, length: number): void {
    if (!this.dictionaryGivenUp) {
      const known = this.dictionary.count
      const index = this.dictionary.indexOf(source, view, start, length)
      if (index >= 0) {
        if (index === known) this.range.widen(source, view, start, length)
        this.addIndex(index, length)
        return
      }
      this.giveUpDictionary()
    }
    this.range.widen(source, view, start, length)
    this.plain.add(source, view, start, length)
    this.count++
  }

  private addIndex(index: number, length: number): void {
    if (this.count === this.indexes.length) this.indexes = grownIntegers(this.indexes, this.count, this.count + 1)
    this.indexes[this.count++] = index
    this.indexedBytes += length + 4
    const onTrial = this.count === dictionaryTrialValues && this.dictionaryUsed === 0
    if (onTrial && this.dictionary.count > this.count * dictionaryTrialShare) this.giveUpDictionary()
  }

  /** The page so far, from indexes to PLAIN. */
  private giveUpDictionary(): void {
    this.dictionaryGivenUp = true
    this.indexedBytes = 0
    const { dictionary } = this
    for (let i = 0; i < this.count; i++) {
      const start = dictionary.startOf(this.indexes[i])
      this.plain.addPlain(dictionary.plain, start, start + dictionary.plain.lengthAt(start))
    }
  }

  private dictionaryPage(): EncodedPage | null {
    if (this.dictionaryGivenUp || this.count === 0) return null
    const width = bitWidth(this.dictionary.count - 1)
    const out = indexBytes(1 + hybridLengthMax(this.count, width))
    out[0] = width
    const length = writeHybrid(out, 1, this.indexes, this.count, width)
    const added = this.dictionary.plain.length - this.dictionary.startOf(this.dictionaryUsed)
    if (length + added >= this.plainBytes) {
      this.giveUpDictionary()
      return null
    }
    this.dictionaryUsed = this.dictionary.count
    return { bytes: out.subarray(0, length), encoding: encoding.RLE_DICTIONARY }
  }

  private plainPage(): EncodedPage {
    const bytes = this.plain.bytes.subarray(0, this.plain.length)
    return { bytes, encoding: encoding.PLAIN, plain: () => bytes }
  }
}
