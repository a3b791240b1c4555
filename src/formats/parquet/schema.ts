/**
 * What columns are in a Parquet file: groups and leaves, physical types and annotations (of `types/mapping.ts`) in Thrift, and how
 * a leaf's values are taken. Lists have three levels, maps a repeated `key_value`:
 * https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#nested-types
 */
import { columnKindOf } from '../../engine/column.ts'
import type { OutputColumn } from '../../engine/ports.ts'
import type { LogicalType } from '../../types/logical.ts'
import { parquetType } from '../../types/mapping.ts'
import type { ParquetLogical, ParquetPhysical } from '../../types/mapping.ts'
import { isNested } from '../../types/families.ts'
import type { ScalarType } from '../nested/leaf-values.ts'
import { BloomFilter } from './bloom-filter.ts'
import { BooleanValues } from './boolean-values.ts'
import { BytesValues } from './bytes-values.ts'
import { convertedNumber, make, physicalNumber } from './container.ts'
import type { ThriftStruct } from './container.ts'
import type { PageLimits, PageValues } from './values.ts'
import * as kinds from './word-kinds.ts'
import { WordValues } from './word-values.ts'

export type TimestampUnit = 'micros' | 'millis'

/** A column of the file, or a group of such. `definition` is the level from which on it is there, `repetition` how many lists it is in. */
export type ParquetNode = ParquetLeaf | ParquetGroup

export interface ParquetLeaf extends ParquetPlace {
  readonly kind: 'leaf'
  readonly type: ScalarType
  readonly physical: ParquetPhysical
  readonly logical: ParquetLogical | null
  /** What TIMESTAMPs count. */
  readonly timestampUnit: TimestampUnit
  /** Whether the engine's column has 64 bits where the file has 32. */
  readonly narrowed: boolean
}

export interface ParquetGroup extends ParquetPlace {
  readonly kind: 'list' | 'map' | 'repeated' | 'row'
  readonly children: readonly ParquetNode[]
}

interface ParquetPlace {
  /** From the root, the own name last. */
  readonly path: readonly string[]
  readonly presence: 'required' | 'optional' | 'repeated'
  readonly definition: number
  readonly repetition: number
}

export function parquetNode({ name, type, nullable }: OutputColumn, unit: TimestampUnit): ParquetNode {
  const root: ParquetPlace = { path: [], presence: 'required', definition: 0, repetition: 0 }
  return nodeOf(type, placeIn(root, name, nullable ? 'optional' : 'required'), unit)
}

function placeIn(
  { path, definition, repetition }: ParquetPlace,
  name: string,
  presence: ParquetPlace['presence'],
): ParquetPlace {
  return {
    path: [...path, name],
    presence,
    definition: presence === 'required' ? definition : definition + 1,
    repetition: presence === 'repeated' ? repetition + 1 : repetition,
  }
}

function nodeOf(type: LogicalType, place: ParquetPlace, unit: TimestampUnit): ParquetNode {
  if (!isNested(type)) return leafOf(type, place, unit)
  switch (type.kind) {
    case 'ARRAY': {
      const list = placeIn(place, 'list', 'repeated')
      const element = nodeOf(type.element, placeIn(list, 'element', 'optional'), unit)
      return { kind: 'list', ...place, children: [{ kind: 'repeated', ...list, children: [element] }] }
    }
    case 'MAP': {
      const member = placeIn(place, 'key_value', 'repeated')
      const key = nodeOf({ kind: 'STRING' }, placeIn(member, 'key', 'required'), unit)
      const value = nodeOf(type.value, placeIn(member, 'value', 'optional'), unit)
      return { kind: 'map', ...place, children: [{ kind: 'repeated', ...member, children: [key, value] }] }
    }
    case 'ROW': {
      const children = type.fields.map((field) => nodeOf(field.type, placeIn(place, field.name, 'optional'), unit))
      return { kind: 'row', ...place, children }
    }
  }
}

function leafOf(type: ScalarType, place: ParquetPlace, timestampUnit: TimestampUnit): ParquetLeaf {
  const found = parquetType(type)
  if (found.group !== 'value') throw new Error(`${type.kind} is no scalar`)
  const { physical, logical } = found
  const narrowed = physical.kind === 'INT32' && columnKindOf(type) === 'i64'
  return { kind: 'leaf', type, ...place, physical, logical, timestampUnit, narrowed }
}

/** The leaves of a node, in the order in which the file has them. */
export function leavesOf(node: ParquetNode): readonly ParquetLeaf[] {
  return node.kind === 'leaf' ? [node] : node.children.flatMap(leavesOf)
}

