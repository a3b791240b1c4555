/** A plan's name: the first 16 hex digits of the SHA-256 of its canonical text, places left out (moving a line changes nothing). */
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Plan } from './plan.ts'

export function planFingerprint(plan: Plan): string {
  return createHash('sha256')
    .update(canonicalJson(withoutPlaces(plan)))
    .digest('hex')
    .slice(0, 16)
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPlaces(item))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Map) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'place')
      .map(([key, item]) => [key, withoutPlaces(item)]),
  )
}
