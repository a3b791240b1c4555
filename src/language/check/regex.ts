/**
 * Regexes as written: RE2's syntax (https://github.com/google/re2/wiki/Syntax). What other engines have and RE2 has not is named
 * with the construct itself; the rest of the syntax is judged by re2js, which also runs the patterns.
 */
import { RE2JS } from 're2js'
import type { Text } from '../ast.ts'
import { spanInLiteral } from './literal-place.ts'
import type { Reporter } from './reporter.ts'

export interface RegexGroup {
  readonly name: string
  /** Of the name, in the pattern. */
  readonly start: number
  readonly end: number
}

export interface CheckedRegex {
  readonly groups: readonly RegexGroup[]
  readonly valid: boolean
}

interface Foreign {
  readonly start: number
  readonly end: number
  readonly construct: string
  readonly help: string
}

const noLookaround =
  'capture what is needed with a group, or put the second test into a condition of its own (… AND NOT x MATCHES …)'
const noReference = 'capture both places with groups and compare them in WHERE'
const noBacktracking = 'RE2 never backtracks, so it is not needed: leave it out'

const foreignGroups: readonly (readonly [prefix: string, construct: string, help: string])[] = [
  ['(?=', 'look-ahead', noLookaround],
  ['(?!', 'negative look-ahead', noLookaround],
  ['(?<=', 'look-behind', noLookaround],
  ['(?<!', 'negative look-behind', noLookaround],
  ['(?>', 'atomic group', noBacktracking],
  ['(?P=', 'back-reference', noReference],
  ['(?(', 'conditional group', 'give the step several patterns: the first that matches counts'],
  ['(?R', 'recursion', 'nested texts need another step, such as JSON'],
]

/** Reports what is wrong with a pattern, under the very construct, and gives its named groups. */
export function checkRegex(literal: Text, report: Reporter): CheckedRegex {
  const { groups, foreign } = scan(literal.value)
  for (const { start, end, construct, help } of foreign) {
    report.error('E3011', spanInLiteral(literal, start, end), `RE2 has no ${construct}`, { label: construct, help })
  }
  return { groups, valid: foreign.length === 0 && compiles(literal, report) }
}

/** A thousand tables of one game have one header, and compiling its regex costs as much as checking the rest of a table. */
const knownToCompile = new Set<string>()

function compiles(literal: Text, report: Reporter): boolean {
  if (knownToCompile.has(literal.value)) return true
  try {
    RE2JS.compile(literal.value)
    knownToCompile.add(literal.value)
    return true
  } catch (error) {
    const { message, at } = syntaxMistake(error, literal.value)
    const span = at === null ? literal.span : spanInLiteral(literal, at.start, at.end)
    const help = "the syntax is RE2's: https://github.com/google/re2/wiki/Syntax"
    report.error('E3010', span, 'wrong regex', { label: message, help })
    return false
  }
}

/** re2js says "error parsing regexp: missing closing ): `(a`": the message, and where the quoted part is. */
function syntaxMistake(
  error: unknown,
  pattern: string,
): { readonly message: string; readonly at: { readonly start: number; readonly end: number } | null } {
  const text = error instanceof Error ? error.message : String(error)
  const match = /^error parsing regexp: ([^]*?)(?:: `([^]*)`)?$/.exec(text)
  if (match === null) return { message: text, at: null }
  const part = match[2] ?? ''
  const start = part === '' ? -1 : pattern.lastIndexOf(part)
  const message = start < 0 && part !== '' ? `${match[1]}: ${part}` : match[1]
  return { message, at: start < 0 ? null : { start, end: start + part.length } }
}

/** One pass over a pattern: named groups, and constructs that RE2 does not have. */
function scan(pattern: string): { readonly groups: readonly RegexGroup[]; readonly foreign: readonly Foreign[] } {
  const groups: RegexGroup[] = []
  const foreign: Foreign[] = []
  let at = 0
  let afterQuantifier = -1
  while (at < pattern.length) {
    const start = at
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(pattern.slice(at, at + 16))
    if (pattern[at] === '\\') at = skipEscape(pattern, at, foreign)
    else if (pattern[at] === '[') at = skipClass(pattern, at)
    else if (pattern[at] === '(') at = openGroup(pattern, at, groups, foreign)
    else if (afterQuantifier === at && pattern[at] === '+') {
      const construct = 'possessive quantifier'
      foreign.push({ start: at - 1, end: at + 1, construct, help: noBacktracking })
      at++
    } else if (afterQuantifier === at && pattern[at] === '?') at++
    else if (quantifier !== null) {
      at += quantifier[0].length
      if (start > 0) afterQuantifier = at
    } else at++
  }
  return { groups, foreign }
}

function skipEscape(pattern: string, at: number, foreign: Foreign[]): number {
  if (pattern.startsWith('\\Q', at)) {
    const end = pattern.indexOf('\\E', at + 2)
    return end < 0 ? pattern.length : end + 2
  }
  const reference = /^\\(?:[1-9]\d*|k[<{'][^>}']*[>}']?)/.exec(pattern.slice(at, at + 64))
  if (reference === null) return at + 2
  const end = at + reference[0].length
  foreign.push({ start: at, end, construct: 'back-reference', help: noReference })
  return end
}

function skipClass(pattern: string, open: number): number {
  let at = open + (pattern[open + 1] === '^' ? 2 : 1)
  if (pattern[at] === ']') at++
  while (at < pattern.length && pattern[at] !== ']') {
    const named = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at + 2) : -1
    at = named >= 0 ? named + 2 : at + (pattern[at] === '\\' ? 2 : 1)
  }
  return at + 1
}

function openGroup(pattern: string, at: number, groups: RegexGroup[], foreign: Foreign[]): number {
  for (const [prefix, construct, help] of foreignGroups) {
    if (!pattern.startsWith(prefix, at)) continue
    foreign.push({ start: at, end: at + prefix.length, construct, help })
    return at + prefix.length
  }
  const named = /^\(\?P?<([^>]*)>/.exec(pattern.slice(at, at + 256))
  if (named === null) return at + 1
  const start = at + named[0].length - 1 - named[1].length
  groups.push({ name: named[1], start, end: start + named[1].length })
  return at + named[0].length
}
