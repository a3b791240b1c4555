import { contextOfZone } from '../../types/conversion/context.ts'
import { readDatetime } from '../../types/datetime/read.ts'
import { trimBlanks } from '../../types/conversion/scalar-text.ts'
import type { FunctionDefinition } from '../definition.ts'
import { formatOf, readingProblem } from './patterns.ts'

const type = { kind: 'DATE' } as const

export const toDate: FunctionDefinition = {
  name: 'to_date',
  aliases: [],
  family: 'time',
  description:
    "Reads a date, by a pattern of Java's DateTimeFormatter (English, strict) or as ISO 8601. Fails on other text.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'pattern', accepts: 'STRING', optional: true, constant: { validate: readingProblem('DATE') } },
      ],
      result: type,
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'TO_DATE',
  differs: 'fails where Flink gives NULL',
  examples: [
    { expression: "to_date('2026-11-20')", result: "DATE '2026-11-20'" },
    { expression: "to_date('20.11.2026', 'dd.MM.yyyy')", result: "DATE '2026-11-20'" },
    { expression: "to_date('20.11.26', 'dd.MM.yyyy')", failure: "not a DATE of format 'dd.MM.yyyy'" },
    { expression: 'to_date(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: ({ constants, timeZone }) => {
    const formats = [formatOf(constants[1])]
    const context = contextOfZone(timeZone)
    return (text) => readDatetime(trimBlanks(text as string), type, formats, context)
  },
}
