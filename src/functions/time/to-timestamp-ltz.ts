import { contextOfZone } from '../../types/conversion/context.ts'
import { trimBlanks } from '../../types/conversion/scalar-text.ts'
import { readDatetime, valueOfInstant } from '../../types/datetime/read.ts'
import { utc } from '../../types/zones.ts'
import { Failure, type Value } from '../../types/value.ts'
import type { FunctionDefinition, Signature } from '../definition.ts'
import { formatOf, readingProblem, zoneProblem } from './patterns.ts'

const type = { kind: 'TIMESTAMP_LTZ', precision: 3 } as const

const fromNumber: Signature = {
  parameters: [
    { name: 'epoch', accepts: 'BIGINT' },
    { name: 'precision', accepts: 'INT', constant: { validate: precisionProblem } },
  ],
  result: type,
}

const fromText: Signature = {
  parameters: [
    { name: 'text', accepts: 'STRING' },
    { name: 'pattern', accepts: 'STRING', optional: true, constant: { validate: readingProblem('TIMESTAMP_LTZ') } },
    { name: 'zone', accepts: 'STRING', optional: true, constant: { validate: zoneProblem } },
  ],
  result: type,
}

export const toTimestampLtz: FunctionDefinition = {
  name: 'to_timestamp_ltz',
  aliases: [],
  family: 'time',
  description:
    "An instant: from seconds (precision 0) or milliseconds (3) since 1970-01-01 UTC, or read from text by a pattern of Java's DateTimeFormatter (English, strict) or as ISO 8601. Text without a zone is of the zone given, else of the table's source. Fails on other text.",
  signatures: [fromNumber, fromText],
  nulls: 'propagate',
  canFail: true,
  flink: 'TO_TIMESTAMP_LTZ',
  differs: 'fails where Flink gives NULL',
  examples: [
    { expression: 'CAST(to_timestamp_ltz(1763605800, 0) AS STRING)', result: "'2025-11-20 02:30:00.000'" },
    { expression: 'CAST(to_timestamp_ltz(1763605800123, 3) AS STRING)', result: "'2025-11-20 02:30:00.123'" },
    {
      expression: "CAST(to_timestamp_ltz('2025-11-20 10:30', 'yyyy-MM-dd HH:mm', 'Asia/Shanghai') AS STRING)",
      result: "'2025-11-20 02:30:00.000'",
    },
    { expression: "to_timestamp_ltz('yesterday')", failure: 'not a TIMESTAMP_LTZ of format ISO8601' },
    { expression: 'to_timestamp_ltz(CAST(NULL AS BIGINT), 0)', result: 'NULL' },
  ],
  bind: ({ argumentTypes, constants, timeZone }) => {
    if (argumentTypes[0].kind === 'BIGINT') {
      const unit = constants[1] === 0 ? 1_000_000n : 1000n
      return (epoch) => valueOfInstant((epoch as bigint) * unit, type, utc) ?? new Failure('beyond the year 9999')
    }
    const formats = [formatOf(constants[1])]
    const context = contextOfZone((constants[2] as string | undefined) ?? timeZone)
    return (text) => readDatetime(trimBlanks(text as string), type, formats, context)
  },
}

function precisionProblem(precision: Value): string | null {
  return precision === 0 || precision === 3 ? null : 'the precision is 0 (seconds) or 3 (milliseconds)'
}
