/** A shard that this process has gained: who decides its epochs, what checks its positions, its own sinks. */
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { OpenFiles } from '../../connectors/hive/open-files.ts'
import type { KafkaProperties } from '../../connectors/kafka/client.ts'
import type { HeldMessages } from '../../connectors/kafka/held-messages.ts'
import { KafkaLog } from '../../connectors/kafka/log.ts'
import type { TopicDescriptions } from '../../connectors/kafka/topic-descriptions.ts'
import type { KafkaProducers } from '../../connectors/kafka/producers.ts'
import type { MessageSender } from '../../connectors/kafka/sender.ts'
import type { LocalTopics } from '../../connectors/local/topic-sink.ts'
import type { SinkConnector } from '../../connectors/ports.ts'
import { newCounts } from '../../engine/accounts.ts'
import { planFingerprint } from '../../plan/fingerprint.ts'
import type { LoaderNode, Plan } from '../../plan/plan.ts'
import { deciderOf } from '../connect/decider.ts'
import type { Decision, ShardDecider } from '../connect/decider.ts'
import { connectSink, folderOf, isExactlyOnce } from '../connect/sink.ts'
import type { KafkaSources } from '../connect/source.ts'
import { errorSinkName } from '../errors/default-error-sink.ts'
import { eachTogether } from '../each-together.ts'
import { epochLimits } from './epoch.ts'
import { loadersOf } from '../connect/loaders.ts'
import type { Layout } from '../protocol/layout.ts'
import type { SinkFolder } from '../protocol/ports.ts'
import { Shard } from '../protocol/shard.ts'
import { ShardRun } from './shard-run.ts'
import { nodeFiles } from '../state/durable-files.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { shardNameOf } from '../state/job-identity.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import type { StateFolder } from '../state/state-folder.ts'

/** What all shards of a job have in common. */
export interface ShardWorld {
  readonly plan: Plan
  readonly state: StateFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
  readonly decision: Decision
  /** null: no source is in Kafka. */
  readonly kafka: KafkaSources | null
  readonly intoExisting: boolean
}

export interface SinkWorld {
  /** null: topics are topics. */
  readonly localTopics: LocalTopics | null
  readonly producers: KafkaProducers
  readonly topics: TopicDescriptions
  /** Of all shards. */
  readonly files: OpenFiles
  readonly messages: HeldMessages
  readonly onWarning: (message: string) => void
}

/** Kafka forgets the offsets of a group that nobody joins, after days by default; a shard without input renews its own. */
const idleCommitMsByDefault = 3_600_000

/** The commit protocol of one shard. Nothing is opened yet. */
export function openShard(world: ShardWorld, layout: Layout, number: number, { decider }: ShardDecider): Shard {
  const { plan, state, job, files, kafka, intoExisting } = world
  const folder = state.shard(layout.number, number)
  const shardName = shardNameOf(job, layout.number, number)
  return new Shard({
    folder,
    job,
    files,
    intoExisting,
    shardName,
    newAttempt,
    decider,
    sinks: sinkFolders(plan),
    stagingFolders: stagingFolders(plan, shardName),
    log: kafka === null ? null : new KafkaLog({ ...kafka, shard: number, shardCount: layout.shards }),
    plan: planFingerprint(plan),
    clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
  })
}

export function shardDecider(
  { state, job, files, decision }: ShardWorld,
  layout: Layout,
  number: number,
): ShardDecider {
  return deciderOf(decision, { folder: state.shard(layout.number, number), job, files, shardCount: layout.shards })
}

export function openShardRun(world: ShardWorld, sinkWorld: SinkWorld, layout: Layout, number: number): ShardRun {
  const { plan, job, decision } = world
  const decider = shardDecider(world, layout, number)
  const { producers } = sinkWorld
  const kafkaSender = (properties: KafkaProperties, inTransaction: boolean): MessageSender =>
    inTransaction && decider.transactions !== null ? decider.transactions : producers.senderFor(properties)
  const shard = shardNameOf(job, layout.number, number)
  const hasTransactionalRows = decision.kind === 'transaction' && plan.sources.flatMap(loadersOf).some(isExactlyOnce)
  return new ShardRun({
    number,
    shard: openShard(world, layout, number, decider),
    plan,
    sinks: connectSinks(plan, { ...sinkWorld, shard, kafkaSender }),
    newCounts: () =>
      new Map(plan.sources.map(({ name, tables }) => [name, newCounts(tables.map(({ table }) => table))])),
    limits: epochLimits(plan, hasTransactionalRows ? decision.timeoutMs : null),
    idleCommitMs:
      decision.kind === 'transaction' ? (plan.settings.idleCommitIntervalMs ?? idleCommitMsByDefault) : Infinity,
    clock: () => performance.now(),
  })
}

/** By name. Nothing is opened yet. */
export function connectSinks(plan: Plan, context: Parameters<typeof connectSink>[1]): Map<string, SinkConnector> {
  return new Map(plan.sources.flatMap(loadersOf).map((loader) => [loader.sink, connectSink(loader, context)]))
}

export function newAttempt(): string {
  return randomBytes(16).toString('hex')
}

export function stagingFolders(plan: Plan, shard: string): readonly string[] {
  return [...fileLoaders(plan)].map(([, folder]) => join(folder, '_staging', shard))
}

/** A folder whose rows are all published shows no traces of the work. */
export async function removeEmpty(staging: readonly string[]): Promise<void> {
  await eachTogether(staging, async (folder) => {
    await nodeFiles.removeEmptyFolder(folder)
    await nodeFiles.removeEmptyFolder(dirname(folder))
  })
}

/** The default error sinks are part of the state. */
function sinkFolders(plan: Plan): readonly SinkFolder[] {
  const implied = new Set(plan.sources.map((source) => errorSinkName(source.name)))
  return [...fileLoaders(plan)].map(([{ sink }, path]) => ({ name: sink, path, isInternal: implied.has(sink) }))
}

function fileLoaders(plan: Plan): ReadonlyMap<LoaderNode, string> {
  const loaders = plan.sources.flatMap(loadersOf).map((loader) => [loader, folderOf(loader)] as const)
  return new Map(loaders.filter((entry): entry is [LoaderNode, string] => entry[1] !== null))
}
