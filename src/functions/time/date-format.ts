import { knownZone } from '../../types/conversion/context.ts'
import { formatDatetime, localDatetime } from '../../types/datetime/write.ts'
import type { TemporalType } from '../../types/families.ts'
import type { FunctionDefinition, Signature } from '../definition.ts'
import { knownPattern, localPatternProblem, patternProblem } from './patterns.ts'

export const dateFormat: FunctionDefinition = {
  name: 'date_format',
  aliases: [],
  family: 'time',
  description:
    "A date or timestamp as text, by a pattern of Java's DateTimeFormatter (English). An instant is shown in the zone of the table's source.",
  signatures: [
    form('TIMESTAMP_LTZ', patternProblem),
    form('TIMESTAMP', localPatternProblem),
    form('DATE', localPatternProblem),
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'DATE_FORMAT, for text after a CAST',
  examples: [
    { expression: "date_format(TIMESTAMP '2026-11-20 10:30:00', 'yyyy-MM-dd HH')", result: "'2026-11-20 10'" },
    { expression: "date_format(DATE '2026-11-20', 'EEE, d MMM yyyy')", result: "'Fri, 20 Nov 2026'" },
    { expression: "date_format(to_timestamp_ltz(0, 3), 'yyyy-MM-dd HH:mm:ss XXX')", result: "'1970-01-01 00:00:00 Z'" },
  ],
  bind: ({ argumentTypes, constants, timeZone }) => {
    const type = argumentTypes[0] as TemporalType
    const pattern = knownPattern(constants[1])
    const zone = knownZone(timeZone)
    return (value) => formatDatetime(pattern, localDatetime(value as number | bigint, type, zone))
  },
}

function form(accepts: 'TIMESTAMP_LTZ' | 'TIMESTAMP' | 'DATE', validate: typeof patternProblem): Signature {
  return {
    parameters: [
      { name: 'time', accepts },
      { name: 'pattern', accepts: 'STRING', constant: { validate } },
    ],
    result: { kind: 'STRING' },
  }
}
