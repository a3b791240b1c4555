/** What came out of a record, said as its TEST would expect it: what `sluice test --update` writes. */
import type { Expectation, ExpectedRow, Table } from '../../model/model.ts'
import type { Outcome, RoutedRow } from './test-bench.ts'

/**
 * The rows say what the expected ones say: the same columns, and their sinks where those are told. Where no row was expected,
 * or `EXPECT ()`, they say all columns that are not VIRTUAL. Of one expected row for several, it is the row that `nearest` finds.
 */
export function outcomeAsExpected(
  table: Table,
  expected: Expectation,
  found: Outcome,
  nearest: (expected: ExpectedRow, rows: readonly RoutedRow[]) => RoutedRow,
): Expectation {
  switch (found.kind) {
    case 'error':
      return { kind: 'error', code: found.error.code }
    case 'dropped':
      return { kind: 'dropped', reason: found.reason }
    case 'rows':
      return { kind: 'rows', rows: rowsAsExpected(table, expected, found.rows, nearest) }
  }
}

/** `EXPECT ()`: that a row comes out, and an invitation to fill it in. */
export function isBlank(expected: Expectation): boolean {
  if (expected.kind !== 'rows' || expected.rows.length !== 1) return false
  const [{ sinks, columns }] = expected.rows
  return sinks === null && columns.length === 0
}

function rowsAsExpected(
  table: Table,
  expected: Expectation,
  found: readonly RoutedRow[],
  nearest: (expected: ExpectedRow, rows: readonly RoutedRow[]) => RoutedRow,
): readonly ExpectedRow[] {
  if (expected.kind !== 'rows' || isBlank(expected)) {
    const names = table.columns.filter(({ virtual }) => !virtual).map(({ name }) => name)
    return found.map((row) => rowSaying(table, row, names, false))
  }
  const { rows } = expected
  if (rows.length === 1) return [rowLike(table, nearest(rows[0], found), rows[0])]
  const named = new Set(rows.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const anySinks = rows.some(({ sinks }) => sinks !== null)
  return found.map((row, index) =>
    index < rows.length ? rowLike(table, row, rows[index]) : rowSaying(table, row, [...named], anySinks),
  )
}

function rowLike(table: Table, row: RoutedRow, { sinks, columns }: ExpectedRow): ExpectedRow {
  return rowSaying(
    table,
    row,
    columns.map(({ name }) => name),
    sinks !== null,
  )
}

/** A row that no sink takes names none: there is no way to write it. */
function rowSaying(table: Table, row: RoutedRow, names: readonly string[], saysSinks: boolean): ExpectedRow {
  const columns = names.flatMap((name) => {
    const column = table.columns.find((candidate) => candidate.name === name)
    if (column === undefined) return []
    const { type } = column
    const value = row.values.get(name) ?? null
    return [{ name, value: { kind: 'literal' as const, type, value } }]
  })
  return { sinks: saysSinks && row.sinks.length > 0 ? row.sinks : null, columns }
}
