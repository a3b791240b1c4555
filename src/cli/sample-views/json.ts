/** A sampled record for programs: a JSON object a line. */
import { absent } from '../../engine/batch.ts'
import type { SampledRecord, SampledTable } from '../../runtime/trial/sample.ts'
import { valueToJsonText } from '../../types/conversion/value-text.ts'

/**
 * `{"source", "topic", "partition", "offset", "line", "value", "tables": [{"table", "rows", "sinks", "dropped", "error"}]}`.
 * `line` only of files; without tables the record is unclaimed. Numbers are exact, as text may have them.
 */
export function recordJson({ source, batch, tables }: SampledRecord): string {
  const isAbsent = batch.starts[0] === absent
  const value = isAbsent ? null : Buffer.from(batch.bytes.subarray(batch.starts[0], batch.ends[0])).toString('utf8')
  const place = {
    source,
    topic: batch.topic,
    partition: batch.partition,
    offset: batch.offsets[0],
    ...(batch.lines === null ? {} : { line: batch.lines[0] }),
    value,
  }
  return `${JSON.stringify(place).slice(0, -1)},"tables":[${tables.map(tableJson).join(',')}]}\n`
}

function tableJson({ pipeline, rows, sinks, error, dropped }: SampledTable): string {
  const rowJson = ({ values }: SampledTable['rows'][number]): string => {
    const members = pipeline.formatter.columns.map(
      ({ name, type }) => `${JSON.stringify(name)}:${valueToJsonText(values.get(name) ?? null, type)}`,
    )
    return `{${members.join(',')}}`
  }
  const outcome = {
    sinks,
    dropped,
    error:
      error === null
        ? null
        : {
            code: error.code,
            stage: error.stage,
            column: error.column,
            sink: error.sink,
            message: error.message,
            place: error.place,
          },
  }
  const head = `{"table":${JSON.stringify(pipeline.table)},"rows":[${rows.map(rowJson).join(',')}]`
  return `${head},${JSON.stringify(outcome).slice(1)}`
}
