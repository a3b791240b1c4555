/** The constant patterns of time functions. */
import { compilePattern } from '../../types/datetime/compile.ts'
import type { DatetimePattern } from '../../types/datetime/elements.ts'
import { type DatetimeFormat, formatProblem } from '../../types/datetime/format.ts'
import type { TemporalKind } from '../../types/families.ts'
import type { Value } from '../../types/value.ts'
import { zoneNamed } from '../../types/zones.ts'

/** What is wrong with a pattern for writing instants, or null. */
export function patternProblem(text: Value): string | null {
  const pattern = compilePattern(text as string)
  return 'error' in pattern ? `${pattern.error} (character ${pattern.offset + 1} of the pattern)` : null
}

/** The same where values have no zone that could be written. */
export function localPatternProblem(text: Value): string | null {
  const problem = patternProblem(text)
  if (problem !== null) return problem
  return knownPattern(text).hasZone ? 'the value has no zone: CAST it to TIMESTAMP_LTZ, or take the zone out' : null
}

/** What is wrong with a pattern for reading values of a type, or null. */
export function readingProblem(kind: TemporalKind): (text: Value) => string | null {
  return (text) => {
    const problem = patternProblem(text)
    if (problem !== null) return problem
    const pattern = knownPattern(text)
    return formatProblem(pattern, kind) ?? (pattern.hasYear ? null : 'the pattern needs a year')
  }
}

export function knownPattern(text: Value | undefined): DatetimePattern {
  const pattern = compilePattern(text as string)
  if ('error' in pattern) throw new Error(pattern.error)
  return pattern
}

/** The pattern of an optional argument, or ISO 8601. */
export function formatOf(text: Value | undefined): DatetimeFormat {
  return text === undefined ? { kind: 'iso8601' } : knownPattern(text)
}

export function zoneProblem(name: Value): string | null {
  return zoneNamed(name as string) === null ? 'no such time zone; names are such as Asia/Shanghai' : null
}
