import { knownZone } from '../../types/conversion/context.ts'
import { valueOfInstant } from '../../types/datetime/read.ts'
import { formatDatetime, localDatetime } from '../../types/datetime/write.ts'
import { Failure } from '../../types/value.ts'
import { utc } from '../../types/zones.ts'
import type { FunctionDefinition } from '../definition.ts'
import { knownPattern, patternProblem } from './patterns.ts'

const instant = { kind: 'TIMESTAMP_LTZ', precision: 0 } as const

export const fromUnixtime: FunctionDefinition = {
  name: 'from_unixtime',
  aliases: [],
  family: 'time',
  description:
    "Seconds since 1970-01-01 UTC as text, by a pattern of Java's DateTimeFormatter or as `yyyy-MM-dd HH:mm:ss`, in the zone of the table's source.",
  signatures: [
    {
      parameters: [
        { name: 'seconds', accepts: 'BIGINT' },
        { name: 'pattern', accepts: 'STRING', optional: true, constant: { validate: patternProblem } },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'FROM_UNIXTIME',
  examples: [
    { expression: 'from_unixtime(44)', result: "'1970-01-01 00:00:44'" },
    { expression: "from_unixtime(1763605800, 'yyyyMMdd')", result: "'20251120'" },
    { expression: 'from_unixtime(999999999999)', failure: 'beyond the year 9999' },
    { expression: 'from_unixtime(CAST(NULL AS BIGINT))', result: 'NULL' },
  ],
  bind: ({ constants, timeZone }) => {
    const pattern = knownPattern(constants[1] ?? 'yyyy-MM-dd HH:mm:ss')
    const zone = knownZone(timeZone)
    return (seconds) => {
      const value = valueOfInstant((seconds as bigint) * 1_000_000n, instant, utc)
      if (value === null) return new Failure('beyond the year 9999')
      return formatDatetime(pattern, localDatetime(value, instant, zone))
    }
  },
}
