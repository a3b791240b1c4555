import { trimBlanks } from '../../types/conversion/scalar-text.ts'
import { iso8601 } from '../../types/datetime/format.ts'
import { instantOfLocal, localOfInstant } from '../../types/datetime/instant.ts'
import { readDatetime } from '../../types/datetime/read.ts'
import { sqlDatetimeText } from '../../types/datetime/write.ts'
import { Failure } from '../../types/value.ts'
import { utc, zoneNamed } from '../../types/zones.ts'
import type { FunctionDefinition } from '../definition.ts'

const type = { kind: 'TIMESTAMP', precision: 0 } as const
const noZone = new Failure('no such time zone')

export const convertTz: FunctionDefinition = {
  name: 'convert_tz',
  aliases: [],
  family: 'time',
  description:
    'A date and time of one zone as text, `yyyy-MM-dd HH:mm:ss`, as that of another. Zones are named by IANA, such as `America/Los_Angeles`, or are offsets such as `+08:00`. Fails on other text.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'from', accepts: 'STRING' },
        { name: 'to', accepts: 'STRING' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'CONVERT_TZ',
  differs: 'fails where Flink gives NULL, and for an unknown zone, which Flink takes for GMT; reads ISO 8601',
  examples: [
    {
      expression: "convert_tz('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')",
      result: "'1969-12-31 16:00:00'",
    },
    {
      expression: "convert_tz('2026-07-01 12:00:00', 'Europe/Berlin', '+08:00')",
      result: "'2026-07-01 18:00:00'",
    },
    { expression: "convert_tz('soon', 'UTC', 'UTC')", failure: 'not a TIMESTAMP of format ISO8601' },
    { expression: "convert_tz('1970-01-01 00:00:00', 'Mars', 'UTC')", failure: 'no such time zone' },
    { expression: "convert_tz(NULL, 'UTC', 'UTC')", result: 'NULL' },
  ],
  bind: () => (text, from, to) => {
    const fromZone = zoneNamed(from as string)
    const toZone = zoneNamed(to as string)
    if (fromZone === null || toZone === null) return noZone
    const local = readDatetime(trimBlanks(text as string), type, [iso8601], { zone: utc, recordMicros: null })
    if (local instanceof Failure) return local
    return sqlDatetimeText(localOfInstant(instantOfLocal(local as bigint, fromZone), toZone), type, utc)
  },
}
