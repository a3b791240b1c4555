/** Equality of scalar values of one type. */
import type { Value } from '../value.ts'

/** Bytes by content, arrays and maps by their parts; NULL equals NULL only (callers decide what SQL makes of that). */
export function valuesEqual(left: Value, right: Value): boolean {
  if (left === right) return true
  if (left instanceof Uint8Array) return right instanceof Uint8Array && Buffer.compare(left, right) === 0
  if (left instanceof Map) {
    return (
      right instanceof Map &&
      left.size === right.size &&
      [...left].every(([key, value]) => right.has(key) && valuesEqual(value, right.get(key) as Value))
    )
  }
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((part, index) => valuesEqual(part, right[index]))
    )
  }
  return false
}
