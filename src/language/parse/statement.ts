/** One statement: parsed with recovery, its mistakes put into words, lowered. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { UnterminatedName, UnterminatedText } from '../../../grammar/tokens.ts'
import type { Statement } from '../ast.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'
import { attempt, spanBetween } from '../lower/cst.ts'
import { lowerStatement } from '../lower/statements.ts'
import { checkBrackets, checkLevels } from './depth.ts'
import { oneEdit } from './edits.ts'
import { withoutForeignWords } from './foreign.ts'
import { syntaxDiagnostics } from './messages.ts'
import { isInHead, readingsWithout } from './repair.ts'
import { treeOf } from './tree.ts'

/** The statement, or null where too little of it could be read (which is reported). */
export function parseStatement(
  file: SourceFile,
  written: readonly IToken[],
  report: (diagnostic: Diagnostic) => void,
): Statement | null {
  const tokens = withoutForeignWords(file, written, report)
  if (tokens === null) return null
  const tooNested = checkBrackets(file, tokens)
  if (tooNested !== null) {
    report(tooNested)
    return null
  }
  // What follows an unclosed quote is no longer what its author meant; that quote has been reported.
  const isReadable = tokens.every(({ tokenType }) => tokenType !== UnterminatedText && tokenType !== UnterminatedName)
  const { statement, diagnostics, isWhole } = isReadable ? bestReading(file, tokens) : readTokens(file, tokens, tokens)
  const said = isReadable ? diagnostics : diagnostics.filter(({ code }) => code !== 'E1001')
  said.forEach(report)
  const tooDeep = statement === null ? null : checkLevels(statement)
  const incomplete = !isWhole || !isReadable
  // A function without one of its parts would be another one.
  if (statement?.kind === 'create-function' && incomplete) return null
  if (tooDeep === null)
    return statement?.kind === 'create-table' && incomplete ? { ...statement, incomplete } : statement
  report(tooDeep)
  return null
}

interface Reading {
  readonly statement: Statement | null
  readonly diagnostics: readonly Diagnostic[]
  /** Nothing was left out. */
  readonly isWhole: boolean
  /** Indexes of the tokens at which the grammar stopped, in order. */
  readonly stops: readonly number[]
}

/** The grammar's own recovery; `written` are all tokens of the statement, of which `tokens` may leave some out. */
function readTokens(file: SourceFile, tokens: readonly IToken[], written: readonly IToken[]): Reading {
  const { tree, errors } = treeOf(tokens)
  const syntax = syntaxDiagnostics(file, errors, tokens)
  const diagnostics: Diagnostic[] = [...syntax]
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const span = spanBetween({ file }, written[0], written[written.length - 2])
  const statement = attempt(() => lowerStatement({ file, report }, tree, span))
  const stops = errors.map(({ token }) => tokens.indexOf(token)).filter((index) => index >= 0)
  return { statement, diagnostics, isWhole: syntax.length === 0, stops: stops.toSorted((a, b) => a - b) }
}

/** Each reading without a part is one more of the whole statement: so many tokens may be read for the mistakes of one. */
const tokensReadMax = 30_000

/** One mistake should give one message: where it gives more, the broken part is left out, if that helps. */
function bestReading(file: SourceFile, written: readonly IToken[]): Reading {
  let tokens = written
  let best = readTokens(file, tokens, written)
  const edited = best.stops.length === 0 ? null : editedReading(file, written, best)
  if (edited !== null) return edited
  const kept: Diagnostic[] = []
  const budget = { tokens: tokensReadMax }
  for (let better = betterReading(file, tokens, written, best, budget); better !== null;) {
    kept.push(better.mistake)
    tokens = better.tokens
    best = { ...better.reading, isWhole: false }
    better = betterReading(file, tokens, written, best, budget)
  }
  const isLost = best.diagnostics.length > 2 && best.stops.length > 0 && isInHead(tokens, best.stops[0])
  return { ...best, diagnostics: [...kept, ...(isLost ? best.diagnostics.slice(0, 1) : best.diagnostics)] }
}

/** The reading after one small edit; null where none makes all of the statement read. */
function editedReading(file: SourceFile, written: readonly IToken[], plain: Reading): Reading | null {
  const read = (tokens: readonly IToken[]): Reading => readTokens(file, tokens, written)
  const edit = oneEdit(file, written, plain.stops[0], (tokens) => read(tokens).diagnostics.length === 0)
  if (edit === null) return null
  if (edit.mistake === null && plain.diagnostics.length === 1) return plain
  const [mistake] = plain.diagnostics
  return { ...read(edit.tokens), diagnostics: [told(edit.mistake, mistake)], isWhole: edit.mistake !== null }
}

/** What the grammar says of the same place it says better: it knows what it expected, and what is still open. */
function told(edited: Diagnostic | null, plain: Diagnostic): Diagnostic {
  if (edited === null || (edited.span.start === plain.span.start && edited.help === plain.help)) return plain
  return plain.related === undefined ? edited : { ...edited, related: plain.related }
}

interface Better {
  readonly tokens: readonly IToken[]
  readonly reading: Reading
  /** What was left out, put into words before. */
  readonly mistake: Diagnostic
}

/** A reading without one of the parts at which the grammar stopped, if follow-ups go with it. `budget`: what may yet be read. */
function betterReading(
  file: SourceFile,
  tokens: readonly IToken[],
  written: readonly IToken[],
  { diagnostics, stops }: Reading,
  budget: { tokens: number },
): Better | null {
  if (diagnostics.length < 2) return null
  for (const stop of stops) {
    const { startOffset: start } = tokens[stop]
    const previous = tokens[Math.max(0, stop - 1)]
    const behind = previous.startOffset + previous.image.length
    const mistake = diagnostics.find(({ span }) => span.start <= start && span.end >= behind)
    if (mistake === undefined) continue
    const readings = readingsWithout(tokens, stop)
    budget.tokens -= readings.reduce((sum, rest) => sum + rest.length, 0)
    if (budget.tokens < 0) return null
    const tried = readings.map((rest) => ({ tokens: rest, reading: readTokens(file, rest, written), mistake }))
    const [least] = tried.toSorted((a, b) => a.reading.diagnostics.length - b.reading.diagnostics.length)
    if (least !== undefined && least.reading.diagnostics.length + 1 < diagnostics.length) return least
  }
  return null
}
