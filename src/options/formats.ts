/** The options of formats, by format's name: their keys begin with it. */
import { optional, withDefault } from './definition.ts'
import { booleanKind, byteKind, integerKind, namesKind, sizeKind, textKind, urlsKind, wordKind } from './kinds.ts'

const MIB = 1024 ** 2

export const avroOptions = {
  'avro.encoding': withDefault(
    wordKind(['plain', 'single-object']),
    'plain',
    'The body alone, as in Flink, or behind `C3 01` and the fingerprint of its schema.',
  ),
} as const

export const avroConfluentOptions = {
  'avro-confluent.url': optional(urlsKind, 'The schema registry.'),
  'avro-confluent.subject': optional(textKind, "The schema's subject; by default of the strategy below."),
  'avro-confluent.subject-strategy': withDefault(
    wordKind(['topic', 'record', 'topic-record']),
    'topic',
    'How the subject is named: `<topic>-value`, the record, or both.',
  ),
  'avro-confluent.schema-id': optional(
    integerKind(0, 2 ** 31 - 1),
    'The id of a schema that is registered already; the registry is then not asked.',
  ),
  'avro-confluent.auto-register': withDefault(
    booleanKind,
    true,
    'Registers the schema where the subject does not have it; else it must be there.',
  ),
  'avro-confluent.basic-auth.user-info': optional(textKind, '`user:password` for the registry.'),
} as const

export const parquetOptions = {
  'parquet.compression': withDefault(wordKind(['zstd', 'snappy', 'gzip', 'uncompressed']), 'zstd', 'Of pages.'),
  'parquet.timestamp-unit': withDefault(wordKind(['micros', 'millis']), 'micros', 'What an INT64 timestamp counts.'),
  'parquet.block.size': withDefault(sizeKind, 128 * MIB, 'The size, before compression, at which a row group ends.'),
  'parquet.bloom.filter.columns': optional(
    namesKind,
    'Columns, by `;`, whose row groups get a bloom filter: readers that look for one value then skip those that cannot have it.',
  ),
} as const

const jsonOptions = {} as const

export const textOptions = {
  'text.field-delimiter': withDefault(byteKind, '\u0001', "Between the fields of a line, as in Hive's text files."),
  'text.null-literal': withDefault(textKind, '\\N', 'How NULL is written.'),
} as const

export const csvOptions = {
  'csv.field-delimiter': withDefault(byteKind, ',', 'Between the fields of a line.'),
} as const

export const formatOptions = {
  avro: avroOptions,
  'avro-confluent': avroConfluentOptions,
  parquet: parquetOptions,
  json: jsonOptions,
  text: textOptions,
  csv: csvOptions,
} as const

export type FormatName = keyof typeof formatOptions
