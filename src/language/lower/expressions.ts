/** Expressions: the grammar's levels of precedence become a tree of operators. Parentheses only widen a node's span. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import type * as cst from '../../../grammar/cst.ts'
import type { ExpressionNode } from '../ast.ts'
import { joinSpans, type Span } from '../source.ts'
import { lowerCall, lowerJsonTest, lowerSimilar } from './calls.ts'
import { child, Incomplete, lowerName, lowerText, spanOf, spanOfToken, type Lowering } from './cst.ts'
import { lowerType } from './types.ts'

/** Handed on, so that calls need not import what imports them. */
const readers = { expression: lowerExpression, concatenation: lowerConcatenation }

type Of<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: K }>

export function lowerExpression(lowering: Lowering, node: cst.ExpressionCstNode): ExpressionNode {
  return logical(
    'OR',
    lowerAll(node.children.conjunction, (each) => lowerConjunction(lowering, each)),
  )
}

function lowerConjunction(lowering: Lowering, node: cst.ConjunctionCstNode): ExpressionNode {
  return logical(
    'AND',
    lowerAll(node.children.negation, (each) => lowerNegation(lowering, each)),
  )
}

function lowerConcatenation(lowering: Lowering, node: cst.ConcatenationCstNode): ExpressionNode {
  const operands = lowerAll(node.children.sum, (each) => lowerSum(lowering, each))
  return operands.length === 1 ? operands[0] : { kind: 'concat', span: spanOfAll(operands), operands }
}

/** One flat node for a chain. */
function logical(operator: 'AND' | 'OR', operands: readonly ExpressionNode[]): ExpressionNode {
  return operands.length === 1 ? operands[0] : { kind: 'logical', span: spanOfAll(operands), operator, operands }
}

function spanOfAll(operands: readonly ExpressionNode[]): Span {
  return joinSpans(operands[0].span, operands[operands.length - 1].span)
}

/** At least one. */
function lowerAll<C>(nodes: readonly C[] | undefined, lower: (node: C) => ExpressionNode): readonly ExpressionNode[] {
  if (nodes === undefined) throw new Incomplete()
  return nodes.map(lower)
}

function lowerNegation(lowering: Lowering, node: cst.NegationCstNode): ExpressionNode {
  let result = lowerPredicate(lowering, child(node.children.predicate))
  for (const token of (node.children.NOT ?? []).toReversed()) {
    result = { kind: 'not', span: joinSpans(spanOfToken(lowering, token), result.span), operand: result }
  }
  return result
}

function lowerPredicate(lowering: Lowering, node: cst.PredicateCstNode): ExpressionNode {
  const { textSearch, concatenation, predicateSuffix } = node.children
  if (textSearch !== undefined) {
    const search = child(textSearch)
    return lowerTextSearch(lowering, search, null, false, spanOf(lowering, search))
  }
  let result = lowerConcatenation(lowering, child(concatenation))
  for (const suffix of predicateSuffix ?? []) result = lowerPredicateSuffix(lowering, result, suffix)
  return result
}

function lowerPredicateSuffix(
  lowering: Lowering,
  operand: ExpressionNode,
  node: cst.PredicateSuffixCstNode,
): ExpressionNode {
  const span = joinSpans(operand.span, spanOf(lowering, node))
  const negated = node.children.NOT !== undefined
  const { isSuffix, betweenSuffix, inSuffix, likeSuffix, similarSuffix, textSearch, Comparison, concatenation } =
    node.children
  if (isSuffix !== undefined) return lowerIs(lowering, operand, child(isSuffix), span)
  if (textSearch !== undefined) return lowerTextSearch(lowering, child(textSearch), operand, negated, span)
  if (betweenSuffix !== undefined) {
    const bounds = child(betweenSuffix).children.concatenation
    const low = lowerConcatenation(lowering, child(bounds))
    const high = lowerConcatenation(lowering, child(bounds, 1))
    return { kind: 'between', span, negated, operand, low, high }
  }
  if (inSuffix !== undefined) {
    const candidates = lowerAll(child(inSuffix).children.expression, (each) => lowerExpression(lowering, each))
    return { kind: 'in', span, negated, operand, candidates }
  }
  if (likeSuffix !== undefined) {
    const { concatenation: written, text, ILIKE } = child(likeSuffix).children
    const escape = text === undefined ? null : lowerText(lowering, child(text))
    const pattern = lowerConcatenation(lowering, child(written))
    const insensitive = ILIKE === undefined ? {} : ({ insensitive: true } as const)
    return { kind: 'like', span, negated, operand, pattern, escape, ...insensitive }
  }
  if (similarSuffix !== undefined) {
    return lowerSimilar(lowering, child(similarSuffix), operand, negated, span, readers)
  }
  const written = child(Comparison).image
  const operator = (written === '!=' ? '<>' : written) as Of<'comparison'>['operator']
  const right = lowerConcatenation(lowering, child(concatenation))
  return { kind: 'comparison', span, operator: halfWidth(operator), left: operand, right }
}

