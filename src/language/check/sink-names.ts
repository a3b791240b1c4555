/** Names that a format or Hive cannot hold. */
import { avroNamesIn, isAvroName } from '../../types/avro-names.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { CreateSink } from '../ast.ts'
import type { CheckedOptions } from './options.ts'
import type { Reporter } from './reporter.ts'
import type { OutputColumn } from './sinks.ts'

export function checkNames(
  node: CreateSink,
  connector: string,
  { values }: CheckedOptions,
  columns: readonly OutputColumn[],
  report: Reporter,
): void {
  const format = values.get('format')
  if (format === 'avro' || format === 'avro-confluent') checkAvroNames(node, columns, report)
  if (connector === 'hive') checkHiveNames(node, columns, report)
}

function checkAvroNames(sink: CreateSink, columns: readonly OutputColumn[], report: Reporter): void {
  const records = new Map([[sink.name.text, sink.name.span]])
  for (const { column, name, type, span } of columns) {
    if (!isAvroName(name)) {
      report.error('E4008', span, `Avro cannot hold the name \`${name}\``, {
        label: avroNameForm,
        help: `select it under another name: \`${column}\` AS ${plainName(name)}`,
      })
      continue
    }
    for (const part of avroNamesIn(type, name)) {
      const wrong = part.kind === 'field' && !isAvroName(part.name)
      const first = part.kind === 'record' ? records.get(part.name) : undefined
      if (wrong) {
        report.error('E4008', span, `Avro cannot hold the name \`${part.name}\`, a field of the ROW \`${column}\``, {
          label: avroNameForm,
          help: `add a column of a ROW with other names: CAST(${column} AS ROW<${plainName(part.name)} …>)`,
        })
      } else if (first !== undefined) {
        report.error('E4008', span, `two ROWs become Avro records of the name \`${part.name}\``, {
          label: 'the second',
          related: [{ span: first, label: 'the first' }],
          help: `select it under another name: \`${column}\` AS ${name}_2`,
        })
      } else if (part.kind === 'record') records.set(part.name, span)
    }
  }
}

const avroNameForm = 'must be letters, digits and `_`, not beginning with a digit'

function plainName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, '_')
  return isAvroName(plain) ? plain : `_${plain}`
}

/** Hive knows no letter case: two names that differ in nothing else are one. */
function checkHiveNames(node: CreateSink, columns: readonly OutputColumn[], report: Reporter): void {
  const seen = new Map<string, OutputColumn>()
  for (const column of columns) {
    checkHiveFields(column, column.type, report)
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

/** The fields of a ROW, at any depth. */
function checkHiveFields(column: OutputColumn, type: LogicalType, report: Reporter): void {
  if (type.kind === 'ARRAY') checkHiveFields(column, type.element, report)
  if (type.kind === 'MAP') checkHiveFields(column, type.value, report)
  if (type.kind !== 'ROW') return
  const seen = new Map<string, string>()
  for (const { name, type: inner } of type.fields) {
    const first = seen.get(name.toLowerCase())
    seen.set(name.toLowerCase(), name)
    if (first !== undefined) {
      report.error(
        'E4008',
        column.span,
        `Hive takes the fields \`${name}\` and \`${first}\` of a ROW for the same name`,
        {
          label: `in \`${column.column}\`, they differ only in letter case`,
          help: 'add a column of a ROW with other names, by CAST',
        },
      )
    }
    checkHiveFields(column, inner, report)
  }
}
