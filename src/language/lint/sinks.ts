/** Partitions of NULL, and names that Hive spells in its own way. */
import type { Checked } from '../check/index.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintSinks({ model, origins }: Checked, report: Reporter): void {
  for (const sink of model.sinks) {
    for (const name of sink.partitionedBy) {
      const column = sink.columns.find((candidate) => candidate.name === name)
      const span = origins.ofField(sink, `partition ${name}`)
      if (column === undefined || span === null || !column.nullable) continue
      report.warning('W2003', span, `the partition column \`${name}\` can be NULL`, {
        label: 'such rows go to __HIVE_DEFAULT_PARTITION__',
        help: `declare \`${column.column}\` NOT NULL, or give it a DEFAULT`,
      })
    }
    if (sink.connector !== 'hive') continue
    for (const { column, name } of sink.columns) {
      const span = origins.ofField(sink, `column ${name}`)
      if (span === null || name === name.toLowerCase()) continue
      report.warning('W2004', span, `Hive will call the column \`${name}\` \`${name.toLowerCase()}\``, {
        label: 'has upper-case letters',
        help: `select it in lower case: ${column} AS ${snakeCase(name)}`,
      })
    }
  }
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()
}
