/**
 * Regexes of RE2's syntax, safe on any text. Most run on V8, some 60 times as fast as re2js, guarded by V8's own linear engine,
 * to which it changes after too much backtracking; a pattern that this engine cannot take, or to which V8 would give another
 * meaning, runs on re2js, and so do texts with characters beyond the Basic Multilingual Plane.
 */
import { setFlagsFromString } from 'node:v8'
import { RE2JS } from 're2js'
import { parseRegex } from '../../regex/syntax.ts'
import { translateRegex, type Locator } from '../../regex/v8.ts'

setFlagsFromString('--enable-experimental-regexp-engine')
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
setFlagsFromString('--regexp-backtracks-before-fallback=10000')

/**
 * V8 does not count the steps of simple loops, so that a search from every place of a text can take quadratic time; in longer
 * texts (UTF-16 code units) such a search runs on the linear engine from the start.
 */
const searchedUnitsMax = 2048

export interface CompiledRegex {
  readonly pattern: string
  /** The names of the named groups, in the order of their parentheses. */
  readonly groups: readonly string[]
  /** Whether V8 runs it, but for texts with characters beyond the Basic Multilingual Plane. */
  readonly runsOnV8: boolean
  /** Whether the pattern matches somewhere in the text. */
  readonly test: (text: string) => boolean
  /**
   * Searches the text; at a match writes the places of the named groups to `starts` and `ends` (UTF-16 code units; -1: took no
   * part) and returns true.
   */
  readonly find: (text: string, starts: Int32Array, ends: Int32Array) => boolean
}

/** Those of many tables are the same; none keeps anything of a text. */
const compiled = new Map<string, CompiledRegex>()

/** Throws RE2JSSyntaxException where the pattern is not of RE2's syntax; the checker has said so before. */
export function compileRegex(pattern: string): CompiledRegex {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const regex = newRegex(pattern)
  compiled.set(pattern, regex)
  return regex
}

function newRegex(pattern: string): CompiledRegex {
  const re2 = RE2JS.compile(pattern)
  const numbers = Object.entries(re2.namedGroups()).toSorted((a, b) => a[1] - b[1])
  const groups = numbers.map(([name]) => name)
  const slow = onRe2(
    re2,
    numbers.map(([, number]) => number),
  )
  const fast = onV8(pattern, groups)
  if (fast === null) return { pattern, groups, runsOnV8: false, ...slow }
  return {
    pattern,
    groups,
    runsOnV8: true,
    test: (text) => (surrogates.test(text) ? slow.test(text) : fast.test(text)),
    find: (text, starts, ends) =>
      surrogates.test(text) ? slow.find(text, starts, ends) : fast.find(text, starts, ends),
  }
}

const surrogates = /[\ud800-\udfff]/

type Engine = Pick<CompiledRegex, 'test' | 'find'>

function onRe2(re2: RE2JS, numbers: readonly number[]): Engine {
  return {
    test: (text) => re2.test(text),
    find: (text, starts, ends) => {
      const matcher = re2.matcher(text)
      if (!matcher.find()) return false
      for (const [k, number] of numbers.entries()) {
        starts[k] = matcher.start(number)
        ends[k] = matcher.end(number)
      }
      return true
    },
  }
}

/** Null where V8 cannot run the pattern with RE2's meaning in linear time. */
function onV8(pattern: string, groups: readonly string[]): Engine | null {
  const node = parseRegex(pattern)
  const translation = node === null ? null : translateRegex(node)
  const linear = translation === null ? null : linearRegex(translation.source)
  if (translation === null || linear === null) return null
  const { source, locator } = translation
  const backtracking = new RegExp(source)
  const unitsMax = source.startsWith('^') && !source.includes('|') ? Infinity : searchedUnitsMax
  const pieces = piecesOf(locator, groups)
  return {
    test: (text) => (text.length > unitsMax ? linear : backtracking).test(text),
    find: (text, starts, ends) => {
      const match = (text.length > unitsMax ? linear : backtracking).exec(text)
      if (match === null) return false
      starts.fill(-1, 0, groups.length)
      ends.fill(-1, 0, groups.length)
      locate(pieces, match, match.index, starts, ends)
      return true
    },
  }
}

/** Not of the language's standard. */
const linearFlag = 'l'

/** For V8's linear engine, which refuses what it cannot take: null. */
function linearRegex(source: string): RegExp | null {
  try {
    const regex = new RegExp(source, linearFlag)
    return regex.flags === linearFlag ? regex : null
  } catch {
    return null
  }
}

/** A Locator in which groups are numbers. */
type Piece =
  | { readonly kind: 'skip'; readonly length: number }
  /** `group`: its number among the named ones, or -1. */
  | { readonly kind: 'capture'; readonly capture: number; readonly group: number; readonly inside: Piece | null }
  | { readonly kind: 'sequence'; readonly steps: readonly Piece[] }
  | { readonly kind: 'choice'; readonly options: readonly Piece[] }

function piecesOf(locator: Locator, groups: readonly string[]): Piece {
  switch (locator.kind) {
    case 'skip':
      return locator
    case 'capture': {
      const { kind, capture, name, inside } = locator
      const group = name === null ? -1 : groups.indexOf(name)
      return { kind, capture, group, inside: inside === null ? null : piecesOf(inside, groups) }
    }
    case 'sequence':
      return { kind: 'sequence', steps: locator.steps.map((step) => piecesOf(step, groups)) }
    case 'choice':
      return { kind: 'choice', options: locator.options.map((option) => piecesOf(option, groups)) }
  }
}

/** Writes the places of the groups in a part of the match that starts at `at`. Returns where that part ends. */
function locate(piece: Piece, match: RegExpExecArray, at: number, starts: Int32Array, ends: Int32Array): number {
  switch (piece.kind) {
    case 'skip':
      return at + piece.length
    case 'capture': {
      const text = match[piece.capture] as string | undefined
      if (text === undefined) return at
      const end = at + text.length
      if (piece.group >= 0) {
        starts[piece.group] = at
        ends[piece.group] = end
      }
      if (piece.inside !== null) locate(piece.inside, match, at, starts, ends)
      return end
    }
    case 'sequence': {
      const { steps } = piece
      let end = at
      for (let k = 0; k < steps.length; k++) end = locate(steps[k], match, end, starts, ends)
      return end
    }
    case 'choice':
      for (const option of piece.options) locate(option, match, at, starts, ends)
      return at
  }
}
