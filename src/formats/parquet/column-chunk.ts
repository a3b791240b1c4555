/** One leaf of a row group: its pages are encoded and compressed as they fill, so that only the last is held as values. */
import type { Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { compress } from './compression.ts'
import { codecNumber, encoding, make, pageType, physicalNumber, serialize } from './container.ts'
import type { Codec, Encoding, ThriftStruct } from './container.ts'
import { bitWidth, hybridLengthMax, writeHybrid } from './hybrid.ts'
import { Levels } from './levels.ts'
import { pageValues } from './schema.ts'
import type { ParquetLeaf } from './schema.ts'
import type { ShreddedLeaf } from './shredder.ts'
import type { PageLimits, PageValues } from './values.ts'

/** A finished chunk: its bytes, and its place in the footer. */
export interface FinishedChunk {
  readonly parts: readonly Buffer[]
  readonly bytes: number
  readonly uncompressedBytes: number
  readonly metadata: ThriftStruct
}

export class ColumnChunkBuilder {
  private readonly leaf: ParquetLeaf
  private readonly codec: Codec
  private readonly pageRowsMax: number
  private readonly values: PageValues
  /** Of the page: an entry a row, or in lists an entry an element. */
  private readonly levels = new Levels()
  private entries = 0
  private nulls = 0
  private parts: Buffer[] = []
  private bytes = 0
  private uncompressedBytes = 0
  private encodings = new Set<Encoding>()

  constructor(leaf: ParquetLeaf, codec: Codec, limits: PageLimits) {
    this.leaf = leaf
    this.codec = codec
    this.pageRowsMax = limits.pageRows
    this.values = pageValues(leaf, limits)
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

  /** Ends the row group's part of this column, which begins at `offset` of the file. */
  finish(offset: number): FinishedChunk {
    this.endPage()
    const bounds = this.values.statistics()
    const dictionary = this.values.takeDictionary()
    let dictionaryBytes = 0
    if (dictionary !== null) {
      const pages = this.parts
      const pagesBytes = this.bytes
      this.parts = []
      const header = { num_values: dictionary.count, encoding: encoding.PLAIN }
      this.addPage(pageType.dictionary, dictionary.bytes, {
        dictionary_page_header: make('DictionaryPageHeader', header),
      })
      this.parts.push(...pages)
      dictionaryBytes = this.bytes - pagesBytes
      this.encodings.add(encoding.PLAIN)
    }
    const metadata = make('ColumnMetaData', {
      type: physicalNumber[this.leaf.physical.kind],
      encodings: [encoding.RLE, ...this.encodings],
      path_in_schema: this.leaf.path,
      codec: codecNumber[this.codec],
      num_values: this.entries,
      total_uncompressed_size: this.uncompressedBytes,
      total_compressed_size: this.bytes,
      data_page_offset: offset + dictionaryBytes,
      dictionary_page_offset: dictionary === null ? undefined : offset,
      statistics: make('Statistics', { null_count: this.nulls, min_value: bounds?.min, max_value: bounds?.max }),
    })
    const finished = { parts: this.parts, bytes: this.bytes, uncompressedBytes: this.uncompressedBytes, metadata }
    this.clear()
    return finished
  }

  /** Bytes of the chunk as it would be now: compressed pages, and the page that still fills. */
  get pendingBytes(): number {
    return this.bytes + this.values.pendingBytes
  }

  get bufferedBytes(): number {
    return this.bytes + this.values.bufferedBytes + this.levels.bytes
  }

  private clear(): void {
    this.entries = 0
    this.nulls = 0
    this.parts = []
    this.bytes = 0
    this.uncompressedBytes = 0
    this.encodings = new Set()
  }

  private endPage(): void {
    const { count } = this.levels
    if (count === 0) return
    const nulls = count - this.values.count
    if (nulls > 0 && this.leaf.definition === 0) {
      throw new Error(`column ${this.leaf.path.join('.')} is NOT NULL and has a NULL`)
    }
    const page = this.values.takePage()
    const { repetition, definition } = this.leaf
    const body = Buffer.concat([
      ...levelBytes(this.levels.repetitions, count, repetition),
      ...levelBytes(this.levels.definitions, count, definition),
      page.bytes,
    ])
    const header = {
      num_values: count,
      encoding: page.encoding,
      definition_level_encoding: encoding.RLE,
      repetition_level_encoding: encoding.RLE,
    }
    this.addPage(pageType.data, body, { data_page_header: make('DataPageHeader', header) })
    this.encodings.add(page.encoding)
    this.entries += count
    this.nulls += nulls
    this.levels.clear()
  }

  private addPage(type: number, body: Buffer, typeHeader: Record<string, ThriftStruct>): void {
    const compressed = compress(this.codec, body)
    const header = serialize(
      make('PageHeader', {
        type,
        uncompressed_page_size: body.length,
        compressed_page_size: compressed.length,
        ...typeHeader,
      }),
    )
    // What is not compressed may lie in a buffer that is used again.
    this.parts.push(header, compressed === body ? Buffer.from(body) : compressed)
    this.bytes += header.length + compressed.length
    this.uncompressedBytes += header.length + body.length
  }
}

/** Their length in 4 bytes, then the levels; nothing where the largest is 0. */
function levelBytes(levels: Uint8Array, count: number, max: number): Buffer[] {
  if (max === 0) return []
  const width = bitWidth(max)
  const out = Buffer.allocUnsafe(4 + hybridLengthMax(count, width))
  const end = writeHybrid(out, 4, levels, count, width)
  out.writeUInt32LE(end - 4)
  return [out.subarray(0, end)]
}
