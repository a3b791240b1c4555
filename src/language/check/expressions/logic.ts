/** AND, OR, NOT, IS NULL, and predicates on text. */
import type { ExpressionNode } from '../../ast.ts'
import type { Expression } from '../../../model/expression.ts'
import { checkRegex } from '../regex.ts'
import { booleanType, literal, stringType } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindCondition, bindText, typedOrNull } from './coercion.ts'

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { readonly kind: K }>

export function bindLogical(node: Node<'logical'>, binder: Binder): Bound {
  const operands = node.operands.map((operand) => bindCondition(operand, `what ${node.operator} joins`, binder))
  const known = operands.filter((operand) => operand !== null)
  if (known.length < operands.length) return null
  return { kind: 'logical', operator: node.operator, operands: known, type: booleanType }
}

export function bindNot(node: Node<'not'>, binder: Binder): Bound {
  const operand = bindCondition(node.operand, 'what NOT turns round', binder)
  return operand === null ? null : { kind: 'not', operand, type: booleanType }
}

export function bindIsNull(node: Node<'is-null'>, binder: Binder): Bound {
  const operand = typedOrNull(binder.bind(node.operand))
  return operand === null ? null : { kind: 'is-null', negated: node.negated, operand, type: booleanType }
}

export function bindTextSearch(node: Node<'text-search'>, binder: Binder): Bound {
  const word = node.operator.toUpperCase().replace('-', ' ')
  const operand = searched(node, word, binder)
  const pattern =
    node.operator === 'matches'
      ? bindRegex(node.pattern, 'the regex of MATCHES', binder)
      : bindText(node.pattern, `what ${word} looks for`, binder)
  if (operand === null || pattern === null) return null
  const search: Expression = { kind: 'text-search', operator: node.operator, operand, pattern, type: booleanType }
  return node.negated ? { kind: 'not', operand: search, type: booleanType } : search
}

function searched(node: Node<'text-search'>, word: string, binder: Binder): Expression | null {
  if (node.operand !== null) return bindText(node.operand, `what ${word} looks at`, binder)
  const { implicitText } = binder.scope
  if (implicitText === null) {
    binder.report.error('E4013', node.span, `${word} without a left side`, {
      label: 'only in FILTER this means the raw text',
      help: `name the column to look at: column ${word} …`,
    })
  }
  return implicitText
}

/** A regex must be a text literal: it is compiled once. */
function bindRegex(node: ExpressionNode, what: string, { bind, report }: Binder): Expression | null {
  if (node.kind === 'string') return checkRegex(node, report).valid ? literal(node.value, stringType) : null
  if (bind(node) !== null) {
    report.error('E3016', node.span, `${what} must be a constant`, {
      label: 'not a text literal',
      help: "write it in quotes: MATCHES '^[a-z]+$'",
    })
  }
  return null
}

export function bindLike(node: Node<'like'>, binder: Binder): Bound {
  const operand = bindText(node.operand, 'what LIKE looks at', binder)
  const pattern = bindText(node.pattern, 'the pattern of LIKE', binder)
  const escape = node.escape?.value ?? null
  if (escape !== null && Array.from(escape).length !== 1) {
    binder.report.error('E3005', node.escape!.span, 'ESCAPE takes one character', {
      label: `${Array.from(escape).length} characters`,
      help: "write ESCAPE '!'",
    })
    return null
  }
  if (operand === null || pattern === null) return null
  const like = { kind: 'like', negated: node.negated, operand, pattern, escape, type: booleanType } as const
  if (node.insensitive === undefined) return like
  if (escape !== null && escape.toLowerCase() !== escape.toUpperCase()) {
    binder.report.error('E3005', node.escape!.span, 'ESCAPE of ILIKE takes no letter', {
      label: 'a letter',
      help: "write ESCAPE '!'",
    })
    return null
  }
  return { ...like, operand: inLowerCase(operand), pattern: inLowerCase(pattern) }
}

/** `a ILIKE b` says `lower(a) LIKE lower(b)`; a constant is brought to lower case now. */
function inLowerCase(text: Expression): Expression {
  if (text.kind === 'literal' && typeof text.value === 'string') return literal(text.value.toLowerCase(), stringType)
  return { kind: 'call', function: 'lower', arguments: [text], type: stringType }
}

export function bindConcat(node: Node<'concat'>, binder: Binder): Bound {
  const operands = node.operands.map((operand) => bindText(operand, 'what `||` joins', binder))
  const known = operands.filter((operand) => operand !== null)
  if (known.length < operands.length) return null
  return { kind: 'concat', operands: known, type: stringType }
}
