/** A plan's name: the first 16 hex digits of the SHA-256 of its canonical text, places left out (moving a line changes nothing). */
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Plan } from './plan.ts'

const known = new WeakMap<Plan, string>()

/** Made once for each plan: a thousand tables take a while, and several parts of a run ask. */
export function planFingerprint(plan: Plan): string {
  const fingerprint = known.get(plan) ?? hashOf(plan)
  known.set(plan, fingerprint)
  return fingerprint
}

function hashOf(plan: Plan): string {
  const text = canonicalJson(plan, { leaveOut: 'place' })
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
