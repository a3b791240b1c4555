import type { Value } from '../types/value.ts'

/** For `validate`: what is wrong with a constant that must be one of these texts, or null. `what`: "the unit". */
export function oneOf(what: string, names: readonly string[]): (value: Value) => string | null {
  const known = new Set<Value>(names)
  return (value) => (known.has(value) ? null : `${what} is one of ${names.join(', ')}`)
}
