/** Regular expressions of RE2's syntax, which untrusted patterns cannot make slow: compiled once per use. */
import { RE2JS, RE2JSException } from 're2js'
import type { Value } from '../../types/value.ts'

/** What is wrong with a pattern, or null. */
export function regexProblem(pattern: Value): string | null {
  try {
    RE2JS.compile(pattern as string)
    return null
  } catch (error) {
    if (error instanceof RE2JSException) return error.message
    throw error
  }
}

/** A constant that `regexProblem` accepts. */
export function compileRegex(pattern: Value | undefined): RE2JS {
  return RE2JS.compile(pattern as string)
}