/** What gathers the column's values. */
export function pageValues(column: ParquetLeaf, limits: PageLimits): PageValues {
  const { physical } = column
  switch (physical.kind) {
    case 'BOOLEAN':
      return new BooleanValues()
    case 'INT32':
      return new WordValues(column.narrowed ? kinds.int32OfInt64 : kinds.int32)
    case 'INT64':
      return new WordValues(inMillis(column) ? kinds.millisOfMicros : kinds.int64)
    case 'FLOAT':
      return new WordValues(kinds.float)
    case 'DOUBLE':
      return new WordValues(kinds.double)
    case 'FIXED_LEN_BYTE_ARRAY':
      return new WordValues(kinds.fixedDecimal(physical.lengthBytes))
    case 'BYTE_ARRAY':
      return new BytesValues(limits.pageBytes)
  }
}

/** The bloom filter of a leaf's values in one row group. Booleans have none. */
export function bloomFilterOf({ physical }: ParquetLeaf): BloomFilter | null {
  switch (physical.kind) {
    case 'BOOLEAN':
      return null
    case 'INT32':
    case 'FLOAT':
      return new BloomFilter(4)
    case 'INT64':
    case 'DOUBLE':
      return new BloomFilter(8)
    case 'FIXED_LEN_BYTE_ARRAY':
      return new BloomFilter(physical.lengthBytes)
    case 'BYTE_ARRAY':
      return new BloomFilter(0)
  }
}

function inMillis(column: ParquetLeaf): boolean {
  return column.logical?.kind === 'TIMESTAMP' && column.timestampUnit === 'millis'
}

/** The schema elements of the footer, the root first, each group before its children. */
export function schemaElements(nodes: readonly ParquetNode[]): ThriftStruct[] {
  return [make('SchemaElement', { name: 'schema', num_children: nodes.length }), ...nodes.flatMap(elementsOf)]
}

const presenceNumber = { required: 0, optional: 1, repeated: 2 } as const

function elementsOf(node: ParquetNode): ThriftStruct[] {
  const common = { name: node.path.at(-1), repetition_type: presenceNumber[node.presence] }
  if (node.kind !== 'leaf') {
    const group = { ...common, num_children: node.children.length, ...groupAnnotation(node.kind) }
    return [make('SchemaElement', group), ...node.children.flatMap(elementsOf)]
  }
  const { physical, logical } = node
  const leaf = {
    ...common,
    type: physicalNumber[physical.kind],
    type_length: physical.kind === 'FIXED_LEN_BYTE_ARRAY' ? physical.lengthBytes : undefined,
    ...(logical === null ? {} : annotations(logical, inMillis(node) ? 'MILLIS' : 'MICROS')),
  }
  return [make('SchemaElement', leaf)]
}

function groupAnnotation(kind: ParquetGroup['kind']): Record<string, unknown> {
  switch (kind) {
    case 'list':
      return annotation('LIST', 'LIST', make('ListType'))
    case 'map':
      return annotation('MAP', 'MAP', make('MapType'))
    case 'repeated':
    case 'row':
      return {}
  }
}

/** The annotation, and the older one for older readers (zoneless timestamps have it too: LogicalTypes.md demands it). */
function annotations(logical: ParquetLogical, unit: 'MILLIS' | 'MICROS'): Record<string, unknown> {
  switch (logical.kind) {
    case 'STRING':
      return annotation('UTF8', 'STRING', make('StringType'))
    case 'JSON':
      return annotation('JSON', 'JSON', make('JsonType'))
    case 'DATE':
      return annotation('DATE', 'DATE', make('DateType'))
    case 'INTEGER': {
      const { bitWidth, isSigned } = logical
      return annotation(`INT_${bitWidth}`, 'INTEGER', make('IntType', { bitWidth, isSigned }))
    }
    case 'DECIMAL': {
      const { precision, scale } = logical
      return { ...annotation('DECIMAL', 'DECIMAL', make('DecimalType', { precision, scale })), precision, scale }
    }
    case 'TIME': {
      const time = { isAdjustedToUTC: logical.isAdjustedToUTC, unit: timeUnit('MICROS') }
      return annotation('TIME_MICROS', 'TIME', make('TimeType', time))
    }
    case 'TIMESTAMP': {
      const timestamp = { isAdjustedToUTC: logical.isAdjustedToUTC, unit: timeUnit(unit) }
      return annotation(`TIMESTAMP_${unit}`, 'TIMESTAMP', make('TimestampType', timestamp))
    }
  }
}

function annotation(converted: string, member: string, struct: ThriftStruct): Record<string, unknown> {
  return { converted_type: convertedNumber(converted), logicalType: make('LogicalType', { [member]: struct }) }
}

function timeUnit(unit: 'MILLIS' | 'MICROS'): ThriftStruct {
  return unit === 'MICROS'
    ? make('TimeUnit', { MICROS: make('MicroSeconds') })
    : make('TimeUnit', { MILLIS: make('MilliSeconds') })
}
