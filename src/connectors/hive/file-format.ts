/** The formats of files, as the hive sink sees them: either rows as bytes, or columns that gather until the file is whole. */
import type { OutputColumn } from '../../engine/ports.ts'
import { createParquetWriter, createRowEncoder } from '../../formats/index.ts'
import type { RowFormat, RowFormatOptions } from '../../formats/index.ts'
import type { ParquetReader, RandomAccess } from '../../formats/parquet/reader.ts'
import type { ParquetOptions } from '../../formats/parquet/writer.ts'
import type { ColumnarFileWriter, RowEncoder } from '../../formats/ports.ts'

export type FileFormat = RowFileFormat | ColumnFileFormat

export interface RowFileFormat {
  readonly kind: 'rows'
  /** Of file names, without the dot. */
  readonly extension: string
  createEncoder(columns: readonly OutputColumn[]): RowEncoder
}

export interface ColumnFileFormat {
  readonly kind: 'columns'
  readonly extension: string
  createWriter(columns: readonly OutputColumn[]): ColumnarFileWriter
  /** Reads a file of these columns; null: it is of others. */
  openFile(file: RandomAccess, columns: readonly OutputColumn[]): Promise<ParquetReader | null>
}

const extensions = { json: 'jsonl', text: 'txt', csv: 'csv' } as const

/** Row formats that files of partitions are written in. */
export type RowFilesFormat = RowFormat & keyof typeof extensions

export function rowFiles<F extends RowFilesFormat>(format: F, options: RowFormatOptions[F]): RowFileFormat {
  return {
    kind: 'rows',
    extension: extensions[format],
    createEncoder: (columns) => createRowEncoder(format, columns, options),
  }
}

export function parquetFiles(options: Partial<ParquetOptions> = {}): ColumnFileFormat {
  return {
    kind: 'columns',
    extension: 'parquet',
    createWriter: (columns) => createParquetWriter(columns, options),
    openFile: async (file, columns) => {
      // Only compaction reads: its library need not be loaded for anything else.
      const { openParquet } = await import('../../formats/parquet/reader.ts')
      return openParquet(file, columns, options.timestampUnit ?? 'micros')
    },
  }
}
