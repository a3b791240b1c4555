/**
 * The reference interpreter: what the language says, record by record, slow and obvious. The engine must agree with it. It shares no
 * code with `src/engine`; from `src/functions` it takes the scalar functions, from `src/types` the reading and writing of dates.
 */
import type { Expression } from '../../src/model/expression.ts'
import { dropReasons } from '../../src/model/model.ts'
import type { Column, DropReason, RowErrorCode, StageName } from '../../src/model/model.ts'
import { columnsRead } from '../../src/model/visit.ts'
import type { Branch, Plan, SourceNode, TablePipeline } from '../../src/plan/plan.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { isNumeric, isText } from '../../src/types/families.ts'
import { sameType } from '../../src/types/same.ts'
import type { Value } from '../../src/types/value.ts'
import { BadData, attempt, fail } from './bad-data.ts'
import { cast, decode } from './cast.ts'
import { fromJson, fromText } from './convert.ts'
import { evaluate } from './evaluate.ts'
import type { Row } from './evaluate.ts'
import { compact, without } from './json.ts'
import { metadataOf, metadataType } from './metadata.ts'
import type { Origin, ReferenceRecord } from './metadata.ts'
import { Parsed, parseRecord } from './parse.ts'

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
  | { readonly kind: 'out'; readonly rows: readonly { readonly sink: string; readonly row: OutputRow }[] }
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
        for (const { sink, row } of outcome.rows) rows.get(sink)!.push({ record: index, row })
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

/** One row of a record on its way. */
interface RowState {
  readonly parsed: Parsed
  readonly values: Map<string, Value>
  readonly row: Row
}

/** The six stages, each for all rows of the record before the next, so that the first error is that of the first clause. */
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
  const stateOf = (parsed: Parsed): RowState => {
    const values = new Map<string, Value>()
    const row: Row = {
      timeZone: source.timeZone,
      column: (name) => known(values, name),
      field: (name) => parsed.field(name),
      document: (document, path) => parsed.text(document, path),
      raw: () => value.toString('utf8'),
      metadata: (item, header) => metadataOf(item, header, record, origin),
    }
    return { parsed, values, row }
  }

  if (filter.condition !== null) {
    const kept = judge(filter.condition.expression, stateOf(new Parsed()).row)
    if (isBad(kept)) return errored(kept.code, 'filter')
    if (kept !== true) return dropped('filter')
  }
  const text = attempt(
    () => decode(value),
    () => null,
  )
  if (text === null) return errored('DECODE_UTF8', 'filter')

  const parsed = parseRecord(parser.steps, text, (each) => stateOf(each).row)
  if (parsed.kind === 'errored') return errored(parsed.code, 'parser')
  if (parsed.rows.length === 0) return dropped(furthest(parsed.dropped))
  let states = parsed.rows.map(stateOf)

  const columns = new Map(formatter.columns.map((column) => [column.name, column]))
  const convert = (names: readonly string[]): Outcome | null => {
    for (const name of inOrderOfNeed(names, columns)) {
      if (states.some(({ values }) => values.has(name))) continue
      const failed = columnValues(known(columns, name), states, record)
      if (failed !== null) return failed
    }
    return null
  }

  if (formatter.where !== null) {
    const { expression } = formatter.where
    const needed = new Set(columnsRead(expression))
    const failed = convert(formatter.columns.map(({ name }) => name).filter((name) => needed.has(name)))
    if (failed !== null) return failed
    const verdicts = states.map(({ row }) => judge(expression, row))
    const bad = verdicts.find(isBad)
    if (bad !== undefined) return errored(bad.code, 'formatter')
    states = states.filter((_, index) => verdicts[index] === true)
    if (states.length === 0) return dropped(furthest([...parsed.dropped, 'where']))
  }
  const failed = convert(formatter.columns.filter((column) => isRead(column, table)).map(({ name }) => name))
  if (failed !== null) return failed
  for (const check of formatter.checks) {
    const verdicts = states.map(({ row }) => judge(check.expression, row))
    const bad = verdicts.find(isBad)
    if (bad !== undefined) return errored(bad.code, 'formatter')
    if (verdicts.includes(false)) return errored('CHECK', 'formatter')
  }
  return split(
    splitter.branches,
    states.map(({ row }) => row),
    options,
  )
}

