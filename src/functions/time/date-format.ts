import { contextOfZone, knownZone } from '../../types/conversion/context.ts'
import { trimBlanks } from '../../types/conversion/scalar-text.ts'
import { iso8601 } from '../../types/datetime/format.ts'
import { readDatetime } from '../../types/datetime/read.ts'
import { formatDatetime, localDatetime } from '../../types/datetime/write.ts'
import type { TemporalType } from '../../types/families.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition, Signature } from '../definition.ts'
import { knownPattern, localPatternProblem, patternProblem } from './patterns.ts'

const timestamp = { kind: 'TIMESTAMP', precision: 6 } as const

export const dateFormat: FunctionDefinition = {
  name: 'date_format',
  aliases: [],
  family: 'time',
  description:
    "A date or timestamp as text, by a pattern of Java's DateTimeFormatter (English). An instant is shown in the zone of the table's source. Text is read as a timestamp in ISO 8601 first, and fails where it is none.",
  signatures: [
    form('TIMESTAMP_LTZ', patternProblem),
    form('TIMESTAMP', localPatternProblem),
    form('DATE', localPatternProblem),
    form('STRING', localPatternProblem),
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'DATE_FORMAT',
  differs: 'fails on text that is no timestamp, where Flink gives NULL',
  examples: [
    { expression: "date_format(TIMESTAMP '2026-11-20 10:30:00', 'yyyy-MM-dd HH')", result: "'2026-11-20 10'" },
    { expression: "date_format(DATE '2026-11-20', 'EEE, d MMM yyyy')", result: "'Fri, 20 Nov 2026'" },
    { expression: "date_format(to_timestamp_ltz(0, 3), 'yyyy-MM-dd HH:mm:ss XXX')", result: "'1970-01-01 00:00:00 Z'" },
    { expression: "date_format('2026-11-20 10:30:00', 'yyyyMMdd')", result: "'20261120'" },
    { expression: "date_format('soon', 'yyyyMMdd')", failure: 'not a TIMESTAMP of format ISO8601' },
    { expression: "date_format(CAST(NULL AS DATE), 'yyyy')", result: 'NULL' },
  ],
  bind: ({ argumentTypes, constants, timeZone }) => {
    const pattern = knownPattern(constants[1])
    const zone = knownZone(timeZone)
    if (argumentTypes[0].kind === 'STRING') {
      const context = contextOfZone(timeZone)
      return (text) => {
        const value = readDatetime(trimBlanks(text as string), timestamp, [iso8601], context)
        return value instanceof Failure ? value : formatDatetime(pattern, localDatetime(value, timestamp, zone))
      }
    }
    const type = argumentTypes[0] as TemporalType
    return (value) => formatDatetime(pattern, localDatetime(value as number | bigint, type, zone))
  },
}

function form(accepts: 'TIMESTAMP_LTZ' | 'TIMESTAMP' | 'DATE' | 'STRING', validate: typeof patternProblem): Signature {
  return {
    parameters: [
      { name: 'time', accepts },
      { name: 'pattern', accepts: 'STRING', constant: { validate } },
    ],
    result: { kind: 'STRING' },
  }
}
