/** A plan -> a job ready to run: options resolved, sources and sinks open, state claimed, recovery done. */
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { KafkaProducers } from '../connectors/kafka/producers.ts'
import { LocalTopics } from '../connectors/local/topic-sink.ts'
import type { KafkaProperties } from '../connectors/kafka/client.ts'
import type { MessageSender } from '../connectors/kafka/sender.ts'
import type { SinkConnector, SourceConnector } from '../connectors/ports.ts'
import { SourceEngine, recordsToHold } from '../engine/engine.ts'
import type { RowError } from '../engine/ports.ts'
import { planFingerprint } from '../plan/fingerprint.ts'
import type { LoaderNode, Plan, SourceNode } from '../plan/plan.ts'
import { connectSink, folderOf } from './connect/sink.ts'
import { connectSource } from './connect/source.ts'
import { errorAllowance, errorsPerSecondDefault } from './error-allowance.ts'
import { errorSinkName, withErrorSinks } from './default-error-sink.ts'
import { eachTogether } from './each-together.ts'
import { javaScriptHost } from './javascript/host.ts'
import { Job } from './job.ts'
import type { JobInput } from './job.ts'
import { loadersOf } from './loaders.ts'
import { Chain } from './protocol/chain.ts'
import { settleLayout } from './protocol/layouts.ts'
import type { Layout } from './protocol/layouts.ts'
import { LinkDecider } from './protocol/links.ts'
import type { SinkFolder } from './protocol/ports.ts'
import { Shard } from './protocol/shard.ts'
import { nodeFiles } from './state/durable-files.ts'
import type { DurableFiles } from './state/durable-files.ts'
import { claimState, clearState, jobNameOf, shardNameOf } from './state/job-identity.ts'
import type { JobIdentity } from './state/job-identity.ts'
import { lockState } from './state/lock.ts'
import { StateFolder } from './state/state-folder.ts'
import type { ShardFolder } from './state/state-folder.ts'

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
}

export interface OpenJob {
  readonly job: Job
  readonly inputs: readonly JobInput[]
  /** null: this is the job's first start. */
  readonly resumedEpoch: number | null
  close(): Promise<void>
}

