/** The ledger as JSON: the summary of `run --output json`, and what manifests hold. What did not occur is left out. */
import type { Ledger, SinkCounts, SourceCounts, TableTotals } from './ledger.ts'

export interface LedgerJson {
  readonly sources: Readonly<Record<string, SourceJson>>
  readonly tables: Readonly<Record<string, TableJson>>
  readonly sinks: Readonly<Record<string, SinkCounts>>
}

interface SourceJson {
  readonly in: number
  readonly unclaimed: number
  readonly errorsUnwritten?: number
}

interface TableJson {
  readonly in: number
  readonly out: number
  readonly dropped: Readonly<Record<string, number>>
  readonly errored: Readonly<Record<string, number>>
  readonly days?: Readonly<Record<string, number>>
  readonly watermarkMicros?: number
}

/** Names are user text: `Object.fromEntries` makes own properties even of `__proto__`. */
export function ledgerToJson(ledger: Ledger): LedgerJson {
  return {
    sources: Object.fromEntries([...ledger.sources].map(([name, counts]) => [name, sourceToJson(counts)])),
    tables: Object.fromEntries([...ledger.tables].map(([name, totals]) => [name, tableToJson(totals)])),
    sinks: Object.fromEntries(ledger.sinks),
  }
}

function sourceToJson({ in: recordsIn, unclaimed, errorsUnwritten }: SourceCounts): SourceJson {
  return { in: recordsIn, unclaimed, ...(errorsUnwritten === 0 ? {} : { errorsUnwritten }) }
}

function tableToJson({ in: recordsIn, out, dropped, errored, days, watermarkMicros }: TableTotals): TableJson {
  return {
    in: recordsIn,
    out,
    dropped: occurred(dropped),
    errored: occurred(errored),
    ...(days.size === 0 ? {} : { days: occurred(days) }),
    ...(watermarkMicros === null ? {} : { watermarkMicros }),
  }
}

function occurred(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].filter(([, count]) => count !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export function ledgerFromJson(json: LedgerJson): Ledger {
  return {
    sources: new Map(
      Object.entries(json.sources).map(([name, counts]) => [
        name,
        { ...counts, errorsUnwritten: counts.errorsUnwritten ?? 0 },
      ]),
    ),
    tables: new Map(Object.entries(json.tables).map(([name, totals]) => [name, tableFromJson(totals)])),
    sinks: new Map(Object.entries(json.sinks)),
  }
}

function tableFromJson({ in: recordsIn, out, dropped, errored, days, watermarkMicros }: TableJson): TableTotals {
  return {
    in: recordsIn,
    out,
    dropped: new Map(Object.entries(dropped)),
    errored: new Map(Object.entries(errored)),
    days: new Map(Object.entries(days ?? {})),
    watermarkMicros: watermarkMicros ?? null,
  }
}
