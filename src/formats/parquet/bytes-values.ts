/**
 * BYTE_ARRAY: strings, JSON, bytes. Values are copied out of the engine's memory as they come, into PLAIN form (length of 4 bytes,
 * bytes); no JavaScript string is made. When the page ends, kernels find its dictionary indexes (`engine/wasm/parquet-strings.ts`),
 * which are the page as long as that pays.
 */
import type { BytesColumn, Column } from '../../engine/column.ts'
import { gatherStrings } from '../../engine/kernels/gather-strings.ts'
import { Memory } from '../../engine/memory.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { BytesRange } from './bytes-range.ts'
import { encoding } from './container.ts'
import { encoderMemory } from './encoder-memory.ts'
import { bitWidth, hybridLengthMax } from './hybrid.ts'
import { PlainStrings, viewOf } from './plain-strings.ts'
import {
  dictionaryBytesMax,
  dictionaryEntriesMax,
  dictionaryRoom,
  dictionaryTrialShare,
  dictionaryTrialValues,
} from './values.ts'
import type { EncodedDictionary, EncodedPage, PageValues } from './values.ts'

export class BytesValues implements PageValues {
  count = 0
  private readonly pageBytesMax: number
  private readonly page = new PlainStrings()
  /** The distinct strings of the pages of the row group that refer to them. */
  private readonly dictionary = new PlainStrings()
  private dictionaryCount = 0
  private dictionaryGivenUp = false
  private readonly range = new BytesRange()

  constructor(pageBytesMax: number) {
    this.pageBytesMax = pageBytesMax
  }

  get full(): boolean {
    return this.page.length >= this.pageBytesMax
  }

  append(column: Column, memory: ColumnBytes, rows: Int32Array, from: number, to: number): number {
    const strings = column as BytesColumn
    const isOfEngine = memory instanceof Memory && strings.starts.buffer === memory.buffer
    if (!isOfEngine) return this.appendEach(strings, memory, rows, from, to)
    for (let k = from; k < to;) {
      const gathered = gatherStrings(memory, strings, rows, k, to, this.pageBytesMax - this.page.length)
      if (gathered === null) {
        k = this.appendEach(strings, memory, rows, k, k + 1)
      } else {
        this.page.addGathered(memory.bytes, gathered)
        this.count += gathered.count
        k += gathered.rows
      }
      if (this.full) return k
    }
    return to
  }

  /** Of columns that do not lie in the engine's memory, and strings that are longer than its kernel takes. */
  private appendEach(
    { starts, lengths, valid }: BytesColumn,
    { bytes }: ColumnBytes,
    rows: Int32Array,
    from: number,
    to: number,
  ): number {
    const { page, pageBytesMax } = this
    const view = viewOf(bytes)
    for (let k = from; k < to; k++) {
      const row = rows[k]
      if (valid[row] === 0) continue
      page.add(bytes, view, starts[row], lengths[row])
      this.count++
      if (page.length >= pageBytesMax) return k + 1
    }
    return to
  }

  takePage(): EncodedPage {
    const page = this.dictionaryPage() ?? this.plainPage()
    this.count = 0
    this.page.clear()
    return page
  }

  takeDictionary(): EncodedDictionary | null {
    const { dictionary, dictionaryCount: count } = this
    const bytes = dictionary.bytes.subarray(0, dictionary.length)
    dictionary.clear()
    this.dictionaryCount = 0
    this.dictionaryGivenUp = false
    this.range.clear()
    return count === 0 ? null : { bytes, count }
  }

  statistics(): { min: Buffer; max: Buffer } | null {
    return this.range.bounds()
  }

  get pendingBytes(): number {
    return this.page.length + this.dictionary.length
  }

  get bufferedBytes(): number {
    return this.page.bytes.length + this.dictionary.bytes.length
  }

  release(): void {
    this.page.release()
    this.dictionary.release()
  }

  /** The page as indexes of strings of the dictionary; null where that does not pay. */
  private dictionaryPage(): EncodedPage | null {
    const { page, dictionary, count } = this
    const endsLong = page.length - page.last > dictionaryBytesMax
    if (this.dictionaryGivenUp || count === 0 || endsLong) return null
    const memory = encoderMemory()
    const { kernels } = memory
    const room = dictionaryRoom(this.dictionaryCount + count)
    const [strings, known, entries, slots, indexes, out] = memory.layOut(
      page.length,
      dictionary.length + page.length,
      room.entries,
      room.slots,
      count * 4,
      1 + hybridLengthMax(count, 16),
    )
    page.bytes.copy(memory.bytes, strings, 0, page.length)
    dictionary.bytes.copy(memory.bytes, known, 0, dictionary.length)
    const knownEnd = known + dictionary.length
    const onTrial = this.dictionaryCount === 0 ? dictionaryTrialValues : 0
    const end = kernels.indexStrings(
      strings,
      count,
      known,
      knownEnd,
      known + dictionaryBytesMax,
      entries,
      slots,
      indexes,
      dictionaryEntriesMax,
      onTrial,
      onTrial * dictionaryTrialShare,
    )
    if (end === 0) return null
    const entryCount = memory.i32[entries >> 2]
    const width = bitWidth(entryCount - 1)
    memory.bytes[out] = width
    const outEnd = kernels.writeHybrid(out + 1, indexes, count, width)
    if (outEnd - out - 1 + end - knownEnd >= page.length) return null
    this.range.widenBy(memory, knownEnd, end, entries)
    dictionary.addPlain(memory.bytes, knownEnd, end)
    this.dictionaryCount = entryCount
    return { bytes: memory.bytes.subarray(out, outEnd), encoding: encoding.RLE_DICTIONARY }
  }

  /** Pages behind it are plain, too. */
  private plainPage(): EncodedPage {
    const { page, count } = this
    if (count > 0) this.dictionaryGivenUp = true
    // A long string at the end need not be copied for what its beginning tells.
    const end = page.length - page.last > dictionaryBytesMax ? page.last : page.length
    const memory = encoderMemory()
    const [strings, result] = memory.layOut(end, 8)
    page.bytes.copy(memory.bytes, strings, 0, end)
    this.range.widenBy(memory, strings, strings + end, result)
    if (end < page.length) this.range.widen(page.bytes, end + 4, page.length - end - 4)
    const bytes = page.bytes.subarray(0, page.length)
    return { bytes, encoding: encoding.PLAIN, plain: () => bytes }
  }
}
