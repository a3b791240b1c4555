/** Tables nothing stores, and regex groups nothing reads. */
import { walk } from '../../model/visit.ts'
import type { Expression } from '../../model/expression.ts'
import type { Table } from '../../model/model.ts'
import type { Checked } from '../check/index.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintTables({ model, origins }: Checked, report: Reporter): void {
  const stored = new Set(model.sinks.flatMap(({ from }) => (from.kind === 'table' ? [from.table] : [])))
  for (const table of model.tables) {
    const span = origins.of(table)
    if (span !== null && !stored.has(table.name)) {
      report.warning('W2005', span, `no sink stores \`${table.name}\``, {
        label: 'its rows go nowhere',
        help: `write CREATE SINK … AS SELECT * FROM ${table.name}, or make it ABSTRACT`,
      })
    }
  }
  // A base's steps are those of all its children: a group is unread only if none of them reads it.
  const readAnywhere = new Map<string, boolean>()
  for (const table of model.tables) {
    const read = fieldsRead(table)
    for (const { span, name } of groupsOf(table, origins)) {
      const key = `${span.file.path} ${span.start} ${name}`
      readAnywhere.set(key, read.has(name) || readAnywhere.get(key) === true)
    }
  }
  for (const table of model.tables) {
    for (const { span, name } of groupsOf(table, origins)) {
      if (readAnywhere.get(`${span.file.path} ${span.start} ${name}`) === true) continue
      report.warning('W2001', span, `nothing reads the group \`${name}\``, {
        label: 'captured for nothing',
        help: `add a column \`${name}\`, or write (?:…) in its place`,
      })
    }
  }
}

function groupsOf(table: Table, origins: Checked['origins']) {
  return table.parse.flatMap((step) =>
    step.kind !== 'regex'
      ? []
      : step.fields.flatMap((name) => {
          const span = origins.ofField(step, name)
          return span === null ? [] : [{ span, name }]
        }),
  )
}

/** By columns, expressions and later steps. */
function fieldsRead(table: Table): ReadonlySet<string> {
  const read = new Set<string>()
  for (const { input } of table.parse) {
    if (input.kind === 'field') read.add(input.name)
    if (input.kind === 'expression') for (const name of fieldsOf(input.expression)) read.add(name)
  }
  for (const { source } of table.columns) {
    if (source.kind === 'field') read.add(source.name)
    if (source.kind === 'expression') for (const name of fieldsOf(source.expression)) read.add(name)
  }
  return read
}

function fieldsOf(expression: Expression): readonly string[] {
  return [...walk(expression)].flatMap((part) => (part.kind === 'field' ? [part.name] : []))
}
