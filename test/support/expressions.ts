/** Expressions as texts: made at random, with as few parentheses as their makers liked, and printed with all of them. */
import fc from 'fast-check'
import type { ExpressionNode, TypeNode } from '../../src/language/ast.ts'

const leaves = fc.constantFrom(
  ...list(`a | level | time | \`from\` | 1 | 1.50 | 2e3 | 'it''s' | $$x$$ | NULL | TRUE | false | headers['x'] | f()`),
  ...list(
    `DATE '2026-11-20' | TIMESTAMP_LTZ '2026-11-20 00:00:00Z' | INTERVAL '10' MINUTE | INTERVAL '1-2' YEAR TO MONTH`,
  ),
)

const infix = fc.constantFrom(
  ...list(
    'OR | AND | = | <> | != | < | >= | + | - | * | / | % | LIKE | NOT LIKE | CONTAINS | NOT STARTS WITH | ENDS WITH',
  ),
  ...list('MATCHES | IS DISTINCT FROM | IS NOT DISTINCT FROM'),
  '||',
)

function list(texts: string): readonly string[] {
  return texts.split(' | ')
}

/** Not every join is an expression of the grammar: predicates take no predicate on their right without parentheses. */
export const expressionTexts: fc.Arbitrary<string> = fc.letrec<{ any: string; tight: string }>((tie) => {
  const { any, tight } = { any: tie('any'), tight: tie('tight') }
  return {
    any: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expression' },
      leaves,
      fc.tuple(tight, infix, tight).map((parts) => parts.join(' ')),
      fc.tuple(any, fc.constantFrom('AND', 'OR'), any).map((parts) => parts.join(' ')),
      any.map((operand) => `NOT ${operand}`),
      tight.map((operand) => `${operand} IS NOT NULL`),
      fc.tuple(tight, tight, tight).map(([operand, low, high]) => `${operand} NOT BETWEEN ${low} AND ${high}`),
      fc.tuple(tight, any, any).map(([operand, one, two]) => `${operand} IN (${one}, ${two})`),
      tight.map((pattern) => `STARTS WITH ${pattern}`),
      tight,
    ),
    tight: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expression' },
      leaves,
      fc.tuple(tight, fc.constantFrom('+', '-', '*', '/', '%', '||'), tight).map((parts) => parts.join(' ')),
      tight.map((operand) => `- ${operand}`),
      any.map((inner) => `(${inner})`),
      fc.tuple(any, any).map(([one, two]) => `coalesce(${one}, ${two})`),
      fc.tuple(any, any, any).map(([when, then, otherwise]) => `CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END`),
      fc.tuple(any, any, any).map(([operand, when, then]) => `CASE ${operand} WHEN ${when} THEN ${then} END`),
      any.map((operand) => `TRY_CAST(${operand} AS ARRAY<ROW<a DECIMAL(10, 2), b STRING>>)`),
    ),
  }
}).any

/** The expression as text, every operator in parentheses. */
export function inParentheses(node: ExpressionNode): string {
  const inner = (each: ExpressionNode): string => inParentheses(each)
  const not = (negated: boolean): string => (negated ? ' NOT' : '')
  switch (node.kind) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return String(node.value)
    case 'number':
      return node.text
    case 'string':
      return quote(node.value)
    case 'temporal':
      return `${node.type} ${quote(node.text.value)}`
    case 'interval':
      return `INTERVAL ${quote(node.text.value)} ${node.unit}${node.to === null ? '' : ` TO ${node.to}`}`
    case 'name':
      return name(node.name.text)
    case 'element':
      return `${inner(node.operand)}[${inner(node.index)}]`
    case 'call':
      return `${name(node.name.text)}(${node.arguments.map(inner).join(', ')})`
    case 'logical':
      return `(${node.operands.map(inner).join(` ${node.operator} `)})`
    case 'not':
      return `(NOT ${inner(node.operand)})`
    case 'comparison':
    case 'arithmetic':
      return `(${inner(node.left)} ${node.operator} ${inner(node.right)})`
    case 'distinct-from':
      return `(${inner(node.left)} IS${not(node.negated)} DISTINCT FROM ${inner(node.right)})`
    case 'is-null':
      return `(${inner(node.operand)} IS${not(node.negated)} NULL)`
    case 'between':
      return `(${inner(node.operand)}${not(node.negated)} BETWEEN ${inner(node.low)} AND ${inner(node.high)})`
    case 'in':
      return `(${inner(node.operand)}${not(node.negated)} IN (${node.candidates.map(inner).join(', ')}))`
    case 'like': {
      const escape = node.escape === null ? '' : ` ESCAPE ${quote(node.escape.value)}`
      return `(${inner(node.operand)}${not(node.negated)} LIKE ${inner(node.pattern)}${escape})`
    }
    case 'text-search': {
      const operator = node.operator.replace('-', ' ').toUpperCase()
      if (node.operand === null) return `(${operator} ${inner(node.pattern)})`
      return `(${inner(node.operand)}${not(node.negated)} ${operator} ${inner(node.pattern)})`
    }
    case 'negate':
      return `(- ${inner(node.operand)})`
    case 'concat':
      return `(${node.operands.map(inner).join(' || ')})`
    case 'case': {
      const branches = node.branches.map((branch) => `WHEN ${inner(branch.when)} THEN ${inner(branch.then)}`)
      const parts = [node.operand === null ? '' : inner(node.operand), ...branches]
      if (node.otherwise !== null) parts.push(`ELSE ${inner(node.otherwise)}`)
      return `CASE ${parts.join(' ')} END`
    }
    case 'cast':
      return `${node.lenient ? 'TRY_CAST' : 'CAST'}(${inner(node.operand)} AS ${type(node.type)})`
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function name(text: string): string {
  return `\`${text.replaceAll('`', '``')}\``
}

function type({ name: word, parameters, elements, fields }: TypeNode): string {
  const within = [...elements.map(type), ...fields.map((field) => `${name(field.name.text)} ${type(field.type)}`)]
  const digits = parameters.map((each) => each.value)
  return `${word}${digits.length === 0 ? '' : `(${digits.join(', ')})`}${within.length === 0 ? '' : `<${within.join(', ')}>`}`
}
