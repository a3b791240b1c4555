/**
 * The container: page headers and footers are made of parquetjs-lite's Thrift classes and serializer. Nothing else of that
 * library is used but its snappy (its row API corrupts INT64 beyond 2^53, and its envelope knows no logical types, statistics in
 * byte order or column orders). What is used are internals, so this file alone imports them, and refuses any other version.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const version: string = (require('parquetjs-lite/package.json') as { version: string }).version
const expectedVersion = '0.8.7'

type Fields = Record<string, unknown>
export interface ThriftStruct {
  readonly write: (protocol: unknown) => void
}
type ThriftClass = new (fields?: Fields) => ThriftStruct

const structNames = [
  'ColumnChunk',
  'ColumnMetaData',
  'ColumnOrder',
  'DataPageHeader',
  'DateType',
  'DecimalType',
  'DictionaryPageHeader',
  'FileMetaData',
  'IntType',
  'JsonType',
  'ListType',
  'LogicalType',
  'MapType',
  'MicroSeconds',
  'MilliSeconds',
  'PageHeader',
  'RowGroup',
  'SchemaElement',
  'Statistics',
  'StringType',
  'TimeType',
  'TimeUnit',
  'TimestampType',
  'TypeDefinedOrder',
] as const
export type StructName = (typeof structNames)[number]

type Numbers = Readonly<Record<string, number>>
interface ParquetTypes extends Readonly<Record<StructName, ThriftClass>> {
  readonly Type: Numbers
  readonly ConvertedType: Numbers
  readonly Encoding: Numbers
  readonly CompressionCodec: Numbers
}

const types = require('parquetjs-lite/gen-nodejs/parquet_types.js') as ParquetTypes
const util = require('parquetjs-lite/lib/util.js') as { serializeThrift(struct: ThriftStruct): Buffer }
const compression = require('parquetjs-lite/lib/compression.js') as { deflate(method: string, bytes: Buffer): Buffer }

assertShape()

function assertShape(): void {
  const wrong = (what: string): Error =>
    new Error(`parquetjs-lite ${version} is not the one this code was made for: ${what}`)
  if (version !== expectedVersion) throw wrong(`expected ${expectedVersion}`)
  for (const name of structNames) {
    if (typeof types[name] !== 'function') throw wrong(`no Thrift class ${name}`)
  }
  const { Type, Encoding, CompressionCodec } = types
  if (Type.FIXED_LEN_BYTE_ARRAY !== 7 || Encoding.RLE_DICTIONARY !== 8 || CompressionCodec.ZSTD !== 6)
    throw wrong('enums')
  // A struct of one field, in the compact protocol: field 3 of type i32, zigzag 7, stop.
  if (serialize(make('SchemaElement', { repetition_type: 7 })).toString('hex') !== '350e00') throw wrong('serializer')
}

export function make(name: StructName, fields?: Fields): ThriftStruct {
  return new types[name](fields)
}

/** In Thrift's compact protocol. Numbers of i64 fields are exact below 2^53. */
export function serialize(struct: ThriftStruct): Buffer {
  return util.serializeThrift(struct)
}

/** What a Thrift struct is written to, as far as fields of numbers are concerned. */
interface ThriftOutput {
  writeFieldBegin(name: string, type: number, id: number): void
  writeI32(value: number): void
  writeI64(value: number): void
  writeFieldEnd(): void
}

const thriftNumber = { i32: 8, i64: 10 } as const

/**
 * The statistics of a ColumnMetaData, and behind them the place of its bloom filter: fields of ColumnMetaData that the library's class does not
 * know. They can stand here since the statistics are the last field that is written of it.
 */
export function withBloomFilter(statistics: ThriftStruct, offset: number, length: number): ThriftStruct {
  const write = (output: ThriftOutput): void => {
    statistics.write(output)
    output.writeFieldEnd()
    output.writeFieldBegin('bloom_filter_offset', thriftNumber.i64, 14)
    output.writeI64(offset)
    output.writeFieldEnd()
    output.writeFieldBegin('bloom_filter_length', thriftNumber.i32, 15)
    output.writeI32(length)
  }
  return { write: write as ThriftStruct['write'] }
}

export function snappy(bytes: Buffer): Buffer {
  return compression.deflate('SNAPPY', bytes)
}

export const magic = Buffer.from('PAR1')
export const pageType = { data: 0, dictionary: 2 } as const
export const encoding = { PLAIN: 0, RLE: 3, DELTA_BINARY_PACKED: 5, RLE_DICTIONARY: 8 } as const
export type Encoding = (typeof encoding)[keyof typeof encoding]
export const codecNumber = { uncompressed: 0, snappy: 1, gzip: 2, zstd: 6 } as const
export type Codec = keyof typeof codecNumber

export const physicalNumber = {
  BOOLEAN: 0,
  INT32: 1,
  INT64: 2,
  FLOAT: 4,
  DOUBLE: 5,
  BYTE_ARRAY: 6,
  FIXED_LEN_BYTE_ARRAY: 7,
} as const

export function convertedNumber(name: string): number {
  const found = types.ConvertedType[name]
  if (found === undefined) throw new Error(`no converted type ${name}`)
  return found
}
