/** Runs the TESTs of a project: each record through the table's own engine, what comes out against what was expected. */
import type { Expectation, ExpectedRow, Model, Table, TableTest, TestCase } from '../../model/model.ts'
import { literalText } from '../../model/sql.ts'
import { buildPlan } from '../../plan/build.ts'
import type { Plan } from '../../plan/plan.ts'
import { valuesEqual } from '../../types/conversion/equal.ts'
import { withCaptureSinks } from './capture.ts'
import { errorText } from '../errors/error-text.ts'
import { TestBench } from './test-bench.ts'
import { isBlank, outcomeAsExpected } from './test-outcome.ts'
import type { Outcome, RoutedRow } from './test-bench.ts'
import { rowText, stageLines } from './test-stages.ts'

export interface CaseResult {
  readonly table: string
  readonly testCase: TestCase
  /** What differs, a line each; empty: it passed. */
  readonly differences: readonly string[]
  /** What each stage made of the record, a line each; only where something differs. */
  readonly stages: readonly string[]
  /** What the TEST would have to expect; null: what it expects already. */
  readonly update: Expectation | null
}

export function runTableTests(model: Model): readonly CaseResult[] {
  const plan = testPlan(model)
  const benches = new Map<string, TestBench>()
  const benchOf = (table: string): TestBench => {
    const bench = benches.get(table) ?? new TestBench(plan, table)
    benches.set(table, bench)
    return bench
  }
  return model.tests.flatMap((test) => runTest(benchOf(test.table), model, test))
}

/** With a sink for whole rows of each table, and none for what no table keeps. */
export function testPlan(model: Model): Plan {
  const ofTables = model.sinks.filter((sink) => sink.from.kind === 'table')
  return buildPlan(withCaptureSinks({ ...model, sinks: ofTables }))
}

function runTest(bench: TestBench, model: Model, test: TableTest): readonly CaseResult[] {
  const table = model.tables.find(({ name }) => name === test.table)
  if (table === undefined) throw new Error(`no table ${test.table} in the model`)
  const nearest = (expected: ExpectedRow, rows: readonly RoutedRow[]): RoutedRow => nearestRow(table, expected, rows)
  return test.cases.map((testCase) => {
    const found = bench.run(testCase)
    const different = differences(table, testCase.expect, found)
    const isRight = different.length === 0
    const update =
      isRight && !isBlank(testCase.expect) ? null : outcomeAsExpected(table, testCase.expect, found, nearest)
    return {
      table: test.table,
      testCase,
      differences: different,
      stages: isRight ? [] : stageLines(table, found),
      update,
    }
  })
}

function differences(table: Table, expected: Expectation, found: Outcome): readonly string[] {
  if (expected.kind === 'rows' && found.kind === 'rows') {
    if (expected.rows.length === 1) {
      const [row] = expected.rows
      return rowDifferences(table, row, nearestRow(table, row, found.rows), '')
    }
    if (expected.rows.length === found.rows.length) return differencesInOrder(table, expected.rows, found.rows)
  }
  if (expected.kind === 'error' && found.kind === 'error' && found.error.code === expected.code) return []
  if (expected.kind === 'dropped' && found.kind === 'dropped' && found.reason === expected.reason) return []
  return [
    ...outcomeLines('expected  ', expectationTexts(expected)),
    ...outcomeLines('found     ', foundTexts(table, found)),
  ]
}

/** That with the fewest differences; the first of several. */
function nearestRow(table: Table, expected: ExpectedRow, rows: readonly RoutedRow[]): RoutedRow {
  const counts = rows.map((row) => rowDifferences(table, expected, row, '').length)
  return rows[counts.indexOf(Math.min(...counts))]
}

function differencesInOrder(
  table: Table,
  expected: readonly ExpectedRow[],
  rows: readonly RoutedRow[],
): readonly string[] {
  return rows.flatMap((row, index) => rowDifferences(table, expected[index], row, `row ${index + 1}: `))
}

/** `where`: which row it is, where there are several. */
function rowDifferences(table: Table, expected: ExpectedRow, found: RoutedRow, where: string): readonly string[] {
  const inValues = expected.columns.flatMap(({ name, value }) => {
    const column = table.columns.find((candidate) => candidate.name === name)
    const actual = found.values.get(name) ?? null
    if (column === undefined || valuesEqual(actual, value.value)) return []
    return [
      `expected  ${where}${name} = ${literalText(value.value, value.type)}`,
      `found     ${where}${name} = ${literalText(actual, column.type)}`,
    ]
  })
  const { sinks } = expected
  if (sinks === null || sinks.join('\n') === found.sinks.join('\n')) return inValues
  return [...inValues, `expected  ${where}IN ${sinks.join(', ')}`, `found     ${where}IN ${found.sinks.join(', ')}`]
}

function outcomeLines(head: string, texts: readonly string[]): readonly string[] {
  return texts.map((text, index) => `${index === 0 ? head : ' '.repeat(head.length)}${text}`)
}

function expectationTexts(expected: Expectation): readonly string[] {
  switch (expected.kind) {
    case 'rows':
      return expected.rows.map(expectedRowText)
    case 'error':
      return [`error ${expected.code}`]
    case 'dropped':
      return [`dropped: ${expected.reason}`]
  }
}

function expectedRowText({ sinks, columns }: ExpectedRow): string {
  const place = sinks === null ? '' : ` in ${sinks.join(', ')}`
  return `a row${place}: ${columns.map(({ name, value }) => `${name} = ${literalText(value.value, value.type)}`).join(', ')}`
}

function foundTexts(table: Table, found: Outcome): readonly string[] {
  switch (found.kind) {
    case 'rows':
      return found.rows.map((row) => rowText(table, row))
    case 'error':
      return [`error ${errorText(found.error)}`]
    case 'dropped':
      return [`dropped: ${found.reason}`]
  }
}
