/** Tables that take the same records twice, and tables that no TEST tries. */
import { expressionText } from '../../model/sql.ts'
import type { Condition, Table } from '../../model/model.ts'
import type { Checked } from '../check/index.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintOverlaps({ model, origins }: Checked, report: Reporter): void {
  const first = new Map<string, Table>()
  for (const table of model.tables) {
    if (table.filter === null) continue
    const key = JSON.stringify([table.source, textOf(table.filter), textOf(table.where)])
    const earlier = first.get(key)
    const span = origins.of(table)
    if (earlier === undefined) first.set(key, table)
    else if (span !== null) {
      const place = origins.of(earlier)
      report.warning('W2008', span, `\`${table.name}\` takes the same records as \`${earlier.name}\``, {
        label: 'the same FILTER and WHERE on the same source',
        related: place === null ? [] : [{ span: place, label: 'takes them too' }],
        help: 'each record becomes a row of both: give one of them another FILTER, or store one table by two sinks',
      })
    }
  }
}

function textOf(condition: Condition | null): string | null {
  return condition === null ? null : expressionText(condition.expression)
}

export function lintTests({ model, origins }: Checked, report: Reporter): void {
  const tested = new Set(model.tests.map(({ table }) => table))
  for (const table of model.tables) {
    const span = origins.of(table)
    if (span === null || tested.has(table.name)) continue
    report.warning('W2009', span, `no TEST tries \`${table.name}\``, {
      label: 'nothing shows that it reads its records',
      help: `write TEST ${table.name} GIVEN 'a record' EXPECT (column = value)`,
    })
  }
}
