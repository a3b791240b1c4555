/**
 * The order in which a table's columns get their values and so the order of their errors: first what WHERE needs, then the
 * others by declaration, each after the columns that its AS reads. A VIRTUAL column that nothing reads is left out.
 */
import type { Column, Table } from '../model/model.ts'
import { columnsRead } from '../model/visit.ts'
import type { ExtenderNode } from './plan.ts'

/** `alsoRead`: names read from outside the table, by the conditions and column lists of its sinks. */
export function scheduleColumns(table: Table, alsoRead: ReadonlySet<string>): ExtenderNode {
  const columns = new Map(table.columns.map((column) => [column.name, column]))
  const done = new Set<string>()
  const visit = (name: string, order: string[]): void => {
    const column = columns.get(name)
    if (column === undefined || done.has(name)) return
    done.add(name)
    for (const needed of dependencies(column)) visit(needed, order)
    order.push(name)
  }

  const beforeWhere: string[] = []
  const neededByWhere = new Set(table.where === null ? [] : columnsRead(table.where.expression))
  for (const column of table.columns) if (neededByWhere.has(column.name)) visit(column.name, beforeWhere)

  const afterWhere: string[] = []
  const readByChecks = new Set(table.checks.flatMap((check) => columnsRead(check.expression)))
  for (const column of table.columns) {
    if (!column.virtual || readByChecks.has(column.name) || alsoRead.has(column.name)) visit(column.name, afterWhere)
  }
  return { beforeWhere, afterWhere }
}

function dependencies(column: Column): readonly string[] {
  return column.source.kind === 'expression' ? columnsRead(column.source.expression) : []
}
