/** What `run` says at the end: the ledger, and where to look next. */
import { folderOf, localFileOf } from '../runtime/connect/sink.ts'
import { errorFolder, errorSinkName } from '../runtime/errors/default-error-sink.ts'
import type { JobOptions } from '../runtime/job/options.ts'
import type { Ledger } from '../runtime/ledger/ledger.ts'
import { alignedTable, ledgerText } from '../runtime/ledger/text.ts'
import { loadersOf } from '../runtime/connect/loaders.ts'
import { localTopicsFolder } from '../runtime/connect/local-folder.ts'
import type { JobLook } from '../runtime/job/look.ts'
import { grouped } from '../runtime/job/progress.ts'
import type { LoaderNode, Plan } from '../plan/plan.ts'
import { counted } from './compile-project.ts'
import { programName } from './program-name.ts'

/** The ledger of what the project declares: without tables of earlier plans and the error sinks that nobody declared. */
export function declaredLedger(plan: Plan, ledger: Ledger): Ledger {
  const sources = plan.sources.map((source) => source.name)
  const tables = plan.sources.flatMap((source) => source.tables.map(({ table }) => table))
  const sinks = plan.sources.flatMap(loadersOf).map(({ sink }) => sink)
  return {
    sources: chosen(ledger.sources, sources),
    tables: chosen(ledger.tables, tables),
    sinks: chosen(ledger.sinks, sinks),
  }
}

function chosen<T>(counts: ReadonlyMap<string, T>, names: readonly string[]): ReadonlyMap<string, T> {
  return new Map(names.toSorted().flatMap((name) => (counts.has(name) ? [[name, counts.get(name)!] as const] : [])))
}

/** `ledger`: the declared part of the job's totals. */
export function summaryText(
  plan: Plan,
  look: JobLook,
  ledger: Ledger,
  options: JobOptions,
  paths: readonly string[],
): string {
  const since = look.isResumed ? 'since the first start of this job' : 'of this job'
  return [
    `\nThe ledger ${since}: every record is out, dropped or errored\n\n${ledgerText(ledger)}`,
    `\nLook next at\n\n${alignedTable(null, ['left', 'left'], placesToLook(plan, ledger, look.totals, options, paths))}`,
  ].join('')
}

function placesToLook(
  plan: Plan,
  ledger: Ledger,
  totals: Ledger,
  options: JobOptions,
  paths: readonly string[],
): string[][] {
  const loaders = plan.sources.flatMap(loadersOf)
  const outputs = loaders.flatMap((loader) => {
    const place = outputPlace(loader, options.localFolder)
    const rows = ledger.sinks.get(loader.sink)?.rows ?? 0
    return place === null || rows === 0 ? [] : [[place, describe(loader, rows)]]
  })
  const errors = plan.sources.flatMap(({ name }) => {
    const rows = totals.sinks.get(errorSinkName(name))?.rows ?? 0
    return rows === 0 ? [] : [[errorFolder(options.stateFolder, name), `${grouped(rows)} ${errorsText}`]]
  })
  const project = paths.length === 0 ? '' : ` ${paths.join(' ')}`
  return [
    ...outputs,
    ...errors,
    [`${programName} explain${project}`, 'the plan: what is done with each record'],
    [`${programName} sample${project}`, 'the first records through every stage'],
  ]
}

/** A folder of files, or the file in place of a topic; null where there is nothing to open. */
function outputPlace(loader: LoaderNode, localFolder: string | null): string | null {
  if (loader.connector === 'kafka')
    return localFolder === null ? null : localFileOf(loader, localTopicsFolder(localFolder))
  return folderOf(loader)
}

const errorsText = 'records that failed, with the reason, the clause and the raw text'

function describe(loader: LoaderNode, rows: number): string {
  const format = loader.options.format?.text ?? loader.connector
  switch (loader.from.kind) {
    case 'table':
      return `${counted(rows, 'row')} of ${loader.from.table}, ${format}`
    case 'errors':
      return `${grouped(rows)} ${errorsText}`
    case 'unclaimed':
      return `${counted(rows, 'record')} that no table took`
  }
}
