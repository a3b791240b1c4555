import { contextOfZone } from '../../types/conversion/context.ts'
import { readDatetime } from '../../types/datetime/read.ts'
import { trimBlanks } from '../../types/conversion/scalar-text.ts'
import type { FunctionDefinition } from '../definition.ts'
import { formatOf, readingProblem } from './patterns.ts'

const type = { kind: 'TIMESTAMP', precision: 3 } as const

export const toTimestamp: FunctionDefinition = {
  name: 'to_timestamp',
  aliases: [],
  family: 'time',
  description:
    "Reads a timestamp without a zone, by a pattern of Java's DateTimeFormatter (English, strict) or as ISO 8601. Fails on other text.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'pattern', accepts: 'STRING', optional: true, constant: { validate: readingProblem('TIMESTAMP') } },
      ],
      result: type,
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'TO_TIMESTAMP',
  differs: 'fails where Flink gives NULL',
  examples: [
    { expression: "to_timestamp('2026-11-20 10:30:00')", result: "TIMESTAMP '2026-11-20 10:30:00.000'" },
    {
      expression: "to_timestamp('20/Nov/2026:10:30:00', 'dd/MMM/yyyy:HH:mm:ss')",
      result: "TIMESTAMP '2026-11-20 10:30:00.000'",
    },
    { expression: "to_timestamp('2026-02-30')", failure: 'not a TIMESTAMP of format ISO8601' },
    { expression: 'to_timestamp(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: ({ constants, timeZone }) => {
    const formats = [formatOf(constants[1])]
    const context = contextOfZone(timeZone)
    return (text) => readDatetime(trimBlanks(text as string), type, formats, context)
  },
}
