/** The words that FILTERs look for in the raw text (`raw CONTAINS 'word'`): what a source with many tables is dispatched by. */
import type { Expression } from '../model/expression.ts'
import { walk } from '../model/visit.ts'
import type { FilterNode } from './plan.ts'

/** From so many distinct words on, all are found in one pass. */
export const needlesForOnePass = 16

/** The word of `raw CONTAINS 'word'`. */
export function needleOf(expression: Expression): string | null {
  if (expression.kind !== 'text-search' || expression.operator !== 'contains') return null
  if (expression.operand.kind !== 'raw' || expression.pattern.kind !== 'literal') return null
  const { value } = expression.pattern
  // U+FFFD is found where bytes are bad, too: not in the bytes themselves.
  return typeof value === 'string' && value !== '' && !value.includes('\ufffd') ? value : null
}

/** All of them, wherever they stand in the condition. */
export function needlesOf({ condition }: FilterNode): readonly string[] {
  return condition === null ? [] : [...walk(condition.expression)].flatMap((part) => needleOf(part) ?? [])
}

/**
 * A word without which the condition is FALSE and raises nothing: one joined by AND, behind nothing but searches of the raw
 * text for constants, which cannot fail. null: there is none.
 */
export function requiredNeedle({ condition }: FilterNode): string | null {
  if (condition === null) return null
  const { expression } = condition
  const conjuncts = expression.kind === 'logical' && expression.operator === 'AND' ? expression.operands : [expression]
  for (const conjunct of conjuncts) {
    const needle = needleOf(conjunct)
    if (needle !== null) return needle
    if (!isSearchOfRaw(conjunct)) return null
  }
  return null
}

function isSearchOfRaw(expression: Expression): boolean {
  if (expression.kind === 'not') return isSearchOfRaw(expression.operand)
  return expression.kind === 'text-search' && expression.operand.kind === 'raw' && expression.pattern.kind === 'literal'
}
