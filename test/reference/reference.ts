/**
 * The reference interpreter: what the language says, record by record, slow and obvious. The engine must agree with it. It shares no
 * code with `src/engine`; from `src/functions` it takes the scalar functions, from `src/types` the reading and writing of dates.
 */
import type { Expression } from '../../src/model/expression.ts'
import type { Column, DropReason, RowErrorCode, StageName } from '../../src/model/model.ts'
import { columnsRead } from '../../src/model/visit.ts'
import type { Branch, Plan, SourceNode, TablePipeline } from '../../src/plan/plan.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { isNumeric, isText } from '../../src/types/families.ts'
import { sameType } from '../../src/types/same.ts'
import type { Value } from '../../src/types/value.ts'
import { BadData, attempt } from './bad-data.ts'
import { cast, decode } from './cast.ts'
import { fromJson, fromText } from './convert.ts'
import { evaluate } from './evaluate.ts'
import type { Row } from './evaluate.ts'
import { compact, without } from './json.ts'
import { metadataOf, metadataType } from './metadata.ts'
import type { Origin, ReferenceRecord } from './metadata.ts'
import { Parsed } from './parse.ts'

export type OutputRow = Readonly<Record<string, Value>>

export interface ReferenceError {
  readonly code: RowErrorCode
  readonly stage: StageName
  readonly table: string
  readonly column: string | null
  readonly sink: string | null
  /** Index of the record. */
  readonly record: number
}

export interface ReferenceCounts {
  readonly in: number
  readonly out: number
  readonly dropped: ReadonlyMap<DropReason, number>
  readonly errored: ReadonlyMap<RowErrorCode, number>
}

export interface ReferenceRun {
  /** By sink of a table. */
  readonly rows: ReadonlyMap<string, readonly { readonly record: number; readonly row: OutputRow }[]>
  /** By record, then in the order of the tables. */
  readonly errors: readonly ReferenceError[]
  readonly tables: ReadonlyMap<string, ReferenceCounts>
  /** Indexes of the records that no table kept. */
  readonly unclaimed: readonly number[]
}

export interface ReferenceOptions {
  /** Whether a sink cannot encode a row. */
  readonly refuses?: (sink: string, row: OutputRow) => boolean
}

/** What became of one record in one table. */
type Outcome =
  | { readonly kind: 'out'; readonly rows: ReadonlyMap<string, OutputRow> }
  | { readonly kind: 'dropped'; readonly reason: DropReason }
  | { readonly kind: 'errored'; readonly error: Omit<ReferenceError, 'table' | 'record'> }

export function referenceRun(
  plan: Plan,
  sourceName: string,
  records: readonly ReferenceRecord[],
  origin: Origin,
  options: ReferenceOptions = {},
): ReferenceRun {
  const source = plan.sources.find(({ name }) => name === sourceName)
  if (source === undefined) throw new Error(`no source ${sourceName}`)
  const sinks = source.tables.flatMap((table) => table.splitter.branches.map(({ sink }) => sink))
  const rows = new Map(sinks.map((sink) => [sink, [] as { record: number; row: OutputRow }[]]))
  const errors: ReferenceError[] = []
  const tables = new Map(source.tables.map(({ table }) => [table, newCounts()]))
  const unclaimed: number[] = []

  records.forEach((record, index) => {
    const outcomes = source.tables.map((table) => ({
      table: table.table,
      outcome: process(source, table, record, origin, options),
    }))
    for (const { table, outcome } of outcomes) {
      count(tables.get(table)!, outcome)
      if (outcome.kind === 'errored') errors.push({ ...outcome.error, table, record: index })
      if (outcome.kind === 'out') {
        for (const [sink, row] of outcome.rows) rows.get(sink)!.push({ record: index, row })
      }
    }
    const isNobodys = outcomes.every(({ outcome }) => outcome.kind === 'dropped' && outcome.reason === 'filter')
    if (isNobodys && !isEmpty(record)) unclaimed.push(index)
  })
  return { rows, errors, tables, unclaimed }
}