/** Full-width `＝` was reported, and is meant. */
function halfWidth<T extends string>(operator: T): T {
  const code = operator.charCodeAt(0)
  return code > 0xff00 ? (String.fromCharCode(code - 0xfee0) as T) : operator
}

/** `x IS TRUE` says `x IS NOT DISTINCT FROM TRUE`, and `x IS UNKNOWN` says `x IS NULL`. */
function lowerIs(lowering: Lowering, operand: ExpressionNode, node: cst.IsSuffixCstNode, span: Span): ExpressionNode {
  const { NOT, NULL, TRUE, FALSE, UNKNOWN, concatenation, jsonSuffix } = node.children
  const negated = NOT !== undefined
  if (jsonSuffix !== undefined) return lowerJsonTest(lowering, child(jsonSuffix), operand, negated, span)
  if (NULL !== undefined || UNKNOWN !== undefined) return { kind: 'is-null', span, negated, operand }
  const truth = TRUE ?? FALSE
  if (truth === undefined) {
    const right = lowerConcatenation(lowering, child(concatenation))
    return { kind: 'distinct-from', span, negated, left: operand, right }
  }
  const right: ExpressionNode = {
    kind: 'boolean',
    span: spanOfToken(lowering, child(truth)),
    value: TRUE !== undefined,
  }
  return { kind: 'distinct-from', span, negated: !negated, left: operand, right }
}

function lowerTextSearch(
  lowering: Lowering,
  node: cst.TextSearchCstNode,
  operand: ExpressionNode | null,
  negated: boolean,
  span: Span,
): ExpressionNode {
  const { CONTAINS, MATCHES, STARTS, concatenation } = node.children
  const pattern = lowerConcatenation(lowering, child(concatenation))
  const operator =
    CONTAINS !== undefined
      ? 'contains'
      : MATCHES !== undefined
        ? 'matches'
        : STARTS !== undefined
          ? 'starts-with'
          : 'ends-with'
  return { kind: 'text-search', span, operator, negated, operand, pattern }
}

function lowerSum(lowering: Lowering, node: cst.SumCstNode): ExpressionNode {
  const terms = lowerAll(node.children.product, (each) => lowerProduct(lowering, each))
  return leftToRight(terms, node.children.AdditiveOperator)
}

function lowerProduct(lowering: Lowering, node: cst.ProductCstNode): ExpressionNode {
  const factors = lowerAll(node.children.signed, (each) => lowerSigned(lowering, each))
  return leftToRight(factors, node.children.MultiplicativeOperator)
}

function leftToRight(terms: readonly ExpressionNode[], operators: readonly IToken[] | undefined): ExpressionNode {
  let left = terms[0]
  for (const [index, right] of terms.slice(1).entries()) {
    const operator = halfWidth(child(operators, index).image as Of<'arithmetic'>['operator'])
    left = { kind: 'arithmetic', span: joinSpans(left.span, right.span), operator, left, right }
  }
  return left
}

function lowerSigned(lowering: Lowering, node: cst.SignedCstNode): ExpressionNode {
  let result = lowerElement(lowering, child(node.children.element))
  for (const token of (node.children.AdditiveOperator ?? []).toReversed()) {
    const span = joinSpans(spanOfToken(lowering, token), result.span)
    const negates = halfWidth(token.image) === '-'
    result = negates ? { kind: 'negate', span, operand: result } : { ...result, span }
  }
  return result
}

