/**
 * INT32, INT64, FLOAT, DOUBLE and the FIXED_LEN_BYTE_ARRAY of wide decimals: values of 1, 2 or 4 words. A page becomes the
 * smallest of dictionary indexes, differences (integers) and PLAIN.
 */
import type { Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { encoding } from './container.ts'
import { deltaLengthLikely, deltaLengthMax, writeDeltas } from './delta.ts'
import { bitWidth, hybridLengthMax, writeHybrid } from './hybrid.ts'
import { giveBack, grownIntegers } from './pieces.ts'
import { scratchBytes, scratchIntegers } from './scratch.ts'
import type { EncodedDictionary, EncodedPage, PageValues } from './values.ts'
import { WordDictionary } from './word-dictionary.ts'
import type { WordKind } from './word-kinds.ts'

const deltaBytes = scratchBytes()
const indexBytes = scratchBytes()
const indexWords = scratchIntegers()

export class WordValues implements PageValues {
  count = 0
  readonly full = false
  private readonly kind: WordKind
  private words: Int32Array<ArrayBuffer>
  private readonly dictionary: WordDictionary
  private dictionaryGivenUp = false
  /** Entries that pages refer to. */
  private dictionaryUsed = 0
  private rangeKnown = false
  /** The smallest value, then the largest, in words. */
  private readonly range: Int32Array

  constructor(kind: WordKind) {
    this.kind = kind
    this.words = new Int32Array(64 * kind.stride)
    this.dictionary = new WordDictionary(kind.stride)
    this.range = new Int32Array(2 * kind.stride)
  }

  append(column: Column, _memory: ColumnBytes, rows: Int32Array, from: number, to: number): number {
    const needed = (this.count + to - from) * this.kind.stride
    if (needed > this.words.length) this.words = grownIntegers(this.words, this.count * this.kind.stride, needed)
    this.count += this.kind.gather(column, rows, from, to, this.words, this.count * this.kind.stride)
    return to
  }

  takePage(): EncodedPage {
    const count = this.count
    this.count = 0
    if (count === 0) return { bytes: Buffer.alloc(0), encoding: encoding.PLAIN }
    this.kind.widenRange(this.range, this.words, count, this.rangeKnown)
    this.rangeKnown = true
    const plainLength = count * this.kind.plainBytes
    const indexes = this.dictionaryPage(count)
    const added = (this.dictionary.count - this.dictionaryUsed) * this.kind.plainBytes
    const bound = indexes === null ? plainLength : Math.min(plainLength, indexes.length + added)
    const deltas = this.deltaPage(count, bound)
    if (deltas === null && indexes !== null && bound < plainLength) {
      this.dictionaryUsed = this.dictionary.count
      return { bytes: indexes, encoding: encoding.RLE_DICTIONARY }
    }
    this.dictionaryGivenUp = true
    const plain = (): Buffer => this.kind.plain(this.words, count)
    if (deltas !== null) return { bytes: deltas, encoding: encoding.DELTA_BINARY_PACKED, plain }
    return { bytes: plain(), encoding: encoding.PLAIN, plain }
  }

  takeDictionary(): EncodedDictionary | null {
    const count = this.dictionaryUsed
    const bytes = this.kind.plain(this.dictionary.words, count)
    this.dictionary.clear()
    this.dictionaryUsed = 0
    this.dictionaryGivenUp = false
    this.rangeKnown = false
    return count === 0 ? null : { bytes, count }
  }

  statistics(): { min: Buffer; max: Buffer } | null {
    if (!this.rangeKnown) return null
    const both = Buffer.from(this.kind.plain(this.range, 2))
    return { min: both.subarray(0, this.kind.plainBytes), max: both.subarray(this.kind.plainBytes) }
  }

  get pendingBytes(): number {
    return (this.count + this.dictionary.count) * this.kind.plainBytes
  }

  get bufferedBytes(): number {
    return this.words.byteLength + this.dictionary.bytes
  }

  release(): void {
    giveBack(this.words)
    this.words = new Int32Array(0)
    this.dictionary.release()
  }

  /** The page as differences, if that is shorter than `bound`; not tried where a sample says that it cannot be. */
  private deltaPage(count: number, bound: number): Buffer | null {
    const { stride, deltas } = this.kind
    if (!deltas || stride === 4 || deltaLengthLikely(this.words, stride, count) >= bound) return null
    const out = deltaBytes(deltaLengthMax(count))
    const end = writeDeltas(out, 0, this.words, stride, count)
    return end < 0 || end >= bound ? null : out.subarray(0, end)
  }

  private dictionaryPage(count: number): Buffer | null {
    if (this.dictionaryGivenUp) return null
    const indexes = indexWords(count)
    const { range, kind } = this
    const span = kind.deltas && kind.stride === 1 ? range[1] - range[0] + 1 : Infinity
    if (!this.dictionary.indexesOf(this.words, count, range[0], span, indexes)) return null
    const width = bitWidth(this.dictionary.count - 1)
    const out = indexBytes(1 + hybridLengthMax(count, width))
    out[0] = width
    return out.subarray(0, writeHybrid(out, 1, indexes, count, width))
  }
}
