/** Which sinks of a plan close their partitions, and how: `sink.partition-commit.*`. */
import { resolve } from 'node:path'
import { durationKind } from '../../options/kinds.ts'
import { hiveSinkOptions } from '../../options/index.ts'
import type { LoaderNode, Plan, SourceNode, TablePipeline } from '../../plan/plan.ts'
import { folderOf, sinkOwner } from '../connect/sink.ts'
import { readFor, resolveFor } from '../connect/options.ts'
import { loadersOf } from '../connect/loaders.ts'
import type { ClosingRule } from './closer.ts'

export interface ClosingRules {
  readonly rules: readonly ClosingRule[]
  /** By table: after so long without news a shard no longer holds the others back; null: it does. */
  readonly idleMsOf: ReadonlyMap<string, number | null>
}

/** Raises ConnectorError where an option is wrong at run time. */
export function closingRules(plan: Plan): ClosingRules {
  return {
    rules: plan.sources.flatMap((source) => loadersOf(source).flatMap((loader) => ruleOf(source, loader) ?? [])),
    idleMsOf: new Map(
      plan.sources.flatMap((source) => source.tables.map(({ table }) => [table, idleMs(source)] as const)),
    ),
  }
}

function ruleOf(source: SourceNode, loader: LoaderNode): ClosingRule | null {
  const folder = folderOf(loader)
  if (folder === null) return null
  const owner = sinkOwner(loader)
  const values = readFor(owner, hiveSinkOptions, resolveFor(owner, loader.options))
  const common = {
    sink: loader.sink,
    folder: resolve(folder),
    levels: loader.partitionedBy.length,
    delayMs: values['sink.partition-commit.delay'],
  }
  switch (values['sink.partition-commit.trigger']) {
    case null:
      return null
    case 'process-time':
      return { ...common, trigger: { kind: 'process-time' } }
    case 'partition-time': {
      const { from } = loader
      const table =
        from.kind === 'table' ? source.tables.find((candidate) => candidate.table === from.table) : undefined
      if (table === undefined) throw new Error(`${owner} closes partitions by the event time of no table`)
      const pattern = values['partition.time-extractor.timestamp-pattern'] ?? `$${loader.partitionedBy[0]}`
      const clock = { pattern, type: eventTypeOf(table), timeZone: source.timeZone }
      return { ...common, trigger: { kind: 'partition-time', table: table.table, clock } }
    }
  }
}

function eventTypeOf({ table, watermark, formatter }: TablePipeline): {
  kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ'
  precision: number
} {
  const type = formatter.columns.find(({ name }) => name === watermark?.column)?.type
  if (type?.kind === 'TIMESTAMP' || type?.kind === 'TIMESTAMP_LTZ') return type
  throw new Error(`${table} has no event time`)
}

function idleMs(source: SourceNode): number | null {
  const key = 'scan.watermark.idle-timeout'
  const option = source.options[key]
  if (option === undefined) return null
  const resolved = resolveFor(`source \`${source.name}\``, { [key]: option })
  const parsed = durationKind.parse(resolved[key].text)
  return parsed.ok ? parsed.value : null
}
