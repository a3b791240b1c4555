/** The Hive DDL of the tables that hive sinks fill: one external table a sink, partition columns in the DDL's order. */
import type { Model, Sink, SinkColumn } from '../model/model.ts'
import { valueColumns } from '../model/sink-columns.ts'
import { isNested } from '../types/families.ts'
import type { LogicalType } from '../types/logical.ts'
import { hiveType } from '../types/mapping.ts'
import { quotedName } from '../types/text.ts'

export function hiveTarget(model: Model): string {
  return model.sinks
    .filter((sink) => sink.connector === 'hive')
    .map((sink) => createTable(sink))
    .join('\n')
}

function createTable(sink: Sink): string {
  const partitions = sink.partitionedBy.flatMap((name) => sink.columns.find((column) => column.name === name) ?? [])
  const lines = [
    `CREATE EXTERNAL TABLE IF NOT EXISTS ${quotedName(sink.name)} (`,
    valueColumns(sink)
      .map((column) => columnText(column, typeIn(column, sink)))
      .join(',\n'),
    ')',
  ]
  if (partitions.length > 0) {
    const texts = partitions.map((column) => columnText(column, hiveType(column.type)))
    lines.push(`PARTITIONED BY (\n${texts.join(',\n')}\n)`)
  }
  lines.push(...storage(sink), `LOCATION ${hiveText(option(sink, 'path') ?? '')}`)
  if (option(sink, 'format') === 'text') lines.push("TBLPROPERTIES ('serialization.escape.crlf' = 'true')")
  return `${lines.join('\n')};\n`
}

/** Hive has no type for a time of day: Parquet holds its microseconds, the other formats its text. CSV is all text to Hive. */
function typeIn({ type }: SinkColumn, sink: Sink): string {
  const format = option(sink, 'format')
  if (format === 'csv' && isNested(type)) return 'STRING'
  return hiveType(format === 'parquet' ? type : withTimesAsText(type))
}

function withTimesAsText(type: LogicalType): LogicalType {
  if (type.kind === 'TIME') return { kind: 'STRING' }
  if (!isNested(type)) return type
  switch (type.kind) {
    case 'ARRAY':
      return { kind: 'ARRAY', element: withTimesAsText(type.element) }
    case 'MAP':
      return { kind: 'MAP', value: withTimesAsText(type.value) }
    case 'ROW':
      return { kind: 'ROW', fields: type.fields.map(({ name, type: own }) => ({ name, type: withTimesAsText(own) })) }
  }
}

function columnText({ name, comment }: SinkColumn, type: string): string {
  return `  ${quotedName(name)} ${type}${comment === null ? '' : ` COMMENT ${hiveText(comment)}`}`
}

function storage(sink: Sink): readonly string[] {
  switch (option(sink, 'format')) {
    case 'parquet':
      return ['STORED AS PARQUET']
    case 'csv':
      return ["ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'", 'STORED AS TEXTFILE']
    case 'json':
      return ["ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'", 'STORED AS TEXTFILE']
    default: {
      // The delimiter's option has Hive's own escapes already.
      const delimiter = `'${option(sink, 'text.field-delimiter') ?? String.raw`\001`}'`
      const literal = hiveText(option(sink, 'text.null-literal') ?? String.raw`\N`)
      const separators = sink.columns.some(({ type }) => isNested(type))
        ? String.raw` COLLECTION ITEMS TERMINATED BY '\002' MAP KEYS TERMINATED BY '\003'`
        : ''
      return [
        String.raw`ROW FORMAT DELIMITED FIELDS TERMINATED BY ${delimiter} ESCAPED BY '\\'${separators} NULL DEFINED AS ${literal}`,
        'STORED AS TEXTFILE',
      ]
    }
  }
}

function option(sink: Sink, key: string): string | undefined {
  return sink.options[key]?.text
}

/** Hive's string literals escape by backslash; a `;` would end the statement in its shell. */
function hiveText(text: string): string {
  return `'${text.replaceAll(/[\\';]/g, String.raw`\$&`)}'`
}
