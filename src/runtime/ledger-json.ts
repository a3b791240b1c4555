/** The ledger as JSON: the summary of `run --output json`, and what manifests hold. What did not occur is left out. */
import type { Ledger, SinkCounts, SourceCounts, TableTotals } from './ledger.ts'

export interface LedgerJson {
  readonly sources: Readonly<Record<string, SourceCounts>>
  readonly tables: Readonly<Record<string, TableJson>>
  readonly sinks: Readonly<Record<string, SinkCounts>>
}

interface TableJson {
  readonly in: number
  readonly out: number
  readonly dropped: Readonly<Record<string, number>>
  readonly errored: Readonly<Record<string, number>>
}

/** Names are user text: `Object.fromEntries` makes own properties even of `__proto__`. */
export function ledgerToJson(ledger: Ledger): LedgerJson {
  return {
    sources: Object.fromEntries(ledger.sources),
    tables: Object.fromEntries([...ledger.tables].map(([name, totals]) => [name, tableToJson(totals)])),
    sinks: Object.fromEntries(ledger.sinks),
  }
}

function tableToJson({ in: recordsIn, out, dropped, errored }: TableTotals): TableJson {
  return { in: recordsIn, out, dropped: occurred(dropped), errored: occurred(errored) }
}

function occurred(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].filter(([, count]) => count !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export function ledgerFromJson(json: LedgerJson): Ledger {
  return {
    sources: new Map(Object.entries(json.sources)),
    tables: new Map(
      Object.entries(json.tables).map(([name, { in: recordsIn, out, dropped, errored }]) => [
        name,
        {
          in: recordsIn,
          out,
          dropped: new Map(Object.entries(dropped)),
          errored: new Map(Object.entries(errored)),
        },
      ]),
    ),
    sinks: new Map(Object.entries(json.sinks)),
  }
}
