/**
 * Parquet files from columns. Row groups end by rows or by bytes held; what is finished can be taken and written at once, so that
 * memory stays bounded whatever the size of the file. An ended row group is put together when it is taken.
 * Format: https://github.com/apache/parquet-format
 */
import type { BytesColumn } from '../../engine/column.ts'
import type { OutputColumn } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import type { ColumnarFileWriter, ColumnsView } from '../ports.ts'
import { ColumnChunkBuilder } from './column-chunk.ts'
import { magic, make, serialize } from './container.ts'
import type { Codec, ThriftStruct } from './container.ts'
import { finishedGroup } from './row-group.ts'
import type { EndedGroup } from './row-group.ts'
import { bloomFilterOf, leavesOf, parquetNode, schemaElements } from './schema.ts'
import type { ParquetNode, TimestampUnit } from './schema.ts'
import { Shredder } from './shredder.ts'

export interface ParquetOptions {
  readonly compression: Codec
  readonly timestampUnit: TimestampUnit
  readonly rowGroupRows: number
  /** Of encoded pages and what is still held as values, before compression. */
  readonly rowGroupBytes: number
  readonly pageRows: number
  /** Columns, no nested ones, whose row groups get a bloom filter. */
  readonly bloomFilterColumns: readonly string[]
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
  bloomFilterColumns: [],
  createdBy: 'sluice',
}

/** A scalar column has one chunk, a nested one those of its leaves, in their order. */
interface ColumnOfChunks {
  readonly shredder: Shredder | null
  readonly chunks: readonly ColumnChunkBuilder[]
}

export class ParquetWriter implements ColumnarFileWriter {
  private readonly options: ParquetOptions
  private readonly nodes: readonly ParquetNode[]
  /** In the order of the columns; each has the chunks of its leaves. */
  private readonly columns: readonly ColumnOfChunks[]
  private readonly chunks: readonly ColumnChunkBuilder[]
  private readonly rowGroups: ThriftStruct[] = []
  /** Row groups that take no more rows, in order. */
  private ended: EndedGroup[] = []
  /** Where the next row group that is put together begins in the file. */
  private offset = magic.length
  private groupRows = 0
  private rows = 0

  constructor(columns: readonly OutputColumn[], options: ParquetOptions = parquetDefaults) {
    if (columns.length === 0) throw new Error('a Parquet file needs a column')
    this.options = options
    this.nodes = columns.map((column) => parquetNode(column, options.timestampUnit))
    this.columns = this.nodes.map((node) => ({
      shredder: node.kind === 'leaf' ? null : new Shredder(node),
      chunks: leavesOf(node).map((leaf) => {
        const wanted = node.kind === 'leaf' && options.bloomFilterColumns.includes(leaf.path[0])
        return new ColumnChunkBuilder(leaf, options.compression, options, wanted ? bloomFilterOf(leaf) : null)
      }),
    }))
    this.chunks = this.columns.flatMap(({ chunks }) => chunks)
  }

  get columnCount(): number {
    return this.chunks.length
  }

  /** Every value can be held. */
  check(): void {}

  append(view: ColumnsView, selection: Selection): void {
    let rows = selection.rows
    let left = selection.count
    while (left > 0) {
      const count = Math.min(left, this.options.rowGroupRows - this.groupRows)
      this.columns.forEach((column, i) => appendColumn(column, view, i, rows, count))
      this.groupRows += count
      rows = rows.subarray(count)
      left -= count
      const full = this.groupRows === this.options.rowGroupRows || this.pendingBytes() >= this.options.rowGroupBytes
      if (full) this.endRowGroup()
    }
  }

  takeFinished(): readonly Uint8Array[] {
    const groups = this.ended
    this.ended = []
    const parts: Uint8Array[] = []
    for (const group of groups) {
      if (this.rows === 0) parts.push(magic)
      const finished = finishedGroup(group, this.offset)
      parts.push(...finished.parts)
      this.offset += finished.bytes
      this.rows += group.rows
      this.rowGroups.push(finished.metadata)
    }
    return parts
  }

  get finishedBytes(): number {
    return this.ended.reduce((sum, group) => sum + group.encodedBytes, 0)
  }

  get bufferedBytes(): number {
    const shredded = this.columns.reduce((sum, { shredder }) => sum + (shredder?.bufferedBytes ?? 0), 0)
    return this.finishedBytes + shredded + this.chunks.reduce((sum, chunk) => sum + chunk.bufferedBytes, 0)
  }

  finish(): readonly Uint8Array[] {
    this.endRowGroup()
    for (const chunk of this.chunks) chunk.release()
    const last = this.takeFinished()
    if (this.rows === 0) throw new Error('a Parquet file without rows')
    const footer = serialize(this.fileMetadata())
    const tail = Buffer.alloc(8)
    tail.writeUInt32LE(footer.length)
    magic.copy(tail, 4)
    return [...last, footer, tail]
  }

  private pendingBytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.pendingBytes, 0)
  }

  private endRowGroup(): void {
    if (this.groupRows === 0) return
    const encodedBytes = this.pendingBytes()
    this.ended.push({ chunks: this.chunks.map((chunk) => chunk.end()), rows: this.groupRows, encodedBytes })
    this.groupRows = 0
  }

  private fileMetadata(): ThriftStruct {
    return make('FileMetaData', {
      version: 2,
      schema: schemaElements(this.nodes),
      num_rows: this.rows,
      row_groups: this.rowGroups,
      created_by: this.options.createdBy,
      column_orders: this.chunks.map(() => make('ColumnOrder', { TYPE_ORDER: make('TypeDefinedOrder') })),
    })
  }
}

function appendColumn(
  { shredder, chunks }: ColumnOfChunks,
  { columns, memory }: ColumnsView,
  index: number,
  rows: Int32Array,
  count: number,
): void {
  if (shredder === null) {
    chunks[0].append(columns[index], memory, rows, count)
    return
  }
  const leaves = shredder.shred(columns[index] as BytesColumn, memory, rows, count)
  leaves.forEach((leaf, i) => chunks[i].appendShredded(leaf))
}
