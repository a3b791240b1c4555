/** Clauses parse in any order, so that a wrong one is told with the right one. */
import type { Span } from '../source.ts'
import type { Lowering } from './cst.ts'

export interface PlacedClause {
  readonly name: string
  /** Clauses stand by ascending rank. */
  readonly rank: number
  /** What may be said only once, as the message names it; null: any number of times. */
  readonly once: string | null
  readonly span: Span
}

/** E1007 for every clause given twice; else E1006 for the first clause out of order. `order` is the right one, as shown. */
export function checkOrder(lowering: Lowering, clauses: readonly PlacedClause[], order: string): void {
  const repeated = clauses.filter((clause) => firstOf(clauses, clause) !== clause)
  for (const clause of repeated) reportRepeated(lowering, firstOf(clauses, clause), clause)
  if (repeated.length > 0) return
  const position = clauses.findIndex((clause, index) => index > 0 && clause.rank < clauses[index - 1].rank)
  if (position < 0) return
  const clause = clauses[position]
  const before = clauses.find((each) => each.rank > clause.rank)!
  lowering.report({
    code: 'E1006',
    severity: 'error',
    message: `\`${clause.name}\` stands after \`${before.name}\``,
    span: clause.span,
    label: `belongs before \`${before.name}\``,
    related: [{ span: before.span, label: 'it stands after this' }],
    help: `the order is: ${order}`,
  })
}

function firstOf(clauses: readonly PlacedClause[], clause: PlacedClause): PlacedClause {
  if (clause.once === null) return clause
  return clauses.find((each) => each.once === clause.once)!
}

function reportRepeated(lowering: Lowering, first: PlacedClause, again: PlacedClause): void {
  const same = first.name === again.name
  lowering.report({
    code: 'E1007',
    severity: 'error',
    message: same ? `\`${again.name}\` is given twice` : `both \`${first.name}\` and \`${again.name}\` are given`,
    span: again.span,
    label: same ? 'again here' : `${first.once} is told twice`,
    related: [{ span: first.span, label: 'first here' }],
    help: `keep one of them`,
  })
}
