/** A plan -> a job ready to run: options resolved, sources open, state claimed, shards counted. */
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { OpenFiles } from '../connectors/hive/open-files.ts'
import { KafkaProducers } from '../connectors/kafka/producers.ts'
import { KafkaReader } from '../connectors/kafka/reader.ts'
import { fetchTopics } from '../connectors/kafka/topic-ends.ts'
import type { TopicEnds } from '../connectors/kafka/topic-ends.ts'
import { LocalTopics } from '../connectors/local/topic-sink.ts'
import type { ShardReader, SourceConnector } from '../connectors/ports.ts'
import { newCounts } from '../engine/accounts.ts'
import { SourceEngine, recordsToHold } from '../engine/engine.ts'
import type { RowError } from '../engine/ports.ts'
import { planFingerprint } from '../plan/fingerprint.ts'
import type { Plan, SourceNode } from '../plan/plan.ts'
import { decisionOf } from './connect/decider.ts'
import type { Decision } from './connect/decider.ts'
import { connectSource, groupsOf, isInKafka, kafkaSourcesOf } from './connect/source.ts'
import type { KafkaSources } from './connect/source.ts'
import { withErrorSinks } from './default-error-sink.ts'
import { errorAllowance, errorsPerSecondDefault } from './error-allowance.ts'
import { eachTogether } from './each-together.ts'
import { FileReader } from './file-reader.ts'
import { javaScriptHost } from './javascript/host.ts'
import { Job } from './job.ts'
import type { JobInput } from './job.ts'
import { emptyLedger, tableTotals } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { loadersOf } from './loaders.ts'
import {
  connectSinks,
  newAttempt,
  openShard,
  openShardRun,
  removeEmpty,
  shardDecider,
  stagingFolders,
} from './open-shard.ts'
import type { ShardWorld, SinkWorld } from './open-shard.ts'
import { totalsBefore } from './layout-totals.ts'
import { readLayout, settleLayout } from './protocol/layouts.ts'
import type { Layout } from './protocol/layouts.ts'
import { ShardLost } from './protocol/steps.ts'
import type { OpenPartition } from './partitions/closer.ts'
import { PartitionClosing } from './partitions/closing.ts'
import type { Manifest } from './protocol/manifest.ts'
import { SinkSwitch } from './sink-switch.ts'
import { nodeFiles } from './state/durable-files.ts'
import type { DurableFiles } from './state/durable-files.ts'
import { claimState, clearState, jobNameOf, shardNameOf } from './state/job-identity.ts'
import type { JobIdentity } from './state/job-identity.ts'
import { joinState, lockState } from './state/lock.ts'
import { StateFolder } from './state/state-folder.ts'
import { withDeadline } from './with-deadline.ts'

export interface JobOptions {
  readonly stateFolder: string
  /** Ends when all input has been read. */
  readonly untilEnd: boolean
  /** Files of this folder in place of Kafka; null: Kafka. */
  readonly localFolder: string | null
  /** A first start may add to sinks that hold files. */
  readonly intoExisting: boolean
  /** Tests stop the commit protocol here. */
  readonly files?: DurableFiles
  /** Errors that no sink could take. */
  readonly onLostError: (error: RowError) => void
  /** What an operator should know, and need not act upon now. */
  readonly onWarning?: (message: string) => void
  /** A partition of a sink is complete. */
  readonly onClosed?: (partition: OpenPartition) => void
}

export interface OpenJob {
  readonly job: Job
  readonly inputs: readonly JobInput[]
  readonly readers: readonly ShardReader[]
  readonly shardCount: number
  /** null: no sink closes its partitions. */
  readonly partitions: PartitionClosing | null
  close(): Promise<void>
}

