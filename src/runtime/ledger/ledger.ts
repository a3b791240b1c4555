/**
 * The ledger: what became of every record. Totals since the job's first start are in each manifest; an epoch's own counts
 * are the difference of two. They must balance at every commit: an imbalance is a bug, and stops the job.
 */
import type { SourceCounts as EngineCounts } from '../../engine/accounts.ts'
import type { TableCounts } from '../../engine/ports.ts'
import { dateFromDays } from '../../types/datetime/calendar.ts'

export interface SourceCounts {
  readonly in: number
  /** Records that no table's FILTER kept. */
  readonly unclaimed: number
  /** Errors that are counted and stand in no row of the error stream: there were too many. */
  readonly errorsUnwritten: number
}

export interface TableTotals {
  readonly in: number
  readonly out: number
  readonly dropped: ReadonlyMap<string, number>
  readonly errored: ReadonlyMap<string, number>
  /** Rows that came through, by the day of their event time (`2026-11-20`); of tables with a WATERMARK. Old ones are forgotten. */
  readonly days: ReadonlyMap<string, number>
  /** How far event time has come, in microseconds since the epoch; null: not known. */
  readonly watermarkMicros: number | null
}

export interface SinkCounts {
  readonly rows: number
  readonly files: number
  readonly bytes: number
}

export interface Ledger {
  readonly sources: ReadonlyMap<string, SourceCounts>
  readonly tables: ReadonlyMap<string, TableTotals>
  readonly sinks: ReadonlyMap<string, SinkCounts>
}

/** What has been counted since the process started, or in one epoch. */
export const emptyLedger: Ledger = { sources: new Map(), tables: new Map(), sinks: new Map() }

/** What an engine has counted by now. */
export function sourceCounts({ in: recordsIn, unclaimed, errorsUnwritten }: EngineCounts): SourceCounts {
  return { in: recordsIn, unclaimed, errorsUnwritten }
}

/** A copy, for the engine goes on counting. */
export function tableTotals(counts: TableCounts): TableTotals {
  const { days, watermarkMicros } = counts.eventTimes
  return {
    in: counts.in,
    out: counts.out,
    dropped: new Map(counts.dropped),
    errored: new Map(counts.errored),
    days: new Map([...days].map(([day, rows]) => [dayText(day), rows])),
    watermarkMicros: watermarkMicros === -Infinity ? null : watermarkMicros,
  }
}

/** `day`: since 1970-01-01. */
function dayText(day: number): string {
  const { year, month, day: ofMonth } = dateFromDays(day)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(ofMonth).padStart(2, '0')}`
}

export function addLedgers(a: Ledger, b: Ledger): Ledger {
  return combine(a, b, (x, y) => x + y)
}

/** `later` less `earlier`: what happened in between. */
export function subtractLedgers(later: Ledger, earlier: Ledger): Ledger {
  return combine(later, earlier, (x, y) => x - y)
}

type Operation = (a: number, b: number) => number

function combine(a: Ledger, b: Ledger, operation: Operation): Ledger {
  const noSource: SourceCounts = { in: 0, unclaimed: 0, errorsUnwritten: 0 }
  const noTable: TableTotals = {
    in: 0,
    out: 0,
    dropped: new Map(),
    errored: new Map(),
    days: new Map(),
    watermarkMicros: null,
  }
  const noSink: SinkCounts = { rows: 0, files: 0, bytes: 0 }
  return {
    sources: combineMaps(a.sources, b.sources, noSource, (x, y) => ({
      in: operation(x.in, y.in),
      unclaimed: operation(x.unclaimed, y.unclaimed),
      errorsUnwritten: operation(x.errorsUnwritten, y.errorsUnwritten),
    })),
    tables: combineMaps(a.tables, b.tables, noTable, (x, y) => ({
      in: operation(x.in, y.in),
      out: operation(x.out, y.out),
      dropped: combineMaps(x.dropped, y.dropped, 0, operation),
      errored: combineMaps(x.errored, y.errored, 0, operation),
      days: combineMaps(x.days, y.days, 0, operation),
      watermarkMicros: laterOf(x.watermarkMicros, y.watermarkMicros),
    })),
    sinks: combineMaps(a.sinks, b.sinks, noSink, (x, y) => ({
      rows: operation(x.rows, y.rows),
      files: operation(x.files, y.files),
      bytes: operation(x.bytes, y.bytes),
    })),
  }
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

/** Of each table, the latest. */
export const eventDaysKept = 32

/** Without older days than so many: a job may run for years. */
export function pruneDays(ledger: Ledger, daysKept: number): Ledger {
  const tables = [...ledger.tables].map(([name, totals]): [string, TableTotals] => {
    const kept = [...totals.days].toSorted(([a], [b]) => (a < b ? 1 : -1)).slice(0, daysKept)
    return [name, kept.length === totals.days.size ? totals : { ...totals, days: new Map(kept) }]
  })
  return { ...ledger, tables: new Map(tables) }
}

function combineMaps<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  zero: T,
  operation: (a: T, b: T) => T,
): ReadonlyMap<string, T> {
  const combined = new Map<string, T>()
  for (const [name, value] of a) combined.set(name, operation(value, b.get(name) ?? zero))
  for (const [name, value] of b) if (!a.has(name)) combined.set(name, operation(zero, value))
  return combined
}

/** How many records of any table failed. */
export function erroredRecords(ledger: Ledger): number {
  return sum([...ledger.tables.values()].map((table) => sum(table.errored.values())))
}

export function recordsIn(ledger: Ledger): number {
  return sum([...ledger.sources.values()].map((source) => source.in))
}

export function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