/** Raises ConnectorError (StateError where the state is the trouble); then nothing is left open. */
export async function openJob(compiled: Plan, options: JobOptions): Promise<OpenJob> {
  const plan = withErrorSinks(compiled, options.stateFolder)
  const files = options.files ?? nodeFiles
  const closing: Closing = []
  const close = (): Promise<void> => closeAll(closing.splice(0))
  try {
    const sources = await openSources(plan, options, closing)
    const state = new StateFolder(options.stateFolder)
    const lock = await lockState(state, nodeFiles)
    closing.push(() => lock.release())
    const identity = await claim(state, compiled, options, files)
    const shardOf = (layout: Layout): Shard => openShard(plan, state.shard(layout.number, 0), identity, options, files)
    const layout = await settleLayout(state, files, { shards: 1, shardOf, newAttempt })
    const shard = shardOf(layout)
    const recovered = await shard.recover()
    const shardName = shardNameOf(identity, layout.number, 0)
    closing.push(() => removeEmpty(stagingFolders(plan, shardName)))
    const sinks = await openSinks(plan, shardName, options, closing)
    const inputs = plan.sources.map((node) => jobInput(plan, node, sources, sinks, options))
    const job = new Job({ plan, inputs, sinks, shard, recovered, clock: () => performance.now() })
    return { job, inputs, resumedEpoch: recovered.resumedEpoch === 0 ? null : recovered.resumedEpoch, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Checks that every source and sink is there (`run --dry-run`); their names. Raises ConnectorError. */
export async function probeJob(plan: Plan, options: JobOptions): Promise<readonly string[]> {
  const closing: Closing = [() => removeEmpty(stagingFolders(plan, probeShard))]
  try {
    const sources = await openSources(plan, options, closing)
    const sinks = await openSinks(plan, probeShard, options, closing)
    return [...[...sources.keys()].map((name) => `source ${name}`), ...[...sinks.keys()].map((name) => `sink ${name}`)]
  } finally {
    await closeAll(closing)
  }
}

/** What was opened last first. One that fails does not keep the others open. */
async function closeAll(closing: Closing): Promise<void> {
  const failures: unknown[] = []
  for (const step of closing.toReversed()) await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

const probeShard = 'dry-run'

/** Where `--local` writes files in place of topics. */
export function localTopicsFolder(localFolder: string): string {
  return join(localFolder, 'out')
}

/** A trial (`--local`) begins anew each time, as the files in place of topics do; its state is never a real job's. */
async function claim(
  state: StateFolder,
  plan: Plan,
  { localFolder }: JobOptions,
  files: DurableFiles,
): Promise<JobIdentity> {
  if (localFolder === null) return claimState(state, jobNameOf(plan), files)
  const name = `trial of ${jobNameOf(plan)}`
  await claimState(state, name, files)
  await clearState(state, files)
  return claimState(state, name, files)
}

type Closing = (() => Promise<void>)[]

async function openSources(plan: Plan, options: JobOptions, closing: Closing): Promise<Map<string, SourceConnector>> {
  const sources = new Map<string, SourceConnector>()
  for (const node of plan.sources) {
    const connector = connectSource(node, options)
    closing.push(() => connector.close())
    await connector.open()
    sources.set(node.name, connector)
  }
  return sources
}

async function openSinks(
  plan: Plan,
  shard: string,
  options: JobOptions,
  closing: Closing,
): Promise<Map<string, SinkConnector>> {
  const sinks = new Map<string, SinkConnector>()
  const localTopics = options.localFolder === null ? null : new LocalTopics(localTopicsFolder(options.localFolder))
  const producers = new KafkaProducers()
  const kafkaSender = (properties: KafkaProperties): MessageSender => producers.senderFor(properties)
  const onWarning = options.onWarning ?? (() => {})
  for (const loader of plan.sources.flatMap(loadersOf)) {
    sinks.set(loader.sink, connectSink(loader, { shard, localTopics, kafkaSender, onWarning }))
  }
  const connectors = [...sinks.values()]
  closing.push(() => producers.close())
  closing.push(() => eachTogether(connectors, (connector) => connector.close()))
  await eachTogether(connectors, (connector) => connector.open())
  return sinks
}

function jobInput(
  plan: Plan,
  node: SourceNode,
  sources: ReadonlyMap<string, SourceConnector>,
  sinks: ReadonlyMap<string, SinkConnector>,
  options: JobOptions,
): JobInput {
  const sinkNamed = (name: string): SinkConnector => {
    const sink = sinks.get(name)
    if (sink === undefined) throw new Error(`no sink ${name} in the plan`)
    return sink
  }
  const connector = sources.get(node.name)
  if (connector === undefined) throw new Error(`no source ${node.name} in the plan`)
  return {
    name: node.name,
    connector,
    engine: new SourceEngine(node, sinkNamed, {
      onError: options.onLostError,
      heldRecordsMax: recordsToHold(node.tables.length),
      planFingerprint: planFingerprint(plan),
      errorAllowance: errorAllowance(plan.settings.errorsPerSecond ?? errorsPerSecondDefault, () => performance.now()),
      functions: javaScriptHost,
    }),
    sinks: loadersOf(node).map((loader) => sinkNamed(loader.sink)),
  }
}

/** Where the manifest decides. */
function openShard(
  plan: Plan,
  folder: ShardFolder,
  job: JobIdentity,
  { intoExisting }: JobOptions,
  files: DurableFiles,
): Shard {
  const shardName = shardNameOf(job, folder.layout, folder.shard)
  return new Shard({
    folder,
    job,
    files,
    intoExisting,
    shardName,
    newAttempt,
    decider: new LinkDecider(new Chain(folder, job, files), files),
    sinks: sinkFolders(plan),
    stagingFolders: stagingFolders(plan, shardName),
    log: null,
    plan: planFingerprint(plan),
    clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
  })
}

function newAttempt(): string {
  return randomBytes(16).toString('hex')
}

function stagingFolders(plan: Plan, shard: string): readonly string[] {
  return [...fileLoaders(plan)].map(([, folder]) => join(folder, '_staging', shard))
}

/** A folder whose rows are all published shows no traces of the work. */
async function removeEmpty(staging: readonly string[]): Promise<void> {
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
