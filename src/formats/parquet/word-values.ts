/**
 * INT32, INT64, FLOAT, DOUBLE and the FIXED_LEN_BYTE_ARRAY of wide decimals: values of 1, 2 or 4 words. A page becomes the
 * smallest of dictionary indexes, differences (integers) and PLAIN; kernels find out which (`engine/wasm/parquet-words.ts`,
 * `parquet-deltas.ts`).
 */
import type { Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { encoding } from './container.ts'
import { encoderMemory } from './encoder-memory.ts'
import type { EncoderMemory } from './encoder-memory.ts'
import { bitWidth, hybridLengthMax } from './hybrid.ts'
import { giveBack, grownIntegers } from './pieces.ts'
import { dictionaryEntriesMax, dictionaryRoom, dictionaryTrialShare, dictionaryTrialValues } from './values.ts'
import type { EncodedDictionary, EncodedPage, PageValues } from './values.ts'
import type { WordKind } from './word-kinds.ts'

/** Where what a page needs lies in the encoder's memory. */
interface Places {
  readonly words: number
  readonly range: number
  readonly dictionary: number
  readonly slots: number
  readonly indexes: number
  readonly hybrid: number
  readonly deltas: number
}

/** The page as indexes, and how many values the dictionary has with its new ones. */
interface IndexedPage {
  readonly bytes: Buffer
  readonly entries: number
}

export class WordValues implements PageValues {
  count = 0
  readonly full = false
  private readonly kind: WordKind
  private words: Int32Array<ArrayBuffer>
  /** The distinct values of the pages of the row group that refer to them. */
  private dictionary: Int32Array<ArrayBuffer>
  private dictionaryCount = 0
  private dictionaryGivenUp = false
  private rangeKnown = false
  /** The smallest value, then the largest, in words. */
  private readonly range: Int32Array

  constructor(kind: WordKind) {
    this.kind = kind
    this.words = new Int32Array(64 * kind.stride)
    this.dictionary = new Int32Array(0)
    this.range = new Int32Array(2 * kind.stride)
  }

  append(column: Column, _memory: ColumnBytes, rows: Int32Array, from: number, to: number): number {
    const needed = (this.count + to - from) * this.kind.stride
    if (needed > this.words.length) this.words = grownIntegers(this.words, this.count * this.kind.stride, needed)
    this.count += this.kind.gather(column, rows, from, to, this.words, this.count * this.kind.stride)
    return to
  }

  takePage(): EncodedPage {
    const { count, kind } = this
    this.count = 0
    if (count === 0) return { bytes: Buffer.alloc(0), encoding: encoding.PLAIN }
    const memory = encoderMemory()
    const places = this.layOut(memory, count)
    memory.putWords(places.words, this.words, count * kind.stride)
    this.widenRange(memory, places, count)
    const indexed = this.dictionaryGivenUp ? null : this.indexedPage(memory, places, count)
    const plainLength = count * kind.plainBytes
    const added = indexed === null ? 0 : (indexed.entries - this.dictionaryCount) * kind.plainBytes
    const bound = indexed === null ? plainLength : Math.min(plainLength, indexed.bytes.length + added)
    const { words, deltas } = places
    const deltasEnd = kind.deltas ? memory.kernels.writeDeltas(deltas, words, kind.stride, count, bound) : 0
    if (deltasEnd === 0 && indexed !== null && bound < plainLength) {
      this.keepDictionary(memory, places, indexed.entries)
      return { bytes: indexed.bytes, encoding: encoding.RLE_DICTIONARY }
    }
    this.dictionaryGivenUp = true
    const plain = (): Buffer => kind.plain(this.words, count)
    if (deltasEnd === 0) return { bytes: plain(), encoding: encoding.PLAIN, plain }
    return { bytes: memory.bytes.subarray(deltas, deltasEnd), encoding: encoding.DELTA_BINARY_PACKED, plain }
  }

  takeDictionary(): EncodedDictionary | null {
    const count = this.dictionaryCount
    const bytes = this.kind.plain(this.dictionary, count)
    this.dictionaryCount = 0
    this.dictionaryGivenUp = false
    this.rangeKnown = false
    return count === 0 ? null : { bytes, count }
  }

  /** A zero as the smallest is -0, as the largest +0: parquet.thrift, ColumnOrder, since the two compare as equal. */
  statistics(): { min: Buffer; max: Buffer } | null {
    if (!this.rangeKnown) return null
    const { kind, range } = this
    kind.signZeros(range)
    const both = Buffer.from(kind.plain(range, 2))
    return { min: both.subarray(0, kind.plainBytes), max: both.subarray(kind.plainBytes) }
  }

  get pendingBytes(): number {
    return (this.count + this.dictionaryCount) * this.kind.plainBytes
  }

  get bufferedBytes(): number {
    return this.words.byteLength + this.dictionary.byteLength
  }

  release(): void {
    giveBack(this.words)
    giveBack(this.dictionary)
    this.words = this.dictionary = new Int32Array(0)
  }

  private layOut(memory: EncoderMemory, count: number): Places {
    const { stride, deltas: mayBeDeltas } = this.kind
    const valueBytes = stride * 4
    const entriesMax = this.dictionaryCount + count
    const [words, range, dictionary, slots, indexes, hybrid, deltas] = memory.layOut(
      count * valueBytes,
      2 * valueBytes,
      entriesMax * valueBytes,
      dictionaryRoom(entriesMax).slots,
      count * 4,
      1 + hybridLengthMax(count, 16),
      mayBeDeltas ? deltaLengthMax(count) : 0,
    )
    return { words, range, dictionary, slots, indexes, hybrid, deltas }
  }

  private widenRange(memory: EncoderMemory, places: Places, count: number): void {
    const { range, kind } = this
    if (!this.rangeKnown) {
      const first = this.words.subarray(0, kind.stride)
      range.set(first)
      range.set(first, kind.stride)
      this.rangeKnown = true
    }
    memory.putWords(places.range, range, range.length)
    memory.kernels.widenRange(kind.order, places.words, count, places.range)
    range.set(memory.words(places.range, range.length))
  }

  /** null: there would be too many values, or most of them occur once. */
  private indexedPage(memory: EncoderMemory, places: Places, count: number): IndexedPage | null {
    const { stride } = this.kind
    const { kernels } = memory
    memory.putWords(places.dictionary, this.dictionary, this.dictionaryCount * stride)
    const onTrial = this.dictionaryCount === 0 ? dictionaryTrialValues : 0
    const entries = kernels.indexWords(
      places.words,
      count,
      stride,
      places.dictionary,
      this.dictionaryCount,
      places.slots,
      places.indexes,
      dictionaryEntriesMax,
      onTrial,
      onTrial * dictionaryTrialShare,
    )
    if (entries < 0) return null
    const width = bitWidth(entries - 1)
    memory.bytes[places.hybrid] = width
    const end = kernels.writeHybrid(places.hybrid + 1, places.indexes, count, width)
    return { bytes: memory.bytes.subarray(places.hybrid, end), entries }
  }

  private keepDictionary(memory: EncoderMemory, { dictionary }: Places, entries: number): void {
    const { stride } = this.kind
    const known = this.dictionaryCount * stride
    const end = entries * stride
    if (end > this.dictionary.length) this.dictionary = grownIntegers(this.dictionary, known, end)
    this.dictionary.set(memory.words(dictionary + known * 4, end - known), known)
    this.dictionaryCount = entries
  }
}

/** Room for so many values as differences, blocks of 128. */
export function deltaLengthMax(count: number): number {
  return 64 + Math.ceil(count / 128) * (10 + 4 + 128 * 4)
}
