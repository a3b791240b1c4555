/** The counts of an engine: where every record of its source went, table by table. */
import type { DropReason, RowErrorCode } from '../model/model.ts'
import type { TableCounts } from './ports.ts'

export interface SourceCounts {
  in: number
  /** Records that no table kept; empty ones are not among them. */
  unclaimed: number
  /** Errors that are counted in their tables and stand in no row of the error stream: there were too many. */
  errorsUnwritten: number
  readonly tables: ReadonlyMap<string, TableCounts>
}

export function newCounts(tables: readonly string[]): SourceCounts {
  const empty = (): TableCounts => ({
    in: 0,
    out: 0,
    dropped: new Map(),
    errored: new Map(),
    eventTimes: { watermarkMicros: -Infinity, days: new Map() },
  })
  return { in: 0, unclaimed: 0, errorsUnwritten: 0, tables: new Map(tables.map((table) => [table, empty()])) }
}

export function countDropped(counts: TableCounts, reason: DropReason, records: number): void {
  if (records > 0) counts.dropped.set(reason, (counts.dropped.get(reason) ?? 0) + records)
}

export function countErrored(counts: TableCounts, code: RowErrorCode): void {
  counts.errored.set(code, (counts.errored.get(code) ?? 0) + 1)
}

/** An imbalance is a bug, and stops the job before it can hide what it lost. */
export function assertBalanced(counts: SourceCounts): void {
  for (const [table, { in: taken, out, dropped, errored }] of counts.tables) {
    const accounted = out + sum(dropped) + sum(errored)
    if (taken !== accounted || taken !== counts.in) {
      throw new Error(`table ${table}: ${counts.in} records in its source, ${taken} in, but ${accounted} accounted for`)
    }
  }
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0
  for (const count of counts.values()) total += count
  return total
}
