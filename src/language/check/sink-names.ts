/** Names that a format or Hive cannot hold. */
import type { CreateSink } from '../ast.ts'
import type { CheckedOptions } from './options.ts'
import type { Reporter } from './reporter.ts'
import type { OutputColumn } from './sinks.ts'

/** The Avro specification's names: https://avro.apache.org/docs/1.11.1/specification/#names */
const avroName = /^[A-Za-z_][A-Za-z0-9_]*$/

export function checkNames(
  node: CreateSink,
  connector: string,
  { values }: CheckedOptions,
  columns: readonly OutputColumn[],
  report: Reporter,
): void {
  const format = values.get('format')
  if (format === 'avro' || format === 'avro-confluent') checkAvroNames(columns, report)
  if (connector === 'hive') checkHiveNames(node, columns, report)
}

function checkAvroNames(columns: readonly OutputColumn[], report: Reporter): void {
  for (const { column, name, span } of columns) {
    if (avroName.test(name)) continue
    report.error('E4008', span, `Avro cannot hold the name \`${name}\``, {
      label: 'must be letters, digits and `_`, not beginning with a digit',
      help: `select it under another name: \`${column}\` AS ${plainName(name)}`,
    })
  }
}

function plainName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, '_')
  return avroName.test(plain) ? plain : `_${plain}`
}

/** Hive knows no letter case: two names that differ in nothing else are one. */
function checkHiveNames(node: CreateSink, columns: readonly OutputColumn[], report: Reporter): void {
  const seen = new Map<string, OutputColumn>()
  for (const column of columns) {
    const lower = column.name.toLowerCase()
    const first = seen.get(lower)
    if (first === undefined) {
      seen.set(lower, column)
      continue
    }
    const isListed = node.items !== null
    report.error('E4008', column.span, `Hive takes \`${column.name}\` and \`${first.name}\` for the same name`, {
      label: 'differs only in letter case',
      related: isListed ? [{ span: first.span, label: 'the first' }] : [],
      help: `select it under another name: \`${column.column}\` AS ${lower}_2`,
    })
  }
}
