/** One leaf of a row group: its pages are encoded and compressed as they fill, so that only the last is held as values. */
import type { Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import type { BloomFilter } from './bloom-filter.ts'
import type { Codec, Encoding } from './container.ts'
import type { EndedChunk } from './ended-chunk.ts'
import { bitWidth, hybrid, hybridRun } from './hybrid.ts'
import { Levels } from './levels.ts'
import { dataPage, dictionaryPage } from './page.ts'
import type { Page } from './page.ts'
import { pageValues } from './schema.ts'
import type { ParquetLeaf } from './schema.ts'
import { scratchBytes } from './scratch.ts'
import type { ShreddedLeaf } from './shredder.ts'
import type { PageLimits, PageValues } from './values.ts'

const bodyBytes = scratchBytes()

export class ColumnChunkBuilder {
  private readonly leaf: ParquetLeaf
  private readonly codec: Codec
  private readonly pageRowsMax: number
  private readonly values: PageValues
  /** Of the page: an entry a row, or in lists an entry an element. */
  private readonly levels = new Levels()
  private entries = 0
  private nulls = 0
  private pages: Page[] = []
  /** Of the pages. */
  private encodedBytes = 0
  private encodings = new Set<Encoding>()
  private readonly bloomFilter: BloomFilter | null

  constructor(leaf: ParquetLeaf, codec: Codec, limits: PageLimits, bloomFilter: BloomFilter | null) {
    this.leaf = leaf
    this.codec = codec
    this.pageRowsMax = limits.pageRows
    this.values = pageValues(leaf, limits)
    this.bloomFilter = bloomFilter
  }

  /** Takes rows of a column that is no part of another. */
  append(column: Column, memory: ColumnBytes, rows: Int32Array, count: number): void {
    let from = 0
    while (from < count) {
      const to = Math.min(count, from + this.pageRowsMax - this.levels.count)
      const stopped = this.values.append(column, memory, rows, from, to)
      this.levels.addValid(column.valid, rows, from, stopped)
      from = stopped
      if (this.levels.count === this.pageRowsMax || this.values.full) this.endPage()
    }
  }

  /** Takes what a shredder made of some rows. Pages end between rows, as readers may skip whole rows. */
  appendShredded(shredded: ShreddedLeaf): void {
    const { values, levels, valueEnds, entryEnds } = shredded
    let value = 0
    let entry = 0
    for (let row = 0; row < shredded.rows; row++) {
      while (value < valueEnds[row]) {
        value = this.values.append(values.column, values, shredded.order, value, valueEnds[row])
      }
      this.levels.addFrom(levels, entry, entryEnds[row])
      entry = entryEnds[row]
      if (this.levels.count >= this.pageRowsMax || this.values.full) this.endPage()
    }
  }

  /** Ends the row group's part of this column; the next rows begin another. */
  end(): EndedChunk {
    this.endPage()
    const bounds = this.values.statistics()
    const dictionary = this.values.takeDictionary()
    if (dictionary !== null) this.bloomFilter?.addPlain(dictionary.bytes)
    const ended = {
      leaf: this.leaf,
      codec: this.codec,
      dictionary: dictionary === null ? null : dictionaryPage(this.codec, dictionary.bytes, dictionary.count),
      pages: this.pages,
      encodings: [...this.encodings],
      entries: this.entries,
      nulls: this.nulls,
      bounds,
      bloomFilter: this.bloomFilter?.take() ?? null,
    }
    this.clear()
    return ended
  }

  /** Bytes of the chunk as it would be now, before compression: so row groups end at the same row, however fast pages are compressed. */
  get pendingBytes(): number {
    return this.encodedBytes + this.values.pendingBytes
  }

  get bufferedBytes(): number {
    return this.encodedBytes + this.values.bufferedBytes + this.levels.bytes + (this.bloomFilter?.bufferedBytes ?? 0)
  }

  /** Gives its memory to the next ones; it is used no more. */
  release(): void {
    this.values.release()
    this.levels.release()
  }

  private clear(): void {
    this.entries = 0
    this.nulls = 0
    this.pages = []
    this.encodedBytes = 0
    this.encodings = new Set()
  }

  private endPage(): void {
    const { count } = this.levels
    if (count === 0) return
    const nulls = count - this.values.count
    if (nulls > 0 && this.leaf.definition === 0) {
      throw new Error(`column ${this.leaf.path.join('.')} is NOT NULL and has a NULL`)
    }
    const levelsEnd = this.writeLevels(nulls)
    const page = this.values.takePage()
    if (this.bloomFilter !== null && page.plain !== undefined) this.bloomFilter.addPlain(page.plain())
    const body = bodyBytes(levelsEnd + page.bytes.length, levelsEnd).subarray(0, levelsEnd + page.bytes.length)
    page.bytes.copy(body, levelsEnd)
    this.pages.push(dataPage(this.codec, body, count, page.encoding))
    this.encodedBytes += body.length
    this.encodings.add(page.encoding)
    this.entries += count
    this.nulls += nulls
    this.levels.clear()
  }

  /** To the beginning of the body; returns where they end. */
  private writeLevels(nulls: number): number {
    const { repetition, definition } = this.leaf
    const { repetitions, definitions, count } = this.levels
    const at = repetition === 0 ? 0 : putLevels(0, hybrid(repetitions, count, bitWidth(repetition)))
    if (definition === 0) return at
    const width = bitWidth(definition)
    return putLevels(at, nulls === 0 ? hybridRun(definition, count, width) : hybrid(definitions, count, width))
  }
}

/** Their length in 4 bytes, then the levels. Returns where they end. */
function putLevels(at: number, levels: Buffer): number {
  const end = at + 4 + levels.length
  const out = bodyBytes(end, at)
  out.writeUInt32LE(levels.length, at)
  levels.copy(out, at + 4)
  return end
}
