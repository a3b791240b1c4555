/** Failures of an evaluation, by row: values, not exceptions. The first of a row counts; TRY and policies look here and forget. */
import { Failure } from '../types/value.ts'

export class Failures {
  /** 1 where the row failed. */
  readonly failed: Uint8Array
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

  report(row: number, reason: Failure): void {
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
