/** A column's definition: name, type, and its clauses, whose order and number are checked here. */
import type { ColumnClauseCstNode, ColumnCstNode, DefaultPolicyCstNode } from '../../../grammar/cst.ts'
import type { ColumnDefinition, FormatClause, Name, Policy, Text, ValueClause } from '../ast.ts'
import type { Span } from '../source.ts'
import { attempt, child, complete, lowerName, lowerText, spanOf, spanOfToken, type Lowering } from './cst.ts'
import { checkColumnHead } from './column-head.ts'
import { lowerExpression } from './expressions.ts'
import { checkOrder, type PlacedClause } from './order.ts'
import { lowerType } from './types.ts'

const clauseOrder =
  'name type [NOT NULL] [PATH | AS | METADATA | REST] [FORMAT] [DEFAULT, ON ERROR] [VIRTUAL] [COMMENT]'

interface Clauses {
  notNull: Span | null
  value: ValueClause | null
  format: FormatClause | null
  readonly policies: Policy[]
  virtual: Span | null
  comment: Text | null
}

export function lowerColumn(lowering: Lowering, node: ColumnCstNode): ColumnDefinition {
  const typeNode = child(node.children.type)
  const typeWord = lowerName(lowering, child(typeNode.children.name))
  const { name, type } = checkColumnHead(
    lowering,
    lowerColumnName(lowering, node),
    lowerType(lowering, typeNode),
    typeWord,
  )
  const clauses: Clauses = { notNull: null, value: null, format: null, policies: [], virtual: null, comment: null }
  const placed: PlacedClause[] = []
  for (const clause of node.children.columnClause ?? []) {
    const place = attempt(() => lowerClause(lowering, clause, clauses))
    if (place !== null) placed.push(place)
  }
  checkOrder(lowering, placed, clauseOrder)
  return { span: spanOf(lowering, node), name, type, ...clauses }
}

function lowerColumnName(lowering: Lowering, { children }: ColumnCstNode): Name {
  if (children.Reserved === undefined) return lowerName(lowering, child(children.name))
  const word = child(children.Reserved)
  const span = spanOfToken(lowering, word)
  lowering.report({
    code: 'E1001',
    severity: 'error',
    message: `\`${word.image}\` is a reserved word`,
    span,
    label: 'cannot be a name as it stands',
    help: `write it in backticks: \`${word.image}\``,
  })
  return { span, text: word.image }
}

/** Sets the clause (the first of its kind counts) and tells its place in the order. */
function lowerClause(lowering: Lowering, { children }: ColumnClauseCstNode, clauses: Clauses): PlacedClause {
  if (children.notNull !== undefined) {
    const span = spanOf(lowering, child(children.notNull))
    clauses.notNull ??= span
    return { name: 'NOT NULL', rank: 0, once: 'NOT NULL', span }
  }
  if (children.formatClause !== undefined) {
    const node = child(children.formatClause)
    const span = spanOf(lowering, node)
    clauses.format ??= { span, formats: complete(node.children.text, (each) => lowerText(lowering, each)) }
    return { name: 'FORMAT', rank: 2, once: 'FORMAT', span }
  }
  if (children.VIRTUAL !== undefined) {
    const span = spanOfToken(lowering, child(children.VIRTUAL))
    clauses.virtual ??= span
    return { name: 'VIRTUAL', rank: 4, once: 'VIRTUAL', span }
  }
  if (children.commentClause !== undefined) {
    const node = child(children.commentClause)
    clauses.comment ??= lowerText(lowering, child(node.children.text))
    return { name: 'COMMENT', rank: 5, once: 'COMMENT', span: spanOf(lowering, node) }
  }
  if (children.defaultPolicy !== undefined || children.nullOnError !== undefined) {
    const policy = lowerPolicy(lowering, children)
    clauses.policies.push(policy)
    return { name: policy.kind === 'default' ? 'DEFAULT' : 'NULL ON ERROR', rank: 3, once: null, span: policy.span }
  }
  const value = lowerValue(lowering, children)
  clauses.value ??= value
  return { name: value.kind.toUpperCase(), rank: 1, once: 'the place a value comes from', span: value.span }
}

function lowerPolicy(lowering: Lowering, children: ColumnClauseCstNode['children']): Policy {
  if (children.nullOnError !== undefined) {
    return { kind: 'null-on-error', span: spanOf(lowering, child(children.nullOnError)) }
  }
  const node: DefaultPolicyCstNode = child(children.defaultPolicy)
  const value = lowerExpression(lowering, child(node.children.expression))
  const on = node.children.ERROR === undefined ? 'empty' : 'error'
  return { kind: 'default', span: spanOf(lowering, node), on, value }
}

function lowerValue(lowering: Lowering, children: ColumnClauseCstNode['children']): ValueClause {
  const { pathClause, asClause, metadataClause, restClause } = children
  if (pathClause !== undefined) {
    const node = child(pathClause)
    const { text, name } = node.children
    const of = name === undefined ? null : lowerName(lowering, child(name))
    return { kind: 'path', span: spanOf(lowering, node), path: lowerText(lowering, child(text)), of }
  }
  if (asClause !== undefined) {
    const node = child(asClause)
    const expression = lowerExpression(lowering, child(node.children.expression))
    return { kind: 'as', span: spanOf(lowering, node), expression }
  }
  if (metadataClause !== undefined) {
    const node = child(metadataClause)
    const { text } = node.children
    const from = text === undefined ? null : lowerText(lowering, child(text))
    return { kind: 'metadata', span: spanOf(lowering, node), from }
  }
  const node = child(restClause)
  const of = node.children.name === undefined ? null : lowerName(lowering, child(node.children.name))
  return { kind: 'rest', span: spanOf(lowering, node), of }
}
