/** What no TEST has reached, for people: a line each, by table. */
import type { TableCoverage } from '../runtime/trial/test-coverage.ts'

/** Ends with a line break. */
export function coverageReport(tables: readonly TableCoverage[]): string {
  // That a table has a TEST counts as a part of it.
  const all = tables.reduce((sum, { parts }) => sum + parts.length + 1, 0)
  const reached = tables.reduce((sum, { parts, isTested }) => {
    return sum + parts.filter(({ isReached }) => isReached).length + (isTested ? 1 : 0)
  }, 0)
  const missing = tables.flatMap(missingLines)
  if (missing.length === 0) return `TESTs reach all ${all} of ${all}\n`
  const width = Math.max(...missing.map(({ place }) => place.length))
  const lines = missing.map(({ place, text }) => `  ${place.padEnd(width)}  ${text}\n`)
  return `TESTs reach ${reached} of ${all}; not reached:\n${lines.join('')}`
}

function missingLines({ table, place, isTested, parts }: TableCoverage): readonly { place: string; text: string }[] {
  if (!isTested) return [{ place, text: `${table}: no TEST` }]
  const missing = parts.filter(({ isReached }) => !isReached)
  return missing.map((part) => ({ place: part.place, text: `${table}: ${part.missing}` }))
}