/** `r.f` says `r['f']`. */
function lowerElement(lowering: Lowering, node: cst.ElementCstNode): ExpressionNode {
  const { primary, accessor } = node.children
  let result = lowerPrimary(lowering, child(primary))
  for (const each of accessor ?? []) {
    const span = joinSpans(result.span, spanOf(lowering, each))
    const { name, expression } = each.children
    const index = name === undefined ? lowerExpression(lowering, child(expression)) : fieldName(lowering, child(name))
    result = { kind: 'element', span, operand: result, index }
  }
  return result
}

function fieldName(lowering: Lowering, node: cst.NameCstNode): ExpressionNode {
  const { text, span } = lowerName(lowering, node)
  return { kind: 'string', span, value: text }
}

function lowerPrimary(lowering: Lowering, node: cst.PrimaryCstNode): ExpressionNode {
  const span = spanOf(lowering, node)
  const { NumberLiteral, text, TRUE, FALSE, NULL, name, collection, call, cast, caseExpression, parenthesised } =
    node.children
  if (NumberLiteral !== undefined) return { kind: 'number', span, text: child(NumberLiteral).image }
  if (text !== undefined) return { kind: 'string', span, value: lowerText(lowering, child(text)).value }
  if (NULL !== undefined) return { kind: 'null', span }
  if (TRUE !== undefined || FALSE !== undefined) return { kind: 'boolean', span, value: TRUE !== undefined }
  if (name !== undefined) return { kind: 'name', span, name: lowerName(lowering, child(name)) }
  if (collection !== undefined) return lowerCollection(lowering, child(collection), span)
  if (call !== undefined) return lowerCall(lowering, child(call), span, readers)
  if (cast !== undefined) return lowerCast(lowering, child(cast), span)
  if (caseExpression !== undefined) return lowerCase(lowering, child(caseExpression), span)
  if (parenthesised !== undefined) {
    return { ...lowerExpression(lowering, child(child(parenthesised).children.expression)), span }
  }
  return lowerTypedLiteral(lowering, node, span)
}

/** `ARRAY[…]` and `MAP[…]` are calls of those names; `map['x']`, half a member, is an element of what is called `map`. */
function lowerCollection(lowering: Lowering, node: cst.CollectionCstNode, span: Span): ExpressionNode {
  const name = lowerName(lowering, child(node.children.name))
  const parts = (node.children.expression ?? []).map((each) => lowerExpression(lowering, each))
  if (parts.length === 1 && /^map$/i.test(name.text)) {
    return { kind: 'element', span, operand: { kind: 'name', span: name.span, name }, index: parts[0] }
  }
  return { kind: 'call', span, name, arguments: parts }
}

function lowerTypedLiteral(lowering: Lowering, node: cst.PrimaryCstNode, span: Span): ExpressionNode {
  const { temporal, interval } = node.children
  if (temporal !== undefined) {
    const { DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, text } = child(temporal).children
    const type = child(DATE ?? TIME ?? TIMESTAMP ?? TIMESTAMP_LTZ).image.toUpperCase() as Of<'temporal'>['type']
    return { kind: 'temporal', span, type, text: lowerText(lowering, child(text)) }
  }
  const { text, name, TO } = child(interval).children
  const unit = lowerName(lowering, child(name)).text.toUpperCase()
  const to = TO === undefined ? null : lowerName(lowering, child(name, 1)).text.toUpperCase()
  return { kind: 'interval', span, text: lowerText(lowering, child(text)), unit, to }
}

function lowerCast(lowering: Lowering, node: cst.CastCstNode, span: Span): ExpressionNode {
  const { expression, type, TRY_CAST } = node.children
  const operand = lowerExpression(lowering, child(expression))
  return { kind: 'cast', span, operand, type: lowerType(lowering, child(type)), lenient: TRY_CAST !== undefined }
}

function lowerCase(lowering: Lowering, node: cst.CaseExpressionCstNode, span: Span): ExpressionNode {
  const { expression, caseBranch, ELSE, END } = node.children
  child(END)
  const around = (expression ?? []).map((each) => lowerExpression(lowering, each))
  const otherwise = ELSE === undefined ? null : (around.pop() ?? null)
  const branches = (caseBranch ?? []).map(({ children }) => ({
    when: lowerExpression(lowering, child(children.expression)),
    then: lowerExpression(lowering, child(children.expression, 1)),
  }))
  return { kind: 'case', span, operand: around[0] ?? null, branches, otherwise }
}
