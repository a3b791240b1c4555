/** The formats of files, as the hive sink sees them: either rows as bytes, or columns that gather until the file is whole. */
import type { OutputColumn } from '../../engine/ports.ts'
import { createRowEncoder } from '../../formats/index.ts'
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
}

/** JSON lines. */
export const jsonFiles: RowFileFormat = {
  kind: 'rows',
  extension: 'jsonl',
  createEncoder: (columns) => createRowEncoder('json', columns, {}),
}