interface Counts {
  in: number
  out: number
  readonly dropped: Map<DropReason, number>
  readonly errored: Map<RowErrorCode, number>
}

function newCounts(): Counts {
  return { in: 0, out: 0, dropped: new Map(), errored: new Map() }
}

function count(counts: Counts, outcome: Outcome): void {
  counts.in++
  switch (outcome.kind) {
    case 'out':
      counts.out++
      return
    case 'dropped':
      counts.dropped.set(outcome.reason, (counts.dropped.get(outcome.reason) ?? 0) + 1)
      return
    case 'errored':
      counts.errored.set(outcome.error.code, (counts.errored.get(outcome.error.code) ?? 0) + 1)
  }
}

function isEmpty({ value }: ReferenceRecord): boolean {
  return value === null || value.length === 0
}

function dropped(reason: DropReason): Outcome {
  return { kind: 'dropped', reason }
}

function errored(
  code: RowErrorCode,
  stage: StageName,
  column: string | null = null,
  sink: string | null = null,
): Outcome {
  return { kind: 'errored', error: { code, stage, column, sink } }
}

/** The six stages. */
function process(
  source: SourceNode,
  table: TablePipeline,
  record: ReferenceRecord,
  origin: Origin,
  options: ReferenceOptions,
): Outcome {
  const { value } = record
  if (value === null || value.length === 0) return dropped('empty')
  const { filter, parser, formatter, splitter } = table
  const parsed = new Parsed()
  const values = new Map<string, Value>()
  const row: Row = {
    timeZone: source.timeZone,
    column: (name) => known(values, name),
    field: (name) => parsed.field(name),
    document: (document, path) => parsed.text(document, path),
    raw: () => value.toString('utf8'),
    metadata: (item, header) => metadataOf(item, header, record, origin),
  }

  if (filter.condition !== null) {
    const kept = judge(filter.condition.expression, row)
    if (kept === 'bad') return errored('EVAL', 'filter')
    if (kept !== true) return dropped('filter')
  }
  const text = attempt(
    () => decode(value),
    () => null,
  )
  if (text === null) return errored('DECODE_UTF8', 'filter')

  const outcome = parsed.parse(parser.steps, text, row)
  if (outcome === 'comment') return dropped('empty')
  if (outcome !== 'parsed') return errored(outcome, 'parser')

  const columns = new Map(formatter.columns.map((column) => [column.name, column]))
  const convert = (names: readonly string[]): Outcome | null => {
    for (const name of inOrderOfNeed(names, columns)) {
      if (values.has(name)) continue
      const failed = columnValue(known(columns, name), parsed, row, record, values)
      if (failed !== null) return failed
    }
    return null
  }

  if (formatter.where !== null) {
    const needed = new Set(columnsRead(formatter.where.expression))
    const failed = convert(formatter.columns.map(({ name }) => name).filter((name) => needed.has(name)))
    if (failed !== null) return failed
    const passes = judge(formatter.where.expression, row)
    if (passes === 'bad') return errored('EVAL', 'formatter')
    if (passes !== true) return dropped('where')
  }
  const failed = convert(formatter.columns.filter((column) => isRead(column, table)).map(({ name }) => name))
  if (failed !== null) return failed
  for (const check of formatter.checks) {
    const holds = judge(check.expression, row)
    if (holds === 'bad') return errored('EVAL', 'formatter')
    if (holds === false) return errored('CHECK', 'formatter')
  }
  return split(splitter.branches, row, options)
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  if (!map.has(name)) throw new Error(`${name} is read before it is there`)
  return map.get(name) as T
}

function judge(expression: Expression, row: Row): boolean | null | 'bad' {
  return attempt<boolean | null, 'bad'>(
    () => evaluate(expression, row) as boolean | null,
    () => 'bad',
  )
}

/** Every column that is not VIRTUAL, and those that a CHECK or a sink reads; what other columns read comes by need. */
function isRead({ name, virtual }: Column, { formatter, splitter }: TablePipeline): boolean {
  if (!virtual) return true
  const conditions = [...formatter.checks, ...splitter.branches.flatMap(({ condition }) => condition ?? [])]
  return (
    conditions.some(({ expression }) => columnsRead(expression).includes(name)) ||
    splitter.branches.some(({ loader }) => loader.columns.some(({ column }) => column === name))
  )
}

