/** Calls, and the syntax of their own that some functions have: it becomes arguments, `EXTRACT(DAY FROM t)` is extract('DAY', t). */
import type { CstNode, IToken } from '../../../grammar/chevrotain.ts'
import type * as cst from '../../../grammar/cst.ts'
import type { CallClause, ExpressionNode, Name } from '../ast.ts'
import type { Span } from '../source.ts'
import { lowerJsonClause } from './call-clauses.ts'
import { child, lowerName, lowerText, spanOf, spanOfToken, type Lowering } from './cst.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>

export interface Readers {
  readonly expression: (lowering: Lowering, node: cst.ExpressionCstNode) => ExpressionNode
  readonly concatenation: (lowering: Lowering, node: cst.ConcatenationCstNode) => ExpressionNode
}

/** The words that may stand behind an argument, in the order of the arguments they give. */
const words: Readonly<Record<string, readonly string[]>> = {
  substring: ['FROM', 'FOR'],
  substr: ['FROM', 'FOR'],
  overlay: ['PLACING', 'FROM', 'FOR'],
  extract: ['FROM'],
  floor: ['TO'],
  ceil: ['TO'],
  ceiling: ['TO'],
  json_object: ['VALUE'],
}

/** Functions whose first argument is a unit of time, a word and no column. */
const firstIsUnit = new Set(['extract', 'timestampadd', 'timestampdiff'])
const takesClauses = new Set(['json_value', 'json_query', 'json_exists', 'json_object', 'json_array'])

export function lowerCall(lowering: Lowering, node: cst.CallCstNode, span: Span, readers: Readers): ExpressionNode {
  const name = lowerName(lowering, child(node.children.name))
  const { trimArguments, positionArguments, argument } = node.children
  if (trimArguments !== undefined) return lowerTrim(lowering, child(trimArguments), name, span, readers)
  if (positionArguments !== undefined) {
    const { concatenation } = child(positionArguments).children
    const [part, text] = [child(concatenation), child(concatenation, 1)]
    return call(name, span, [readers.concatenation(lowering, part), readers.concatenation(lowering, text)])
  }
  const clauses: CallClause[] = []
  const given = (argument ?? []).flatMap((each) => lowerArgument(lowering, each, name, clauses, readers))
  return asPredicate(name, given, span) ?? { ...call(name, span, given), ...(clauses.length === 0 ? {} : { clauses }) }
}

/** `CONTAINS ('x')` is the predicate without its left side, and `POSITION(a IN (b))` is no predicate, though they look so. */
function asPredicate(name: Name, given: readonly ExpressionNode[], span: Span): ExpressionNode | null {
  const [only] = given
  if (given.length !== 1) return null
  const search = /^(contains|matches)$/i.exec(name.text)?.[1].toLowerCase() as 'contains' | 'matches' | undefined
  return search === undefined
    ? null
    : { kind: 'text-search', span, operator: search, negated: false, operand: null, pattern: only }
}

function call(name: Name, span: Span, given: readonly ExpressionNode[]): CallNode {
  return { kind: 'call', span, name, arguments: given }
}

const trimNames = { LEADING: 'ltrim', TRAILING: 'rtrim', BOTH: 'btrim' } as const

function lowerTrim(
  lowering: Lowering,
  node: cst.TrimArgumentsCstNode,
  name: Name,
  span: Span,
  readers: Readers,
): ExpressionNode {
  const { LEADING, TRAILING, concatenation } = node.children
  const side = LEADING !== undefined ? 'LEADING' : TRAILING !== undefined ? 'TRAILING' : 'BOTH'
  const parts = [child(concatenation), ...(concatenation ?? []).slice(1)]
  const lowered = parts.map((part) => readers.concatenation(lowering, part)).toReversed()
  return call({ ...name, text: trimNames[side] }, span, lowered)
}

