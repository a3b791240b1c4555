/** Runs the TESTs of a project: each record through the table's own engine, what comes out against what was expected. */
import { SourceEngine } from '../engine/engine.ts'
import type { RowError, RowSink } from '../engine/ports.ts'
import type { Expectation, Model, Table, TableTest, TestCase } from '../model/model.ts'
import { literalText } from '../model/sql.ts'
import { buildPlan } from '../plan/build.ts'
import { planFingerprint } from '../plan/fingerprint.ts'
import type { Plan, SourceNode, TablePipeline } from '../plan/plan.ts'
import { valuesEqual } from '../types/conversion/equal.ts'
import { CapturingSink, captureName, NotingSink, withCaptureSinks } from './capture.ts'
import type { CapturedRow } from './capture.ts'
import { javaScriptHost } from './javascript/host.ts'
import { givenRecord } from './given-records.ts'

export interface CaseResult {
  readonly table: string
  readonly testCase: TestCase
  /** What differs, a line each; empty: it passed. */
  readonly differences: readonly string[]
}

export function runTableTests(model: Model): readonly CaseResult[] {
  const ofTables = model.sinks.filter((sink) => sink.from.kind === 'table')
  const plan = buildPlan(withCaptureSinks({ ...model, sinks: ofTables }))
  return model.tests.flatMap((test) => runTest(plan, model, test))
}

function runTest(plan: Plan, model: Model, test: TableTest): readonly CaseResult[] {
  const bench = new TestBench(plan, test.table)
  return test.cases.map((testCase) => ({
    table: test.table,
    testCase,
    differences: differences(model, test.table, testCase.expect, bench.run(testCase.given)),
  }))
}

/** What became of a record, as a TEST names it. */
type Outcome =
  /** More than one only with UNNEST. */
  | { readonly kind: 'rows'; readonly rows: readonly CapturedRow[] }
  | { readonly kind: 'error'; readonly error: RowError }
  | { readonly kind: 'dropped'; readonly reason: string }

/** One table alone under its source; nothing is written anywhere. */
class TestBench {
  private readonly source: SourceNode
  private readonly table: string
  private readonly engine: SourceEngine
  private readonly capture: CapturingSink
  private readonly sinks = new Map<string, NotingSink>()
  private readonly errors: RowError[] = []

  constructor(plan: Plan, table: string) {
    const source = plan.sources.find(({ tables }) => tables.some((candidate) => candidate.table === table))
    const pipeline = source?.tables.find((candidate) => candidate.table === table)
    if (source === undefined || pipeline === undefined) throw new Error(`no table ${table} in the plan`)
    this.table = table
    this.source = { ...source, tables: [pipeline], errorLoaders: [], unclaimedLoaders: [] }
    this.capture = new CapturingSink(captureColumns(pipeline))
    this.engine = new SourceEngine(this.source, (name) => this.sinkNamed(name), {
      onError: (error) => this.errors.push(error),
      planFingerprint: planFingerprint(plan),
      functions: javaScriptHost,
    })
  }

  run(text: string): Outcome {
    this.errors.length = 0
    this.capture.rows.length = 0
    for (const sink of this.sinks.values()) sink.records.length = 0
    const droppedBefore = new Map(this.engine.counts.tables.get(this.table)?.dropped)
    this.engine.process(givenRecord(this.source, text))

    if (this.errors.length > 0) return { kind: 'error', error: this.errors[0] }
    for (const [reason, count] of this.engine.counts.tables.get(this.table)?.dropped ?? []) {
      if (count !== (droppedBefore.get(reason) ?? 0)) return { kind: 'dropped', reason }
    }
    const isRouted = this.sinks.size === 0 || [...this.sinks.values()].some((sink) => sink.records.length > 0)
    return isRouted ? { kind: 'rows', rows: [...this.capture.rows] } : { kind: 'dropped', reason: 'unrouted' }
  }

  private sinkNamed(name: string): RowSink {
    if (name === captureName(this.table)) return this.capture
    const sink = new NotingSink()
    this.sinks.set(name, sink)
    return sink
  }
}

function captureColumns(pipeline: TablePipeline) {
  const branch = pipeline.splitter.branches.find(({ sink }) => sink === captureName(pipeline.table))
  if (branch === undefined) throw new Error(`nothing captures ${pipeline.table}`)
  return branch.loader.columns
}

function differences(model: Model, tableName: string, expected: Expectation, found: Outcome): readonly string[] {
  const table = model.tables.find(({ name }) => name === tableName)
  if (table === undefined) throw new Error(`no table ${tableName} in the model`)
  if (expected.kind === 'row' && found.kind === 'rows') return fewestDifferences(table, expected, found.rows)
  if (expected.kind === 'error' && found.kind === 'error' && found.error.code === expected.code) return []
  if (expected.kind === 'dropped' && found.kind === 'dropped' && found.reason === expected.reason) return []
  return [`expected  ${expectationText(expected)}`, `found     ${outcomeText(table, found)}`]
}

/** Of the row that is nearest to the expected one. */
function fewestDifferences(
  table: Table,
  expected: Extract<Expectation, { kind: 'row' }>,
  rows: readonly CapturedRow[],
): readonly string[] {
  const differing = rows.map((row) => rowDifferences(table, expected, row))
  return differing.reduce((fewest, each) => (each.length < fewest.length ? each : fewest))
}

function rowDifferences(
  table: Table,
  expected: Extract<Expectation, { kind: 'row' }>,
  found: CapturedRow,
): readonly string[] {
  return expected.columns.flatMap(({ name, value }) => {
    const column = table.columns.find((candidate) => candidate.name === name)
    const actual = found.values.get(name) ?? null
    if (column === undefined || valuesEqual(actual, value.value)) return []
    return [
      `expected  ${name} = ${literalText(value.value, value.type)}`,
      `found     ${name} = ${literalText(actual, column.type)}`,
    ]
  })
}

function expectationText(expected: Expectation): string {
  switch (expected.kind) {
    case 'row':
      return `a row: ${expected.columns.map(({ name, value }) => `${name} = ${literalText(value.value, value.type)}`).join(', ')}`
    case 'error':
      return `error ${expected.code}`
    case 'dropped':
      return `dropped: ${expected.reason}`
  }
}

function outcomeText(table: Table, found: Outcome): string {
  switch (found.kind) {
    case 'rows':
      return found.rows.map((row) => rowText(table, row)).join('; ')
    case 'error':
      return `error ${errorText(found.error)}`
    case 'dropped':
      return `dropped: ${found.reason}`
  }
}

function rowText(table: Table, row: CapturedRow): string {
  const values = table.columns.map(({ name, type }) => `${name} = ${literalText(row.values.get(name) ?? null, type)}`)
  return `a row: ${values.join(', ')}`
}

/** `CAST in the formatter, column level: … (game.sql:12:3)` */
export function errorText({ code, stage, column, sink, message, place }: RowError): string {
  const of = column !== null ? `, column ${column}` : sink !== null ? `, sink ${sink}` : ''
  return `${code} in the ${stage}${of}: ${message} (${place})`
}