/** Each behind the columns that its AS reads. */
function inOrderOfNeed(names: readonly string[], columns: ReadonlyMap<string, Column>): readonly string[] {
  return names.flatMap((name) => {
    const { source } = known(columns, name)
    return source.kind === 'expression' ? [...inOrderOfNeed(columnsRead(source.expression), columns), name] : [name]
  })
}

/** Puts the value into `values`, or says what is wrong with it. */
function columnValue(
  column: Column,
  parsed: Parsed,
  row: Row,
  record: ReferenceRecord,
  values: Map<string, Value>,
): Outcome | null {
  const { name, nullable, onEmpty, onError } = column
  let value: Value
  try {
    value = convertedValue(column, parsed, row, record)
    if (value === null && onEmpty !== null) value = onEmpty.value
  } catch (error) {
    if (!(error instanceof BadData || error instanceof BadExpression)) throw error
    if (onError === null) {
      return error instanceof BadExpression ? errored('EVAL', 'extender', name) : errored('CAST', 'formatter', name)
    }
    value = onError.value
  }
  if (value === null && !nullable) return errored('NOT_NULL', 'formatter', name)
  values.set(name, value)
  return null
}

/** Bad data in an AS itself, not in what its column's type makes of it. */
class BadExpression extends Error {}

function convertedValue({ type, formats, source }: Column, parsed: Parsed, row: Row, record: ReferenceRecord): Value {
  const recordMs = record.timestampMs === -1 ? null : record.timestampMs
  const reading = { formats, timeZone: row.timeZone, recordMs }
  switch (source.kind) {
    case 'field': {
      const text = parsed.field(source.name)
      return text === null ? null : fromText(text, type, reading)
    }
    case 'path': {
      const json = parsed.place(source.document, source.path)
      return json === null ? null : fromJson(json, type, reading)
    }
    case 'rest': {
      const json = parsed.place(source.document, [])
      return json === null ? null : cast(compact(without(json, source.claims)), { kind: 'JSON' }, type, row.timeZone)
    }
    case 'metadata':
      return typed(row.metadata(source.item, source.header), metadataType(source.item), type)
    case 'expression':
      return typed(
        attempt(
          () => evaluate(source.expression, row),
          (error) => {
            throw new BadExpression(error.message)
          },
        ),
        source.expression.type,
        type,
      )
  }

  /** Text and bytes are read as the record's own text is, numbers by a FORMAT; anything else is cast. */
  function typed(value: Value, from: LogicalType, to: LogicalType): Value {
    if (value === null || (sameType(from, to) && formats.length === 0)) return value
    if (isText(from)) return fromText(value as string, to, reading)
    if (from.kind === 'BYTES') return fromText(decode(value as Uint8Array), to, reading)
    if (isNumeric(from) && formats.length > 0) {
      return fromText(cast(value, from, { kind: 'STRING' }, row.timeZone) as string, to, reading)
    }
    return cast(value, from, to, row.timeZone)
  }
}

/** To every sink whose condition is TRUE, or, where one fails, to none. */
function split(branches: readonly Branch[], row: Row, { refuses = () => false }: ReferenceOptions): Outcome {
  const rows = new Map<string, OutputRow>()
  for (const { sink, condition, loader } of branches.toSorted((a, b) => (a.sink < b.sink ? -1 : 1))) {
    const wanted = condition === null ? true : judge(condition.expression, row)
    if (wanted === 'bad') return errored('EVAL', 'splitter', null, sink)
    if (wanted !== true) continue
    const output = Object.fromEntries(loader.columns.map(({ name, column }) => [name, row.column(column)]))
    if (refuses(sink, output)) return errored('ENCODE', 'loader', null, sink)
    rows.set(sink, output)
  }
  return branches.length > 0 && rows.size === 0 ? dropped('unrouted') : { kind: 'out', rows }
}
