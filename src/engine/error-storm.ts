/** When more records fail than may be written in full, one of each kind stands for the rest: all are counted, none hides the others. */
import { boundedMessage } from './error-text.ts'
import type { RowError } from './ports.ts'

/** How many of so many more errors may be written in full now. */
export type ErrorAllowance = (wanted: number) => number

export interface BoundedErrors {
  readonly written: readonly RowError[]
  /** Errors that are counted and stand in no row. */
  readonly unwritten: number
}

/** `errors` of one batch, in its order; of what `allowed` does not cover the first of each table, code and column is written. */
export function boundErrors(errors: readonly RowError[], allowed: number): BoundedErrors {
  if (errors.length <= allowed) return { written: errors, unwritten: 0 }
  const kinds = new Map<string, RowError[]>()
  for (const error of errors.slice(allowed)) {
    const kind = JSON.stringify([error.table, error.code, error.column, error.sink])
    const alike = kinds.get(kind)
    if (alike === undefined) kinds.set(kind, [error])
    else alike.push(error)
  }
  const examples = [...kinds.values()].map((alike) => exampleOf(alike))
  return {
    written: [...errors.slice(0, allowed), ...examples],
    unwritten: errors.length - allowed - examples.length,
  }
}

function exampleOf(alike: readonly RowError[]): RowError {
  const [first] = alike
  const last = alike.at(-1)
  if (last === undefined || alike.length === 1) return first
  const { offsets } = first.batch
  const rest = `and ${alike.length - 1} more like it up to offset ${offsets[last.record]}, not written: too many errors`
  return { ...first, message: `${boundedMessage(first.message)} (${rest})` }
}
