/** Sinks that stay empty: conditions that no row of their table can meet. */
import type { Expression } from '../../model/expression.ts'
import { expressionText } from '../../model/sql.ts'
import type { Value } from '../../types/value.ts'
import type { Checked } from '../check/index.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintUnreachable({ model, origins }: Checked, report: Reporter): void {
  for (const sink of model.sinks) {
    const span = sink.where === null ? null : origins.of(sink.where)
    if (sink.where === null || span === null || sink.from.kind !== 'table') continue
    const { table: name } = sink.from
    const table = model.tables.find((candidate) => candidate.name === name)
    const own = conjuncts(sink.where.expression)
    const ofTable = table === undefined || table.where === null ? [] : conjuncts(table.where.expression)
    const clash = clashOf(own) ?? clashOf([...ofTable, ...own])
    if (clash === null) continue
    const kept = clashOf(own) === null ? origins.of(table?.where ?? {}) : null
    report.warning('W2010', span, `no row of \`${name}\` can meet this condition`, {
      label: clash,
      help: `so \`${sink.name}\` stays empty`,
      related: kept === null ? [] : [{ span: kept, label: 'rows of the table meet this' }],
    })
  }
}

function conjuncts(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'logical' || expression.operator !== 'AND') return [expression]
  return expression.operands.flatMap(conjuncts)
}

/** What a condition demands of one column: to be one of some values, or above or below one. */
interface Demand {
  readonly column: string
  readonly text: string
  readonly allows: (value: Value) => boolean
  /** All values that it allows, where they are few. */
  readonly values: readonly Value[] | null
  readonly bound: { readonly isLower: boolean; readonly isOpen: boolean; readonly value: number | bigint } | null
}

/** The first two conditions that exclude each other, in words; null where none do. Only comparisons with constants are looked at. */
function clashOf(conditions: readonly Expression[]): string | null {
  const never = conditions.find((part) => part.kind === 'literal' && part.value !== true)
  if (never !== undefined) return `always ${expressionText(never)}`
  const demands = conditions.map(demandOf).filter((demand) => demand !== null)
  for (const [index, second] of demands.entries()) {
    const first = demands.slice(0, index).find((each) => each.column === second.column && excludes(each, second))
    if (first !== undefined) return `${first.text}, and ${second.text}`
  }
  return null
}

function excludes(a: Demand, b: Demand): boolean {
  if (a.values !== null) return !a.values.some(b.allows)
  if (b.values !== null) return !b.values.some(a.allows)
  if (a.bound === null || b.bound === null || a.bound.isLower === b.bound.isLower) return false
  const [lower, upper] = a.bound.isLower ? [a.bound, b.bound] : [b.bound, a.bound]
  return lower.value > upper.value || (lower.value === upper.value && (lower.isOpen || upper.isOpen))
}

function demandOf(condition: Expression): Demand | null {
  const text = expressionText(condition)
  if (condition.kind === 'in' && !condition.negated && condition.operand.kind === 'column') {
    const { candidates, operand } = condition
    if (!candidates.every((candidate) => candidate.kind === 'literal')) return null
    const values = candidates.map(({ value }) => value)
    return { column: operand.name, text, allows: (value) => values.includes(value), values, bound: null }
  }
  if (condition.kind !== 'comparison' || condition.left.kind !== 'column') return null
  const { operator, left, right } = condition
  if (right.kind !== 'literal') return null
  const { value: constant } = right
  const base = { column: left.name, text, values: null, bound: null }
  if (operator === '=') return { ...base, allows: (value) => value === constant, values: [constant] }
  if (operator === '<>') return { ...base, allows: (value) => value !== constant }
  if (typeof constant !== 'number' && typeof constant !== 'bigint') return null
  const isLower = operator.startsWith('>')
  const isOpen = !operator.endsWith('=')
  const allows = (value: Value): boolean => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return true
    return (isLower ? value > constant : value < constant) || (!isOpen && value === constant)
  }
  return { ...base, allows, bound: { isLower, isOpen, value: constant } }
}
