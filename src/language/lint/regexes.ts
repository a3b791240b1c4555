/** Regexes that cost much: tried at every place of a record, with two ways to go on, or on the slow engine. */
import { isExponential } from '../../regex/ambiguity.ts'
import { readRegex } from '../../regex/syntax.ts'
import type { RegexNode } from '../../regex/syntax.ts'
import { notOnV8 } from '../../regex/v8.ts'
import type { SourceText, Text } from '../ast.ts'
import type { Reporter } from '../check/reporter.ts'
import { expressionsOf } from './expressions.ts'

export function lintRegexes(texts: readonly SourceText[], report: Reporter): void {
  for (const statement of texts.flatMap(({ statements }) => statements)) {
    for (const search of expressionsOf(statement)) {
      if (search.kind !== 'text-search' || search.operator !== 'matches' || search.pattern.kind !== 'string') continue
      lintSpeed(search.pattern, report)
    }
    if (statement.kind !== 'create-table') continue
    const steps = (statement.parse ?? []).filter(({ stepKind }) => stepKind.text === 'REGEX')
    for (const pattern of steps.flatMap(({ patterns }) => patterns)) {
      lintSpeed(pattern, report)
      lintAnchor(pattern, report)
    }
  }
}

function lintSpeed({ value, span }: Text, report: Reporter): void {
  const missing = notOnV8(value)
  const node = readRegex(value)
  if (missing !== null) {
    report.warning('W2013', span, 'this regex runs on the slower of two engines', {
      label: `because of ${missing}: some 60 times slower`,
      help: 'write it without, where that is possible',
    })
  } else if (typeof node !== 'string' && isExponential(node)) {
    report.warning('W2013', span, 'this regex can take one text in very many ways', {
      label: 'a repetition in a repetition: a record that misses costs some 500 times as much',
      help: 'let each round of the outer one begin or end with what the inner one cannot take, as in (?:\\w+,)*, or write one: [\\w\\s]+ for (?:\\w+\\s?)+',
    })
  }
}

function lintAnchor({ value, span }: Text, report: Reporter): void {
  const node = readRegex(value)
  if (typeof node === 'string') return
  const beginning = worstBeginning(node)
  if (beginning === 'anchored' || beginning === 'fixed') return
  report.warning('W2012', span, 'this regex is not anchored', {
    label:
      beginning === 'loop'
        ? 'it begins with what takes any text, at every place of a record: one of 400 bytes that misses costs 116 µs, anchored 1 µs'
        : 'it is tried at every place of a record: one of 400 bytes that misses costs 2 µs, anchored 0.15 µs',
    help: anchoredForm(value, node),
  })
}

function anchoredForm(pattern: string, { kind }: RegexNode): string {
  if (kind === 'choice') return 'let each of its alternatives begin with `^`'
  const anchored = `write '^${shown(pattern)}'`
  return /^\.[*+]/.test(pattern)
    ? `${anchored}, which finds the same in every line`
    : `${anchored}; if something stands before it, say what, as in '^\\S+ …'`
}

/** As a program has it; a long one is known by its beginning. */
function shown(pattern: string): string {
  const text = pattern.replaceAll("'", "''")
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** Searched for as fast as a plain text is. */
const fixedMin = 3
/** A loop over a class with fewer characters ends soon enough. */
const broadMin = 1000

const beginnings = ['anchored', 'fixed', 'free', 'loop'] as const
/** `fixed`: with a text that never varies; `loop`: with a repetition of nearly any character. */
type Beginning = (typeof beginnings)[number]

function worstBeginning(node: RegexNode): Beginning {
  switch (node.kind) {
    case 'choice': {
      const all = new Set(node.options.map(worstBeginning))
      return beginnings.findLast((each) => all.has(each)) ?? 'anchored'
    }
    case 'sequence':
      return beginningOf(node.items)
    default:
      return beginningOf([node])
  }
}

function beginningOf(items: readonly RegexNode[]): Beginning {
  const [first, ...others] = items
  if (first === undefined) return 'free'
  switch (first.kind) {
    case 'assertion':
      return first.source === '^' ? 'anchored' : beginningOf(others)
    case 'named':
      return beginningOf([first.item, ...others])
    case 'sequence':
      return beginningOf([...first.items, ...others])
    case 'choice':
      return worstBeginning(first)
    case 'class': {
      const varies = items.findIndex((item) => item.kind !== 'class' || item.ranges[0] !== item.ranges.at(-1))
      return (varies < 0 ? items.length : varies) >= fixedMin ? 'fixed' : 'free'
    }
    case 'repeat':
      return first.max === Infinity && first.item.kind === 'class' && sizeOf(first.item.ranges) > broadMin
        ? 'loop'
        : 'free'
  }
}

function sizeOf(ranges: readonly number[]): number {
  return ranges.reduce((sum, bound, k) => sum + (k % 2 === 0 ? 1 - bound : bound), 0)
}
