import { contextOfZone } from '../../types/conversion/context.ts'
import { trimBlanks } from '../../types/conversion/scalar-text.ts'
import { floorDivide } from '../../types/datetime/calendar.ts'
import { readDatetime } from '../../types/datetime/read.ts'
import type { FunctionDefinition } from '../definition.ts'
import { formatOf, readingProblem } from './patterns.ts'

const instant = { kind: 'TIMESTAMP_LTZ', precision: 0 } as const

export const unixTimestamp: FunctionDefinition = {
  name: 'unix_timestamp',
  aliases: [],
  family: 'time',
  description:
    "Seconds since 1970-01-01 UTC of a time read from text, by a pattern of Java's DateTimeFormatter (English, strict) or as ISO 8601; without a zone it is of the table's source. Fails on other text.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'pattern', accepts: 'STRING', optional: true, constant: { validate: readingProblem('TIMESTAMP_LTZ') } },
      ],
      result: { kind: 'BIGINT' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'UNIX_TIMESTAMP(text)',
  differs:
    'fails where Flink gives -9223372036854775808; without an argument it would read the clock, which there is none of',
  examples: [
    { expression: "unix_timestamp('1970-01-01 00:01:00')", result: '60' },
    { expression: "unix_timestamp('20/Nov/2025:10:30:00 +0800', 'dd/MMM/yyyy:HH:mm:ss Z')", result: '1763605800' },
    { expression: "unix_timestamp('soon')", failure: 'not a TIMESTAMP_LTZ of format ISO8601' },
    { expression: 'unix_timestamp(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: ({ constants, timeZone }) => {
    const formats = [formatOf(constants[1])]
    const context = contextOfZone(timeZone)
    return (text) => {
      const micros = readDatetime(trimBlanks(text as string), instant, formats, context)
      return typeof micros === 'bigint' ? floorDivide(micros, 1_000_000n) : micros
    }
  },
}
