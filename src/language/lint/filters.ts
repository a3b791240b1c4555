/** Keyword filters that no record can pass: the same text asked for and ruled out. */
import type { Expression } from '../../model/expression.ts'
import { expressionText } from '../../model/sql.ts'
import type { Checked } from '../check/index.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintFilters({ model, origins }: Checked, report: Reporter): void {
  for (const { filter } of model.tables) {
    const span = filter === null ? null : origins.of(filter)
    const contradiction = filter === null ? null : contradictionOf(filter.expression)
    if (span === null || contradiction === null) continue
    report.warning('W2002', span, 'no record can pass this FILTER', {
      label: contradiction,
      help: 'take one of the two out, or join them by OR',
    })
  }
}

/** Null: none was found. Only parts that AND joins are compared. */
function contradictionOf(filter: Expression): string | null {
  const parts = conjuncts(filter)
  const asked = parts.flatMap((part) => (part.kind === 'text-search' ? [part] : []))
  for (const part of parts) {
    if (part.kind === 'literal' && part.value !== true)
      return `this is always ${part.value === null ? 'NULL' : 'FALSE'}`
    if (part.kind !== 'not' || part.operand.kind !== 'text-search') continue
    const refused = part.operand
    const found = asked.find((search) => implies(search, refused))
    if (found !== undefined) return `${expressionText(found)}, and NOT ${expressionText(refused)}`
  }
  return null
}

type Search = Extract<Expression, { readonly kind: 'text-search' }>

/** Whether whatever passes the one passes the other. */
function implies(asked: Search, refused: Search): boolean {
  if (expressionText(asked.operand) !== expressionText(refused.operand)) return false
  if (asked.operator === refused.operator && expressionText(asked.pattern) === expressionText(refused.pattern))
    return true
  if (refused.operator !== 'contains' || asked.operator === 'matches') return false
  const [text, part] = [asked.pattern, refused.pattern]
  if (text.kind !== 'literal' || part.kind !== 'literal') return false
  return typeof text.value === 'string' && typeof part.value === 'string' && text.value.includes(part.value)
}

function conjuncts(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'logical' || expression.operator !== 'AND') return [expression]
  return expression.operands.flatMap(conjuncts)
}
