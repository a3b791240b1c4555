/** Between TIMESTAMP (local) and TIMESTAMP_LTZ (instant) values, both microseconds. */
import type { Zone } from '../zones.ts'
import { floorDivide } from './calendar.ts'

export function instantOfLocal(localMicros: bigint, zone: Zone): bigint {
  return localMicros - BigInt(zone.offsetOfLocal(Number(floorDivide(localMicros, 1_000_000n)))) * 1_000_000n
}

export function localOfInstant(instantMicros: bigint, zone: Zone): bigint {
  return instantMicros + BigInt(zone.offsetAt(Number(floorDivide(instantMicros, 1_000_000n)))) * 1_000_000n
}