/** Raises ConnectorError (StateError where the state is the trouble); then nothing is left open. */
export async function openJob(compiled: Plan, options: JobOptions): Promise<OpenJob> {
  const plan = withErrorSinks(compiled, options.stateFolder)
  const files = options.files ?? nodeFiles
  const closing: Closing = []
  const close = (): Promise<void> => closeAll(closing.splice(0))
  try {
    const opened = await openSources(plan, options, closing)
    const { kafka } = opened
    const state = new StateFolder(options.stateFolder)
    // Only a Kafka source tells several processes which shards are theirs.
    const lock = kafka === null ? await lockState(state, nodeFiles) : await joinState(state, nodeFiles)
    closing.push(() => lock.release())
    const job = await claim(state, compiled, options, files)
    const { decision } = opened
    const world: ShardWorld = { plan, state, job, files, decision, kafka, intoExisting: options.intoExisting }
    const layout = await layoutOf(world, opened)
    closing.push(() => removeEmpty(stagingOfAll(plan, job, layout)))
    const readers = readersOf(opened, job, layout, options)
    closing.push(() => eachTogether(readers, (reader) => reader.close()))
    const sinkWorld = openSinkWorld(options, closing)
    const switches = new Map(plan.sources.flatMap(loadersOf).map(({ sink }) => [sink, new SinkSwitch()]))
    const inputs = plan.sources.map((node) => jobInput(plan, node, switches, options))
    const partitions = await openPartitions(world, layout, options)
    closing.push(async () => partitions?.stop())
    const parts = {
      inputs,
      readers,
      switches,
      newRun: (shard: number) => openShardRun(world, sinkWorld, layout, shard),
      afterCommit: async (manifest: Manifest) => partitions?.committed(manifest),
      mayRetry: decision.kind === 'transaction',
      nothing: nothingOf(plan),
      earlier: await totalsBefore(world, layout.number),
    }
    return { job: new Job(parts), inputs, readers, shardCount: layout.shards, partitions, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Checks that every source and sink is there (`run --dry-run`); their names. Raises ConnectorError. */
export async function probeJob(plan: Plan, options: JobOptions): Promise<readonly string[]> {
  const closing: Closing = [() => removeEmpty(stagingFolders(plan, probeShard))]
  try {
    await openSources(plan, options, closing)
    const { producers, ...sinkWorld } = openSinkWorld(options, closing)
    const kafkaSender: KafkaProducers['senderFor'] = (properties) => producers.senderFor(properties)
    const sinks = connectSinks(plan, { ...sinkWorld, shard: probeShard, kafkaSender })
    const connectors = [...sinks.values()]
    closing.push(() => eachTogether(connectors, (connector) => connector.close()))
    await eachTogether(connectors, (connector) => connector.open())
    return [...plan.sources.map(({ name }) => `source ${name}`), ...[...sinks.keys()].map((name) => `sink ${name}`)]
  } finally {
    await closeAll(closing)
  }
}

type Closing = (() => Promise<void>)[]

const closeMsMax = 15_000

/** What was opened last first. One that fails, or never ends, does not keep the others open. */
async function closeAll(closing: Closing): Promise<void> {
  const failures: unknown[] = []
  for (const step of closing.toReversed()) {
    await withDeadline(closeMsMax, step()).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

const probeShard = 'dry-run'

/** Where `--local` writes files in place of topics. */
export function localTopicsFolder(localFolder: string): string {
  return join(localFolder, 'out')
}

interface OpenSources {
  /** null: no source is in Kafka. */
  readonly kafka: KafkaSources | null
  readonly topics: ReadonlyMap<string, TopicEnds>
  /** By name: the others. */
  readonly connectors: ReadonlyMap<string, SourceConnector>
  readonly decision: Decision
}

async function openSources(plan: Plan, options: JobOptions, closing: Closing): Promise<OpenSources> {
  const connectors = new Map<string, SourceConnector>()
  const kafka = kafkaSourcesOf(plan.sources.filter((node) => isInKafka(node, options)))
  const topics = new Set(kafka?.sources.map(({ topic }) => topic))
  const ends = kafka === null ? new Map<string, TopicEnds>() : await fetchTopics(kafka.properties, topics)
  for (const node of plan.sources.filter((source) => !isInKafka(source, options))) {
    const connector = connectSource(node, options)
    closing.push(() => connector.close())
    await connector.open()
    connectors.set(node.name, connector)
  }
  const loaders = options.localFolder === null ? plan.sources.flatMap(loadersOf) : []
  return { kafka, topics: ends, connectors, decision: await decisionOf(kafka, loaders) }
}

/** A trial (`--local`) begins anew each time, as the files in place of topics do; its state is never a real job's. */
async function claim(
  state: StateFolder,
  plan: Plan,
  { localFolder }: JobOptions,
  files: DurableFiles,
): Promise<JobIdentity> {
  if (localFolder === null) return claimState(state, jobNameOf(plan, groupsOf(plan.sources)), files)
  const name = `trial of ${jobNameOf(plan, new Set())}`
  await claimState(state, name, files)
  await clearState(state, files)
  return claimState(state, name, files)
}

const shardsByDefault = 4
const settlingTriesMax = 20
const settlingPauseMs = 1_000

/** How many shards there are: as the state says, unless the project now says otherwise. One process reads all files. */
async function layoutOf(world: ShardWorld, { kafka, topics, connectors }: OpenSources): Promise<Layout> {
  const { plan, state, files } = world
  const partitions = Math.max(1, ...[...topics.values()].map(({ size }) => size))
  const isAlone = kafka === null || connectors.size > 0
  const known = (await readLayout(state, files))?.shards ?? null
  const wanted = isAlone ? 1 : (plan.settings.shards ?? known ?? shardsByDefault)
  const shardOf = (layout: Layout, shard: number) => openShard(world, layout, shard, shardDecider(world, layout, shard))
  const change = { shards: Math.min(wanted, partitions), shardOf, newAttempt }
  for (let tries = 1; ; tries++) {
    try {
      return await settleLayout(state, files, change)
    } catch (error) {
      // Processes with the old shards are still at work; they end when they find theirs handed over.
      if (!(error instanceof ShardLost) || tries === settlingTriesMax) throw error
      await wait(Math.random() * settlingPauseMs)
    }
  }
}

function readersOf(
  { kafka, topics, connectors }: OpenSources,
  job: JobIdentity,
  layout: Layout,
  { untilEnd }: JobOptions,
): readonly ShardReader[] {
  const files = connectors.size === 0 ? [] : [new FileReader(connectors)]
  if (kafka === null) return files
  const reader = new KafkaReader({
    ...kafka,
    groupId: job.name,
    protocol: `sluice-${job.uuid}-${layout.number}-${layout.shards}`,
    shardCount: layout.shards,
    ends: topics,
    untilEnd,
  })
  return [reader, ...files]
}

async function openPartitions(
  { plan, state, job, files }: ShardWorld,
  layout: Layout,
  { onWarning = () => {}, onClosed = () => {} }: JobOptions,
): Promise<PartitionClosing | null> {
  return PartitionClosing.start({ plan, state, job, files, layout, wallMs: () => Date.now(), onClosed, onWarning })
}

function openSinkWorld({ localFolder, onWarning }: JobOptions, closing: Closing): SinkWorld {
  const producers = new KafkaProducers()
  closing.push(() => producers.close())
  const localTopics = localFolder === null ? null : new LocalTopics(localTopicsFolder(localFolder))
  // Every shard has sinks of its own: what one of them warns of is told once.
  const told = new Set<string>()
  const warnOnce = (message: string): void => {
    if (told.has(message)) return
    told.add(message)
    onWarning?.(message)
  }
  return { localTopics, producers, files: new OpenFiles(), onWarning: warnOnce }
}

function jobInput(
  plan: Plan,
  node: SourceNode,
  switches: ReadonlyMap<string, SinkSwitch>,
  options: JobOptions,
): JobInput {
  const sinkNamed = (name: string): SinkSwitch => {
    const sink = switches.get(name)
    if (sink === undefined) throw new Error(`no sink ${name} in the plan`)
    return sink
  }
  return {
    name: node.name,
    engine: new SourceEngine(node, sinkNamed, {
      onError: options.onLostError,
      heldRecordsMax: recordsToHold(node.tables.length),
      planFingerprint: planFingerprint(plan),
      errorAllowance: errorAllowance(plan.settings.errorsPerSecond ?? errorsPerSecondDefault, () => performance.now()),
      functions: javaScriptHost,
    }),
    sinks: loadersOf(node).map(({ sink }) => sink),
  }
}

function stagingOfAll(plan: Plan, job: JobIdentity, layout: Layout): readonly string[] {
  const shards = Array.from({ length: layout.shards }, (_, shard) => shardNameOf(job, layout.number, shard))
  return shards.flatMap((shard) => stagingFolders(plan, shard))
}

function nothingOf({ sources }: Plan): Ledger {
  const none = { rows: 0, files: 0, bytes: 0 }
  return {
    ...emptyLedger,
    sources: new Map(sources.map(({ name }) => [name, { in: 0, unclaimed: 0, errorsUnwritten: 0 }])),
    tables: new Map(
      sources.flatMap(({ tables }) =>
        [...newCounts(tables.map(({ table }) => table)).tables].map(([name, counts]) => [name, tableTotals(counts)]),
      ),
    ),
    sinks: new Map(sources.flatMap(loadersOf).map(({ sink }) => [sink, none])),
  }
}
