/** One column of a row group: its pages are encoded and compressed as they fill, so that only the last is held as values. */
import type { RowView } from '../../engine/ports.ts'
import { compress } from './compression.ts'
import { codecNumber, encoding, make, pageType, physicalNumber, serialize } from './container.ts'
import type { Codec, Encoding, ThriftStruct } from './container.ts'
import { hybridLengthMax, writeHybrid } from './hybrid.ts'
import { pageValues } from './schema.ts'
import type { ParquetColumn } from './schema.ts'
import type { PageLimits, PageValues } from './values.ts'

/** A finished chunk: its bytes, and its place in the footer. */
export interface FinishedChunk {
  readonly parts: readonly Buffer[]
  readonly bytes: number
  readonly uncompressedBytes: number
  readonly metadata: ThriftStruct
}

export class ColumnChunkBuilder {
  private readonly column: ParquetColumn
  private readonly index: number
  private readonly codec: Codec
  private readonly pageRowsMax: number
  private readonly values: PageValues
  /** Definition levels of the page: 1 for a value, 0 for NULL. */
  private levels = new Uint8Array(1024)
  private pageRows = 0
  private rows = 0
  private nulls = 0
  private parts: Buffer[] = []
  private bytes = 0
  private uncompressedBytes = 0
  private encodings = new Set<Encoding>()

  constructor(column: ParquetColumn, index: number, codec: Codec, limits: PageLimits) {
    this.column = column
    this.index = index
    this.codec = codec
    this.pageRowsMax = limits.pageRows
    this.values = pageValues(column, limits)
  }

  append(view: RowView, rows: Int32Array, count: number): void {
    let from = 0
    while (from < count) {
      const to = Math.min(count, from + this.pageRowsMax - this.pageRows)
      const stopped = this.values.append(view, this.index, rows, from, to)
      this.appendLevels(view.columns[this.index].valid, rows, from, stopped)
      from = stopped
      if (this.pageRows === this.pageRowsMax || this.values.full) this.endPage()
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
      type: physicalNumber[this.column.physical.kind],
      encodings: [encoding.RLE, ...this.encodings],
      path_in_schema: [this.column.name],
      codec: codecNumber[this.codec],
      num_values: this.rows,
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
    return this.bytes + this.values.bufferedBytes + this.levels.length
  }

  private clear(): void {
    this.rows = 0
    this.nulls = 0
    this.parts = []
    this.bytes = 0
    this.uncompressedBytes = 0
    this.encodings = new Set()
  }

  private appendLevels(valid: Uint8Array, rows: Int32Array, from: number, to: number): void {
    const needed = this.pageRows + to - from
    if (needed > this.levels.length) {
      const larger = new Uint8Array(Math.max(needed, this.levels.length * 2))
      larger.set(this.levels)
      this.levels = larger
    }
    for (let k = from; k < to; k++) this.levels[this.pageRows++] = valid[rows[k]]
  }

  private endPage(): void {
    if (this.pageRows === 0) return
    const rows = this.pageRows
    const nulls = rows - this.values.count
    if (nulls > 0 && !this.column.optional) throw new Error(`column ${this.column.name} is NOT NULL and has a NULL`)
    const page = this.values.takePage()
    const body = this.column.optional ? Buffer.concat([this.levelBytes(rows), page.bytes]) : page.bytes
    const header = {
      num_values: rows,
      encoding: page.encoding,
      definition_level_encoding: encoding.RLE,
      repetition_level_encoding: encoding.RLE,
    }
    this.addPage(pageType.data, body, { data_page_header: make('DataPageHeader', header) })
    this.encodings.add(page.encoding)
    this.rows += rows
    this.nulls += nulls
    this.pageRows = 0
  }

  /** Their length in 4 bytes, then the levels. */
  private levelBytes(rows: number): Buffer {
    const out = Buffer.allocUnsafe(4 + hybridLengthMax(rows, 1))
    const end = writeHybrid(out, 4, this.levels, rows, 1)
    out.writeUInt32LE(end - 4)
    return out.subarray(0, end)
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
