/**
 * Parquet files from columns. Row groups end by rows or by bytes held; what is finished can be taken and written at once, so that
 * memory stays bounded whatever the size of the file. Format: https://github.com/apache/parquet-format
 */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import type { ColumnarFileWriter } from '../ports.ts'
import { ColumnChunkBuilder } from './column-chunk.ts'
import { magic, make, serialize } from './container.ts'
import type { Codec, ThriftStruct } from './container.ts'
import { parquetColumn, schemaElements } from './schema.ts'
import type { ParquetColumn, TimestampUnit } from './schema.ts'

export interface ParquetOptions {
  readonly compression: Codec
  readonly timestampUnit: TimestampUnit
  readonly rowGroupRows: number
  /** Of encoded pages and what is still held as values. */
  readonly rowGroupBytes: number
  readonly pageRows: number
  /** Of strings, before compression. */
  readonly pageBytes: number
  readonly createdBy: string
}

export const parquetDefaults: ParquetOptions = {
  compression: 'zstd',
  timestampUnit: 'micros',
  rowGroupRows: 122_880,
  rowGroupBytes: 64 * 1_048_576,
  pageRows: 20_000,
  pageBytes: 1_048_576,
  createdBy: 'sluice',
}

export class ParquetWriter implements ColumnarFileWriter {
  private readonly options: ParquetOptions
  private readonly columns: readonly ParquetColumn[]
  private readonly chunks: readonly ColumnChunkBuilder[]
  private readonly rowGroups: ThriftStruct[] = []
  private finished: Uint8Array[] = []
  private finishedBytes = 0
  /** Where the next row group begins in the file. */
  private offset = magic.length
  private groupRows = 0
  private rows = 0

  /** Throws where a column's type cannot be held. */
  constructor(columns: readonly OutputColumn[], options: ParquetOptions = parquetDefaults) {
    if (columns.length === 0) throw new Error('a Parquet file needs a column')
    this.options = options
    this.columns = columns.map((column) => parquetColumn(column, options.timestampUnit))
    this.chunks = this.columns.map((column, i) => new ColumnChunkBuilder(column, i, options.compression, options))
  }

  /** Every value of the types that the constructor takes can be held. */
  check(): void {}

  append(view: RowView, selection: Selection): void {
    let rows = selection.rows
    let left = selection.count
    while (left > 0) {
      const count = Math.min(left, this.options.rowGroupRows - this.groupRows)
      for (const chunk of this.chunks) chunk.append(view, rows, count)
      this.groupRows += count
      rows = rows.subarray(count)
      left -= count
      const full = this.groupRows === this.options.rowGroupRows || this.pendingBytes() >= this.options.rowGroupBytes
      if (full) this.endRowGroup()
    }
  }

  takeFinished(): readonly Uint8Array[] {
    const taken = this.finished
    this.finished = []
    this.finishedBytes = 0
    return taken
  }

  get bufferedBytes(): number {
    return this.finishedBytes + this.chunks.reduce((sum, chunk) => sum + chunk.bufferedBytes, 0)
  }

  finish(): readonly Uint8Array[] {
    this.endRowGroup()
    if (this.rows === 0) throw new Error('a Parquet file without rows')
    const footer = serialize(this.fileMetadata())
    const tail = Buffer.alloc(8)
    tail.writeUInt32LE(footer.length)
    magic.copy(tail, 4)
    return [...this.takeFinished(), footer, tail]
  }

  private pendingBytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.pendingBytes, 0)
  }

  private endRowGroup(): void {
    if (this.groupRows === 0) return
    if (this.rows === 0) this.keep([magic])
    const columns: ThriftStruct[] = []
    let uncompressedBytes = 0
    for (const chunk of this.chunks) {
      const finished = chunk.finish(this.offset)
      columns.push(make('ColumnChunk', { file_offset: this.offset, meta_data: finished.metadata }))
      this.keep(finished.parts)
      this.offset += finished.bytes
      uncompressedBytes += finished.uncompressedBytes
    }
    this.rowGroups.push(make('RowGroup', { columns, total_byte_size: uncompressedBytes, num_rows: this.groupRows }))
    this.rows += this.groupRows
    this.groupRows = 0
  }

  private keep(parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      this.finished.push(part)
      this.finishedBytes += part.length
    }
  }

  private fileMetadata(): ThriftStruct {
    return make('FileMetaData', {
      version: 2,
      schema: schemaElements(this.columns),
      num_rows: this.rows,
      row_groups: this.rowGroups,
      created_by: this.options.createdBy,
      column_orders: this.columns.map(() => make('ColumnOrder', { TYPE_ORDER: make('TypeDefinedOrder') })),
    })
  }
}
