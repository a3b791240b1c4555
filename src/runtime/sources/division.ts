/** Into how many shards the input of a job is divided, where its state does not say, and which of its files all of them read. */
import type { Plan, SourceNode } from '../../plan/plan.ts'
import { loadersOf } from '../connect/loaders.ts'
import type { OpenSources } from './open-sources.ts'
import { closingRules } from '../partitions/rules.ts'
import type { Layout } from '../protocol/layout.ts'

export type Division = Pick<Layout, 'shards' | 'cut'>

export interface DivisionSettings {
  /** The layout in force; null: there is none yet. */
  readonly known: Division | null
  /** Files stand in place of topics. */
  readonly isLocal: boolean
  /** Threads that are to have something to do each. */
  readonly workers: number
}

const topicShardsByDefault = 4

/**
 * Topics give whole partitions to a shard, files lanes. Where an epoch has to hold both there is one shard.
 */
export function divisionOf(
  plan: Plan,
  { topics, connectors }: Pick<OpenSources, 'topics' | 'connectors'>,
  { known, isLocal, workers }: DivisionSettings,
): Division {
  const wanted = plan.settings.shards ?? known?.shards ?? null
  if (topics.size > 0 && connectors.size === 0) {
    const partitions = Math.max(1, ...[...topics.values()].map(({ size }) => size))
    return { shards: Math.min(wanted ?? topicShardsByDefault, partitions), cut: [] }
  }
  if (topics.size > 0 || isLocal) return oneShard
  const shardsMax = Math.max(...[...connectors.values()].map((connector) => connector.shardsMax))
  const shards = Math.min(wanted ?? fileShardsByDefault(plan, workers), shardsMax)
  if (shards === 1 || keepsOrder(plan)) return { shards, cut: [] }
  const cut = plan.sources.filter((source) => connectors.get(source.name)?.isCuttable === true && !countsLines(source))
  return { shards, cut: cut.map(({ name }) => name) }
}

const oneShard: Division = { shards: 1, cut: [] }

/** A shard that has no file, or old ones, would hold back what is complete by event time; and people read what is printed. */
function fileShardsByDefault(plan: Plan, workers: number): number {
  const closesByEventTime = closingRules(plan).rules.some(({ trigger }) => trigger.kind === 'partition-time')
  return closesByEventTime || loaders(plan).some(({ connector }) => connector === 'print') ? 1 : workers
}

/** In folders of files rows have no order; wherever they have one, it is that of the input, file by file. */
function keepsOrder(plan: Plan): boolean {
  return loaders(plan).some(({ connector }) => connector !== 'hive')
}

function loaders(plan: Plan): ReturnType<typeof loadersOf> {
  return plan.sources.flatMap(loadersOf)
}

/** Whoever begins in the middle of a file does not know how many lines there are before. */
function countsLines(source: SourceNode): boolean {
  return mentions(source, (part) => part['kind'] === 'metadata' && part['item'] === 'file.line')
}

/** Looks through plain data. */
function mentions(value: unknown, isIt: (part: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isIt(value as Readonly<Record<string, unknown>>) || Object.values(value).some((part) => mentions(part, isIt))
}