/** Of the rows of a record, the one that came furthest says why it was dropped. */
function furthest(reasons: readonly DropReason[]): DropReason {
  return dropReasons.findLast((reason) => reasons.includes(reason))!
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  if (!map.has(name)) throw new Error(`${name} is read before it is there`)
  return map.get(name) as T
}

interface Bad {
  readonly code: 'EVAL' | 'UDF'
}

function judge(expression: Expression, row: Row): boolean | null | Bad {
  return attempt<boolean | null, Bad>(
    () => evaluate(expression, row) as boolean | null,
    ({ code }) => ({ code: code ?? 'EVAL' }),
  )
}

function isBad(verdict: boolean | null | Bad): verdict is Bad {
  return typeof verdict === 'object' && verdict !== null
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

/** Puts the rows' values into them, or says what is wrong: what an AS fails with before what does not convert, then NULLs. */
function columnValues(column: Column, states: readonly RowState[], record: ReferenceRecord): Outcome | null {
  const { name, nullable, onEmpty, onError } = column
  const evaluated = states.map(({ row }) => derived(column, row))
  const results = states.map(({ parsed, row }, index) => {
    const value = evaluated[index]
    return attempt<Value, BadData>(
      () => (value instanceof BadData ? fail(value.message) : convertedValue(column, value, parsed, row, record)),
      (error) => error,
    )
  })
  if (onError === null) {
    const failed = evaluated.find((value) => value instanceof BadData)
    if (failed !== undefined) return errored(failed.code ?? 'EVAL', 'extender', name)
    if (results.some((value) => value instanceof BadData)) return errored('CAST', 'formatter', name)
  }
  const values = results.map((value) => {
    if (value instanceof BadData) return onError!.value
    return value === null && onEmpty !== null ? onEmpty.value : value
  })
  if (!nullable && values.includes(null)) return errored('NOT_NULL', 'formatter', name)
  states.forEach((state, index) => state.values.set(name, values[index]))
  return null
}

/** What an AS gives; undefined: the column has none. */
function derived({ source }: Column, row: Row): Value | undefined | BadData {
  if (source.kind !== 'expression') return undefined
  return attempt<Value, BadData>(
    () => evaluate(source.expression, row),
    (error) => error,
  )
}

/** `evaluated`: by the AS, where the column has one. */
function convertedValue(
  { type, formats, source }: Column,
  evaluated: Value | undefined,
  parsed: Parsed,
  row: Row,
  record: ReferenceRecord,
): Value {
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
      return typed(evaluated ?? null, source.expression.type, type)
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

/** Each row to every sink whose condition is TRUE, or, where one fails, none to any. */
function split(
  branches: readonly Branch[],
  rows: readonly Row[],
  { refuses = () => false }: ReferenceOptions,
): Outcome {
  const routed: { readonly sink: string; readonly row: OutputRow }[] = []
  for (const { sink, condition, loader } of branches.toSorted((a, b) => (a.sink < b.sink ? -1 : 1))) {
    const verdicts = rows.map((row) => (condition === null ? true : judge(condition.expression, row)))
    const bad = verdicts.find(isBad)
    if (bad !== undefined) return errored(bad.code, 'splitter', null, sink)
    const outputs = rows
      .filter((_, index) => verdicts[index] === true)
      .map((row) => Object.fromEntries(loader.columns.map(({ name, column }) => [name, row.column(column)])))
    if (outputs.some((output) => refuses(sink, output))) return errored('ENCODE', 'loader', null, sink)
    routed.push(...outputs.map((row) => ({ sink, row })))
  }
  return branches.length > 0 && routed.length === 0 ? dropped('unrouted') : { kind: 'out', rows: routed }
}
