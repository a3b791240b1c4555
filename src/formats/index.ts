/** The formats as connectors see them: by name, for the columns of one sink. */
import type { OutputColumn } from '../engine/ports.ts'
import { AvroEncoder } from './avro/encoder.ts'
import { CsvEncoder, csvDefaults } from './csv/encoder.ts'
import type { CsvOptions } from './csv/encoder.ts'
import { JsonEncoder, jsonDefaults } from './json/encoder.ts'
import type { JsonOptions } from './json/encoder.ts'
import { parquetDefaults, ParquetWriter } from './parquet/writer.ts'
import type { ParquetOptions } from './parquet/writer.ts'
import type { ColumnarFileWriter, RowEncoder } from './ports.ts'
import { HiveTextEncoder, textDefaults } from './text/encoder.ts'
import type { TextOptions } from './text/encoder.ts'

/** Row formats and their options; all are optional. */
export interface RowFormatOptions {
  readonly json: Partial<JsonOptions>
  /** `prefix`: `confluentPrefix(id)` or `singleObjectPrefix(schema)`; by default the plain body. */
  readonly avro: { readonly prefix?: Uint8Array }
  readonly text: Partial<TextOptions>
  readonly csv: Partial<CsvOptions>
}
export type RowFormat = keyof RowFormatOptions

const makers: {
  readonly [F in RowFormat]: (columns: readonly OutputColumn[], options: RowFormatOptions[F]) => RowEncoder
} = {
  json: (columns, options) => new JsonEncoder(columns, { ...jsonDefaults, ...options }),
  avro: (columns, options) => new AvroEncoder(columns, options.prefix),
  text: (columns, options) => new HiveTextEncoder(columns, { ...textDefaults, ...options }),
  csv: (columns, options) => new CsvEncoder(columns, { ...csvDefaults, ...options }),
}

/** An encoder for rows of these columns. Throws where the format cannot hold a type: text files what is nested too deeply. */
export function createRowEncoder<F extends RowFormat>(
  format: F,
  columns: readonly OutputColumn[],
  options: RowFormatOptions[F],
): RowEncoder {
  return makers[format](columns, options)
}

/** A writer of one Parquet file of these columns; without a row no file must be made. */
export function createParquetWriter(
  columns: readonly OutputColumn[],
  options: Partial<ParquetOptions> = {},
): ColumnarFileWriter {
  return new ParquetWriter(columns, { ...parquetDefaults, ...options })
}
