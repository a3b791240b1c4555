/** What is special about Kafka sinks: the promise of delivery, the registry, key, timestamp and headers. */
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import { isText } from '../../types/families.ts'
import type { CreateSink, Option } from '../ast.ts'
import { namedOutputs } from './named-outputs.ts'
import type { CheckedOptions } from './options.ts'
import type { Reporter } from './reporter.ts'
import { canBeKey, reportNoOutput } from './sink-partitions.ts'
import type { OutputColumn } from './sinks.ts'

export function checkRegistry(node: CreateSink, { values, written }: CheckedOptions, report: Reporter): void {
  if (values.get('format') !== 'avro-confluent') return
  if (report.isBroken(node.span) || written.has('avro-confluent.url') || written.has('avro-confluent.schema-id')) return
  report.error('E5003', node.name.span, "option 'avro-confluent.url' is missing", {
    label: 'avro-confluent needs a registry, or the id of a schema',
    help: "write 'avro-confluent.url' = 'http://…', or 'avro-confluent.schema-id' = '…'",
  })
}

export function checkKafkaColumns(
  { values, written }: CheckedOptions,
  columns: readonly OutputColumn[],
  isComplete: boolean,
  report: Reporter,
): void {
  const key = written.get('key.fields')
  const keyNames = values.get('key.fields') as readonly string[] | undefined
  if (key !== undefined && keyNames !== undefined) {
    checkKey(key, keyNames, values.get('key.format'), columns, isComplete, report)
  }
  for (const name of ['key.format', 'value.fields-include']) {
    const option = written.get(name)
    if (option === undefined || key !== undefined) continue
    report.error('E5003', option.key.span, `'${name}' needs 'key.fields'`, {
      label: 'this sink writes no key',
      help: "write 'key.fields' = 'column', or leave this option out",
    })
  }
  const timestamp = written.get('sink.timestamp')
  if (timestamp !== undefined && values.has('sink.timestamp')) checkTimestamp(timestamp, columns, isComplete, report)
  const headers = written.get('sink.headers')
  const headerNames = values.get('sink.headers') as readonly string[] | undefined
  if (headers !== undefined && headerNames !== undefined) {
    checkHeaders(headers, headerNames, columns, isComplete, report)
  }
}

function checkKey(
  option: Option,
  names: readonly string[],
  format: unknown,
  columns: readonly OutputColumn[],
  isComplete: boolean,
  report: Reporter,
): void {
  for (const { name, span, type } of namedOutputs(option.value, names, columns, isComplete, report)) {
    if (format === 'raw' ? isText(type) || type.kind === 'BYTES' : canBeKey(type)) continue
    report.error('E4005', span, `\`${name}\` cannot be the key: it is ${typeText(type)}`, {
      label: format === 'raw' ? 'a raw key is STRING or BYTES' : 'must be STRING, VARCHAR, an integer, DATE or BOOLEAN',
      help:
        format === 'raw' && canBeKey(type)
          ? "write 'key.format' = 'json' or 'avro', or add a STRING column with its text"
          : 'add a column of such a type, derived from it by AS',
    })
  }
  if (format === 'raw' && names.length > 1) {
    report.error('E4005', option.value.span, 'a raw key is one column', {
      label: `${names.length} columns`,
      help: "write 'key.format' = 'json' or 'avro' for a key of several columns",
    })
  }
}

function checkTimestamp(option: Option, columns: readonly OutputColumn[], isComplete: boolean, report: Reporter): void {
  const name = option.value.value
  const column = columns.find((candidate) => candidate.name === name)
  if (column === undefined) {
    if (isComplete) reportNoOutput(name, option.value.span, columns, report)
  } else if (column.type.kind !== 'TIMESTAMP_LTZ') {
    report.error('E4005', option.value.span, `\`${name}\` cannot be the timestamp: it is ${typeText(column.type)}`, {
      label: 'must be TIMESTAMP_LTZ, an instant',
      help: 'name a TIMESTAMP_LTZ column',
    })
  }
}

function checkHeaders(
  option: Option,
  names: readonly string[],
  columns: readonly OutputColumn[],
  isComplete: boolean,
  report: Reporter,
): void {
  for (const { name, span, type } of namedOutputs(option.value, names, columns, isComplete, report)) {
    if (isOfHeaders(type)) continue
    report.error('E4005', span, `\`${name}\` cannot be a header: it is ${typeText(type)}`, {
      label: 'must be MAP<STRING, BYTES>, MAP<STRING, STRING>, STRING or BYTES',
      help: 'name a column of such a type',
    })
  }
}

function isOfHeaders(type: LogicalType): boolean {
  const isValue = (value: LogicalType): boolean => value.kind === 'BYTES' || isText(value)
  return isValue(type) || (type.kind === 'MAP' && isValue(type.value))
}
