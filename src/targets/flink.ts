/**
 * Flink's DDL of what the sinks write, so that a Flink job can read it: one table a sink. Options as in
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/connectors/table/overview/ ; no password is repeated.
 */
import type { Model, Sink } from '../model/model.ts'
import { byteKind } from '../options/kinds.ts'
import { shownValue } from '../options/index.ts'
import { isNested } from '../types/families.ts'
import type { LogicalType } from '../types/logical.ts'
import { flinkType } from '../types/mapping.ts'
import { quotedName } from '../types/text.ts'

export function flinkTarget(model: Model): string {
  return model.sinks.flatMap((sink) => createTable(sink) ?? []).join('\n')
}

/** null: Flink has no reader for it. */
function createTable(sink: Sink): string | null {
  const options = tableOptions(sink)
  if (options === null) return null
  const columns = sink.columns.map(
    ({ name, type, nullable, comment }) =>
      `  ${quotedName(name)} ${columnType(type, sink)}${nullable ? '' : ' NOT NULL'}${comment === null ? '' : ` COMMENT ${text(comment)}`}`,
  )
  const partitions =
    sink.partitionedBy.length === 0 ? '' : ` PARTITIONED BY (${sink.partitionedBy.map(quotedName).join(', ')})`
  const entries = options.map(([key, value]) => `  ${text(key)} = ${text(value)}`)
  return `CREATE TABLE IF NOT EXISTS ${quotedName(sink.name)} (\n${columns.join(',\n')}\n)${partitions} WITH (\n${entries.join(',\n')}\n);\n`
}

type Options = readonly (readonly [key: string, value: string])[]

function tableOptions(sink: Sink): Options | null {
  switch (sink.connector) {
    case 'kafka':
      return kafkaOptions(sink)
    case 'hive':
      return fileOptions(sink)
    case 'print':
      return null
  }
}

/** Those that mean the same in Flink. */
const kafkaKeys = [
  'topic',
  'properties.bootstrap.servers',
  'value.fields-include',
  'avro-confluent.url',
  'avro-confluent.subject',
] as const

function kafkaOptions(sink: Sink): Options {
  return [
    ['connector', 'kafka'],
    ...kafkaKeys.flatMap((key) => copied(sink, key)),
    ...keyOptions(sink),
    ['format', option(sink, 'format') ?? ''],
    ...avroOptions(sink),
    ['scan.startup.mode', 'earliest-offset'],
    // Rows of an epoch that was not committed must not be read.
    ['properties.isolation.level', 'read_committed'],
  ]
}

/** Flink has no default for the key's format. */
function keyOptions(sink: Sink): Options {
  if (option(sink, 'key.fields') === undefined) return []
  return [...copied(sink, 'key.fields'), ['key.format', option(sink, 'key.format') ?? 'raw']]
}

/** Without it Flink reads a TIMESTAMP_LTZ as a TIMESTAMP. */
function avroOptions(sink: Sink): Options {
  const format = option(sink, 'format')
  return format === 'avro' ? [['avro.timestamp_mapping.legacy', 'false']] : []
}

function copied(sink: Sink, key: string): Options {
  const value = sink.options[key]
  return value === undefined ? [] : [[key, shownValue(key, value.text, false)]]
}

function fileOptions(sink: Sink): Options {
  return [
    ['connector', 'filesystem'],
    ['path', option(sink, 'path') ?? ''],
    ...fileFormatOptions(sink),
    ...(sink.partitionedBy.length === 0
      ? []
      : ([['partition.default-name', '__HIVE_DEFAULT_PARTITION__']] satisfies Options)),
  ]
}

function fileFormatOptions(sink: Sink): Options {
  const format = option(sink, 'format') ?? ''
  switch (format) {
    case 'text':
      return [
        ['format', 'csv'],
        ['csv.field-delimiter', delimiterOf(sink, 'text.field-delimiter', '\u0001')],
        ['csv.null-literal', option(sink, 'text.null-literal') ?? String.raw`\N`],
        ['csv.escape-character', '\\'],
        ['csv.disable-quote-character', 'true'],
      ]
    case 'csv':
      return [
        ['format', 'csv'],
        ['csv.field-delimiter', delimiterOf(sink, 'csv.field-delimiter', ',')],
      ]
    default:
      return [['format', format]]
  }
}

/** CSV and Hive's text hold arrays, maps and rows in ways of their own: to Flink they are text. */
function columnType(type: LogicalType, sink: Sink): string {
  const format = option(sink, 'format')
  return (format === 'csv' || format === 'text') && isNested(type) ? 'STRING' : flinkType(type)
}

/** The character itself: an author may have written it as `\t` or `\001`. */
function delimiterOf(sink: Sink, key: string, otherwise: string): string {
  const parsed = byteKind.parse(option(sink, key) ?? otherwise)
  return parsed.ok ? parsed.value : otherwise
}

function option(sink: Sink, key: string): string | undefined {
  return sink.options[key]?.text
}

/** A control character is written by its number. */
function text(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`
  if (!/\p{Cc}/u.test(quoted)) return quoted
  return `U&${quoted.replaceAll('\\', '\\\\').replaceAll(/\p{Cc}/gu, (control) => `\\${fourDigits(control)}`)}`
}

function fourDigits(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0')
}