/** One argument, and those that words behind it give. */
function lowerArgument(
  lowering: Lowering,
  node: cst.ArgumentCstNode,
  name: Name,
  clauses: CallClause[],
  readers: Readers,
): readonly ExpressionNode[] {
  const function_ = name.text.toLowerCase()
  const { Word, expression, argumentClause } = node.children
  const first = readers.expression(lowering, child(expression))
  const given = new Map<string, ExpressionNode>()
  if (Word !== undefined && function_ !== 'json_object') reportWord(lowering, node, child(Word))
  for (const each of argumentClause ?? []) {
    const { valueClause, unitClause } = each.children
    const token = wordOf(each)
    const word = token?.image.toUpperCase() ?? ''
    const allowed = token === null ? takesClauses.has(function_) : (words[function_] ?? []).includes(word)
    if (!allowed || given.has(word)) reportWord(lowering, each, token)
    else if (valueClause !== undefined) {
      given.set(word, readers.expression(lowering, child(child(valueClause).children.expression)))
    } else if (unitClause !== undefined) {
      given.set(word, unitText(lowerName(lowering, child(child(unitClause).children.name))))
    } else clauses.push(lowerJsonClause(lowering, each, readers))
  }
  const further = (words[function_] ?? []).flatMap((word) => given.get(word) ?? [])
  return [firstIsUnit.has(function_) && first.kind === 'name' ? unitText(first.name) : first, ...further]
}

/** `FROM`, `FOR`, `PLACING`, `VALUE`, `TO`; null for the clauses of the JSON functions. */
function wordOf({ children: { valueClause, unitClause } }: cst.ArgumentClauseCstNode): IToken | null {
  if (valueClause !== undefined) return child(child(valueClause).children.word)
  return unitClause === undefined ? null : child(child(unitClause).children.word)
}

/** A unit of time is a word: `DAY`. */
function unitText({ text, span }: Name): ExpressionNode {
  return { kind: 'string', span, value: text.toUpperCase() }
}

/** Under the word, or under the whole clause. */
function reportWord(lowering: Lowering, clause: CstNode, word: IToken | null): void {
  const span = word === null ? spanOf(lowering, clause) : spanOfToken(lowering, word)
  lowering.report({
    code: 'E1001',
    severity: 'error',
    message: `unexpected \`${span.file.text.slice(span.start, span.end)}\``,
    span,
    label: 'expected `,` or `)`',
  })
}

/** `x IS JSON OBJECT` says `is_json(x, 'OBJECT')`. */
export function lowerJsonTest(
  lowering: Lowering,
  node: cst.JsonSuffixCstNode,
  operand: ExpressionNode,
  negated: boolean,
  span: Span,
): ExpressionNode {
  const word = child(node.children.Word)
  const kind = node.children.name === undefined ? null : lowerName(lowering, child(node.children.name))
  const name = { span: spanOfToken(lowering, word), text: 'is_json' }
  const test = call(name, span, [operand, ...(kind === null ? [] : [unitText(kind)])])
  return negated ? { kind: 'not', span, operand: test } : test
}

/** `x SIMILAR TO p ESCAPE e` says `similar_to(x, p, e)`. */
export function lowerSimilar(
  lowering: Lowering,
  node: cst.SimilarSuffixCstNode,
  operand: ExpressionNode,
  negated: boolean,
  span: Span,
  readers: Readers,
): ExpressionNode {
  const { SIMILAR, concatenation, text } = node.children
  const pattern = readers.concatenation(lowering, child(concatenation))
  const name = { span: spanOfToken(lowering, child(SIMILAR)), text: 'similar_to' }
  const escape: readonly ExpressionNode[] = text === undefined ? [] : [lowerEscape(lowering, child(text))]
  const test = call(name, span, [operand, pattern, ...escape])
  return negated ? { kind: 'not', span, operand: test } : test
}

function lowerEscape(lowering: Lowering, node: cst.TextCstNode): ExpressionNode {
  const { span, value } = lowerText(lowering, node)
  return { kind: 'string', span, value }
}
