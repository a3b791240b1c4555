/** The order of scalar values of one type that has one, as `<` sees it. */
import type { Value } from '../value.ts'

/** Negative, zero or positive. Text by code point, which is the order of its UTF-8; FALSE before TRUE. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right as string))
  if (left instanceof Uint8Array) return Buffer.compare(left, right as Uint8Array)
  return Number(left! > right!) - Number(left! < right!)
}
