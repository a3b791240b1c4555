/** Functions that give one part of a date or timestamp: `year(log_time)`. Instants are taken apart in the source's zone. */
import { knownZone } from '../../types/conversion/context.ts'
import { type LocalDatetime, localDatetime } from '../../types/datetime/write.ts'
import type { TemporalType } from '../../types/families.ts'
import type { FunctionDefinition, FunctionExample } from '../definition.ts'

interface Part {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly description: string
  readonly flink?: string
  readonly of: 'date' | 'time'
  readonly examples: readonly FunctionExample[]
  readonly read: (datetime: LocalDatetime) => number
}

const acceptedTypes = {
  date: ['TIMESTAMP_LTZ', 'TIMESTAMP', 'DATE'],
  time: ['TIMESTAMP_LTZ', 'TIMESTAMP', 'TIME'],
} as const

export function partFunction(part: Part): FunctionDefinition {
  return {
    name: part.name,
    aliases: part.aliases ?? [],
    family: 'time',
    description: part.description,
    signatures: acceptedTypes[part.of].map((accepts) => ({
      parameters: [{ name: 'time', accepts }],
      result: { kind: 'BIGINT' },
    })),
    nulls: 'propagate',
    canFail: false,
    flink: part.flink ?? part.name.toUpperCase(),
    examples: part.examples,
    bind: ({ argumentTypes, timeZone }) => {
      const type = argumentTypes[0] as TemporalType
      const zone = knownZone(timeZone)
      return (value) => BigInt(part.read(localDatetime(value as number | bigint, type, zone)))
    },
  }
}
