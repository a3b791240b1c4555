/** Walking typed expressions: the direct parts of each kind, and what an expression reads. */
import type { Expression } from './expression.ts'

/** The direct operands, in the order in which they are evaluated. */
function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'field':
    case 'document':
    case 'raw':
    case 'metadata':
    case 'parameter':
      return []
    case 'let':
      return [...expression.bindings.map(({ value }) => value), expression.body]
    case 'call':
    case 'udf':
      return expression.arguments
    case 'logical':
    case 'concat':
    case 'coalesce':
      return expression.operands
    case 'not':
    case 'is-null':
    case 'negate':
    case 'cast':
    case 'try':
      return [expression.operand]
    case 'comparison':
    case 'distinct-from':
    case 'arithmetic':
      return [expression.left, expression.right]
    case 'in':
      return [expression.operand, ...expression.candidates]
    case 'like':
    case 'text-search':
      return [expression.operand, expression.pattern]
    case 'case':
      return [...expression.branches.flatMap((branch) => [branch.when, branch.then]), expression.otherwise]
  }
}

/** The expression and everything in it, outermost first. */
export function* walk(expression: Expression): Generator<Expression> {
  yield expression
  for (const operand of operandsOf(expression)) yield* walk(operand)
}

/** The names of the columns that an expression reads, each once, in order of first use. */
export function columnsRead(expression: Expression): readonly string[] {
  const names = new Set<string>()
  for (const part of walk(expression)) if (part.kind === 'column') names.add(part.name)
  return [...names]
}
