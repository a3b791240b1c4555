/**
 * What the TESTs of a project reach: tables, both sides of every condition and CHECK, sinks, and error policies. Whether a
 * policy was used shows where it is taken away: what it caught is then an error.
 */
import type { Model, ParseStep, Place, Sink, Table } from '../../model/model.ts'
import type { Plan, TablePipeline } from '../../plan/plan.ts'
import { TestBench } from './test-bench.ts'
import type { Outcome, RoutedRow } from './test-bench.ts'
import { testPlan } from './table-test.ts'

/** One thing that a TEST can reach. */
export interface CoveragePart {
  /** What was not seen, where it is not reached: `WHERE drops nothing`. */
  readonly missing: string
  readonly place: Place
  readonly isReached: boolean
}

export interface TableCoverage {
  readonly table: string
  readonly place: Place
  readonly isTested: boolean
  readonly parts: readonly CoveragePart[]
}

/** In order of name. */
export function testCoverage(model: Model): readonly TableCoverage[] {
  const plan = testPlan(model)
  return model.tables.map((table) => {
    const cases = new TableCases(plan, model, table)
    const sinks = model.sinks.filter(({ from }) => from.kind === 'table' && from.table === table.name)
    const parts = [
      ...filterParts(table, cases.outcomes),
      ...policyParts(table, cases),
      ...whereParts(table, cases),
      ...checkParts(table, cases.outcomes),
      ...sinks.flatMap((sink) => sinkParts(sink, cases.outcomes)),
    ]
    return { table: table.name, place: table.place, isTested: cases.outcomes.length > 0, parts }
  })
}

/** What became of all records of one table's TESTs; and what would, were the table another. */
class TableCases {
  readonly outcomes: readonly Outcome[]
  private readonly plan: Plan
  private readonly table: string
  private readonly given: Model['tests'][number]['cases']

  constructor(plan: Plan, model: Model, table: Table) {
    this.plan = plan
    this.table = table.name
    this.given = model.tests.filter((test) => test.table === table.name).flatMap(({ cases }) => cases)
    this.outcomes = this.outcomesOf((same) => same)
  }

  /** Whether some record fares otherwise in the changed table, in the way that `differs` says. */
  someDiffers(
    change: (pipeline: TablePipeline) => TablePipeline,
    differs: (before: Outcome, after: Outcome) => boolean,
  ): boolean {
    const after = this.outcomesOf(change)
    return this.outcomes.some((outcome, index) => differs(outcome, after[index]))
  }

  private outcomesOf(change: (pipeline: TablePipeline) => TablePipeline): readonly Outcome[] {
    if (this.given.length === 0) return []
    const bench = new TestBench(this.plan, this.table, change)
    return this.given.map((testCase) => bench.run(testCase))
  }
}

function filterParts({ filter }: Table, outcomes: readonly Outcome[]): readonly CoveragePart[] {
  if (filter === null) return []
  const { place } = filter
  const isKept = (outcome: Outcome): boolean => {
    if (outcome.kind === 'dropped') return outcome.reason !== 'filter' && outcome.reason !== 'empty'
    return outcome.kind === 'rows' || outcome.error.stage !== 'filter'
  }
  return [
    { missing: 'FILTER keeps nothing', place, isReached: outcomes.some(isKept) },
    { missing: 'FILTER drops nothing', place, isReached: outcomes.some((outcome) => isDropped(outcome, 'filter')) },
  ]
}

function isDropped(outcome: Outcome, reason: 'filter' | 'where'): boolean {
  return outcome.kind === 'dropped' && outcome.reason === reason
}

/** `NULL ON ERROR` and `DEFAULT … ON ERROR`, of steps and columns. */
function policyParts(table: Table, cases: TableCases): readonly CoveragePart[] {
  const steps = table.parse.filter(({ nullOnError }) => nullOnError)
  const columns = table.columns.filter(({ onError }) => onError !== null)
  return [
    ...steps.map((step) => ({
      missing: `NULL ON ERROR of ${step.kind.toUpperCase().replace('-', '_')} catches nothing`,
      place: step.place,
      isReached: cases.someDiffers((pipeline) => withStrictStep(pipeline, step), failsNow),
    })),
    ...columns.map(({ name, onError, place }) => ({
      missing: `${onError?.value === null ? 'NULL' : 'DEFAULT'} ON ERROR of column ${name} catches nothing`,
      place,
      isReached: cases.someDiffers((pipeline) => withStrictColumn(pipeline, name), failsNow),
    })),
  ]
}

function failsNow(before: Outcome, after: Outcome): boolean {
  if (after.kind !== 'error') return false
  return before.kind !== 'error' || before.error.place !== after.error.place
}

function withStrictStep(pipeline: TablePipeline, strict: ParseStep): TablePipeline {
  const steps = pipeline.parser.steps.map((step) => (step === strict ? { ...step, nullOnError: false } : step))
  return { ...pipeline, parser: { ...pipeline.parser, steps } }
}

function withStrictColumn(pipeline: TablePipeline, name: string): TablePipeline {
  const columns = pipeline.formatter.columns.map((column) =>
    column.name === name ? { ...column, onError: null } : column,
  )
  return { ...pipeline, formatter: { ...pipeline.formatter, columns } }
}

function whereParts({ where }: Table, cases: TableCases): readonly CoveragePart[] {
  if (where === null) return []
  const { place } = where
  const dropsAll = cases.outcomes.some((outcome) => isDropped(outcome, 'where'))
  return [
    { missing: 'WHERE keeps nothing', place, isReached: cases.outcomes.some(isPastWhere) },
    { missing: 'WHERE drops nothing', place, isReached: dropsAll || cases.someDiffers(withoutWhere, hasMoreRows) },
  ]
}

function isPastWhere(outcome: Outcome): boolean {
  if (outcome.kind !== 'error') return rowsOf(outcome).length > 0
  const { code, stage } = outcome.error
  return code === 'CHECK' || stage === 'splitter' || stage === 'loader'
}

function withoutWhere(pipeline: TablePipeline): TablePipeline {
  return { ...pipeline, formatter: { ...pipeline.formatter, where: null } }
}

/** Of a record of several rows WHERE may drop some. */
function hasMoreRows(before: Outcome, after: Outcome): boolean {
  return rowsOf(after).length > rowsOf(before).length
}

function rowsOf(outcome: Outcome): readonly RoutedRow[] {
  return outcome.kind === 'error' ? [] : outcome.rows
}

function checkParts({ checks }: Table, outcomes: readonly Outcome[]): readonly CoveragePart[] {
  const holds = outcomes.some((outcome) => rowsOf(outcome).length > 0)
  return checks.flatMap(({ name, place }) => {
    const fails = outcomes.some(
      (outcome) => outcome.kind === 'error' && outcome.error.code === 'CHECK' && outcome.error.place === place,
    )
    return [
      { missing: `CHECK ${name} never holds`, place, isReached: holds },
      { missing: `CHECK ${name} never fails`, place, isReached: fails },
    ]
  })
}

function sinkParts({ name, where, place }: Sink, outcomes: readonly Outcome[]): readonly CoveragePart[] {
  const rows = outcomes.flatMap(rowsOf)
  const takes = {
    missing: `sink ${name} takes no row`,
    place,
    isReached: rows.some(({ sinks }) => sinks.includes(name)),
  }
  if (where === null) return [takes]
  const isReached = rows.some(({ sinks }) => !sinks.includes(name))
  return [takes, { missing: `sink ${name} leaves no row out`, place: where.place, isReached }]
}
