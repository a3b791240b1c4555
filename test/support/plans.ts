/** Small plans for tests, without SQL: what a test does not name is as simple as can be. */
import type { Expression, Literal } from '../../src/model/expression.ts'
import type { Column, ColumnSource, Condition, Model, ParseStep, Sink, Table } from '../../src/model/model.ts'
import type { JsonPath } from '../../src/types/json/path.ts'
import { buildPlan } from '../../src/plan/build.ts'
import type { SourceNode } from '../../src/plan/plan.ts'
import type { LogicalType, TypeKind } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

type PlainKind = Exclude<
  TypeKind,
  'DECIMAL' | 'VARCHAR' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ' | 'ARRAY' | 'MAP' | 'ROW'
>

export function plain(kind: PlainKind): LogicalType {
  return { kind }
}

export const STRING = plain('STRING')
export const INT = plain('INT')
export const BIGINT = plain('BIGINT')
export const DOUBLE = plain('DOUBLE')
export const BOOLEAN = plain('BOOLEAN')

export function literal(type: LogicalType, value: Value): Literal {
  return { kind: 'literal', type, value }
}

export function columnRef(name: string, type: LogicalType): Expression {
  return { kind: 'column', name, type }
}

export const raw: Expression = { kind: 'raw', type: STRING }

export function compare(
  operator: '=' | '<>' | '<' | '<=' | '>' | '>=',
  left: Expression,
  right: Expression,
): Expression {
  return { kind: 'comparison', operator, left, right, type: BOOLEAN }
}

export function contains(text: string): Expression {
  return { kind: 'text-search', operator: 'contains', operand: raw, pattern: literal(STRING, text), type: BOOLEAN }
}

export function logical(operator: 'AND' | 'OR', ...operands: Expression[]): Expression {
  return { kind: 'logical', operator, operands, type: BOOLEAN }
}

export function arithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: Expression,
  right: Expression,
  type: LogicalType = left.type,
): Expression {
  return { kind: 'arithmetic', operator, left, right, type }
}

export function call(name: string, type: LogicalType, ...operands: Expression[]): Expression {
  return { kind: 'call', function: name, arguments: operands, type }
}

export function condition(expression: Expression, place = 'test.sql:2:2'): Condition {
  return { expression, place }
}

export function member(...names: string[]): JsonPath {
  return names.map((name) => ({ kind: 'member', name }))
}

const columnDefaults = {
  nullable: true,
  formats: [],
  onEmpty: null,
  onError: null,
  virtual: false,
  comment: null,
}

/** Without a source: the key of that name in document 0. */
export function column(name: string, type: LogicalType, more: Partial<Column> = {}): Column {
  const source: ColumnSource = { kind: 'path', document: 0, path: member(name) }
  return { name, type, source, place: `test.sql:1:${name}`, ...columnDefaults, ...more }
}

export function derived(name: string, expression: Expression, more: Partial<Column> = {}): Column {
  return column(name, expression.type, { source: { kind: 'expression', expression }, ...more })
}

export const parseJson: ParseStep = {
  kind: 'json',
  document: 0,
  input: { kind: 'raw' },
  nullOnError: false,
  nullLiterals: [],
  place: 'test.sql:3:3',
}

export function table(columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name: 't',
    comment: null,
    source: 's',
    filter: null,
    parse: [parseJson],
    columns,
    where: null,
    checks: [],
    watermark: null,
    place: 'test.sql:1:1',
    ...more,
  }
}

export function sink(from: Table | 'errors' | 'unclaimed', name: string, more: Partial<Sink> = {}): Sink {
  const input: Sink['from'] =
    typeof from === 'string' ? { kind: from, source: 's' } : { kind: 'table', table: from.name }
  const columns =
    typeof from === 'string'
      ? []
      : from.columns.filter((each) => !each.virtual).map((each) => ({ ...each, column: each.name }))
  return {
    name,
    connector: 'print',
    options: {},
    from: input,
    columns,
    partitionedBy: [],
    where: null,
    place: `test.sql:9:${name}`,
    ...more,
  }
}

/** The one source of these tables and sinks; each table has a sink of all its columns, `<table>_sink`, if none is given. */
export function sourceNode(tables: readonly Table[], sinks?: readonly Sink[]): SourceNode {
  const model: Model = {
    settings: {
      timeZone: 'UTC',
      jobName: null,
      epochIntervalMs: null,
      epochBytes: null,
      epochRecords: null,
      idleCommitIntervalMs: null,
      errorsPerSecond: null,
      shards: null,
    },
    sources: [{ name: 's', connector: 'file', options: {}, timeZone: 'UTC', place: 'test.sql:1:1' }],
    tables,
    sinks: sinks ?? tables.map((each) => sink(each, `${each.name}_sink`)),
    tests: [],
  }
  const [node] = buildPlan(model).sources
  return node
}
