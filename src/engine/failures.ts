/** Failures of an evaluation, by row: values, not exceptions. The first of a row counts; TRY and policies look here and forget. */
import { Failure } from '../types/value.ts'

/** What a function in JavaScript raised. */
export class ForeignFailure extends Failure {}

/** The row error's code for what failed in an expression. */
export function codeOf(reason: Failure): 'EVAL' | 'UDF' {
  return reason instanceof ForeignFailure ? 'UDF' : 'EVAL'
}

export class Failures {
  /** 1 where the row failed. */
  failed: Uint8Array
  private readonly reasons: (Failure | null)[]
  private readonly rows: number[] = []

  constructor(rowsMax: number) {
    this.failed = new Uint8Array(rowsMax)
    this.reasons = Array.from({ length: rowsMax }, () => null)
  }

  get count(): number {
    return this.rows.length
  }

  /** Rows that failed, in the order in which they did. */
  get failedRows(): readonly number[] {
    return this.rows
  }

  /**
   * Those among the first so many that failed, or behind them, ascending: of the rows that UNNEST made of one record the first one
   * that fails is its error, whatever the order in which an evaluator comes to them.
   */
  rowsInOrder(from = 0, to = this.rows.length): readonly number[] {
    return this.rows.slice(from, to).toSorted((a, b) => a - b)
  }

  /** For rows up to `rowsMax`. */
  makeRoom(rowsMax: number): void {
    if (rowsMax <= this.failed.length) return
    const failed = new Uint8Array(Math.max(rowsMax, this.failed.length * 2))
    failed.set(this.failed)
    this.failed = failed
  }

  report(row: number, reason: Failure): void {
    this.makeRoom(row + 1)
    if (this.failed[row] === 1) return
    this.failed[row] = 1
    this.reasons[row] = reason
    this.rows.push(row)
  }

  reasonOf(row: number): Failure {
    const reason = this.reasons[row]
    if (reason === null || reason === undefined) throw new Error(`row ${row} did not fail`)
    return reason
  }

  clear(): void {
    for (const row of this.rows) {
      this.failed[row] = 0
      this.reasons[row] = null
    }
    this.rows.length = 0
  }
}
