/**
 * Reads back files that `ParquetWriter` wrote, for compaction: hyparquet decodes pages, and puts physical values together again.
 * All annotations are taken off the schema first, as it would turn decimals and timestamps into doubles, and maps into
 * objects; what they say is known from the columns.
 */
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { parquetMetadata, parquetMetadataAsync, parquetScan } from 'hyparquet'
import type { ParquetRowRange, ParquetScan, SchemaElement } from 'hyparquet'
import { columnKindOf, takeColumn } from '../../engine/column.ts'
import type { Memory } from '../../engine/memory.ts'
import { inHalves } from '../../engine/memory.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import { writeValue } from '../../engine/values.ts'
import { magic, make, serialize } from './container.ts'
import { logicalValue } from './reader-values.ts'
import { parquetNode, schemaElements } from './schema.ts'
import type { TimestampUnit } from './schema.ts'

/** A file's bytes by ranges. */
export interface RandomAccess {
  readonly byteLength: number
  slice(start: number, end?: number): Promise<ArrayBuffer>
}

const chunkRows = 1_024

export interface ParquetReader {
  readonly rows: number
  readonly rowGroups: number
  /** A group's rows in order; `take` gets them in chunks that are valid during the call. Rejects where the file is damaged. */
  read(rowGroup: number, memory: Memory, take: (view: RowView) => void): Promise<void>
}

/** null: the file is not of exactly these columns. Rejects where it is no Parquet file. */
export async function openParquet(
  file: RandomAccess,
  columns: readonly OutputColumn[],
  unit: TimestampUnit,
): Promise<ParquetReader | null> {
  const metadata = await parquetMetadataAsync(file)
  if (JSON.stringify(metadata.schema) !== JSON.stringify(schemaOf(columns, unit))) return null
  const plain = { ...metadata, schema: metadata.schema.map(withoutAnnotations) }
  const scan = await parquetScan({
    file,
    metadata: plain,
    utf8: false,
    geoparquet: false,
    compressors,
    useOffsetIndex: false,
  })
  return {
    rows: Number(metadata.num_rows),
    rowGroups: scan.ranges.length,
    read: async (rowGroup, memory, take) => readGroup(scan, scan.ranges[rowGroup], columns, unit, memory, take),
  }
}

/** As hyparquet reads it from a file of these columns. */
function schemaOf(columns: readonly OutputColumn[], unit: TimestampUnit): readonly SchemaElement[] {
  const nodes = columns.map((column) => parquetNode(column, unit))
  const footer = serialize(
    make('FileMetaData', { version: 2, schema: schemaElements(nodes), num_rows: 0, row_groups: [], created_by: '' }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  const file = Uint8Array.from(Buffer.concat([magic, footer, length, magic]))
  return parquetMetadata(file.buffer).schema
}

function withoutAnnotations({ type, type_length, repetition_type, name, num_children }: SchemaElement): SchemaElement {
  const element = { type, type_length, repetition_type, name, num_children }
  return Object.fromEntries(
    Object.entries(element).filter(([, value]) => value !== undefined),
  ) as unknown as SchemaElement
}

async function readGroup(
  scan: ParquetScan,
  { rowStart, rowEnd }: ParquetRowRange,
  columns: readonly OutputColumn[],
  unit: TimestampUnit,
  memory: Memory,
  take: (view: RowView) => void,
): Promise<void> {
  const values: ArrayLike<unknown>[] = []
  for (const { name } of columns) values.push(await scan.readColumn({ column: name, rowStart, rowEnd }))
  const run = (from: number, to: number): void => take(viewOf(memory, columns, unit, values, from, to))
  const tooBig = (): never => {
    throw new Error('a row does not fit into the memory')
  }
  for (let from = 0; from < rowEnd - rowStart; from += chunkRows) {
    inHalves(memory, from, Math.min(from + chunkRows, rowEnd - rowStart), run, tooBig)
  }
}

function viewOf(
  memory: Memory,
  columns: readonly OutputColumn[],
  unit: TimestampUnit,
  values: readonly ArrayLike<unknown>[],
  from: number,
  to: number,
): RowView {
  const rowCount = to - from
  return {
    memory,
    rowCount,
    columns: columns.map(({ type }, index) => {
      const column = takeColumn(memory, columnKindOf(type), rowCount)
      for (let row = 0; row < rowCount; row++) {
        writeValue(memory, column, type, row, logicalValue(type, values[index][from + row], unit))
      }
      return column
    }),
    records: new Int32Array(rowCount),
    timestamps: new Float64Array(rowCount),
    hashRecords: () => {
      throw new Error('rows of a file are of no record')
    },
  }
}

/** hyparquet has snappy itself. */
const compressors = {
  GZIP: (bytes: Uint8Array): Uint8Array => gunzipSync(bytes),
  ZSTD: (bytes: Uint8Array, length: number): Uint8Array =>
    length === 0 ? new Uint8Array(0) : zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_end }),
}
