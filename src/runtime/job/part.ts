/**
 * The part of a job that one thread does, from its own readers to its own sinks: all of it, or that of one worker of several.
 * Parts share nothing but the state folder, as processes do.
 */
import { performance } from 'node:perf_hooks'
import { OpenFiles, openFilesDefaults } from '../../connectors/hive/open-files.ts'
import { HeldMessages, heldMessagesBytesMax } from '../../connectors/kafka/held-messages.ts'
import { KafkaProducers } from '../../connectors/kafka/producers.ts'
import { TopicDescriptions } from '../../connectors/kafka/topic-descriptions.ts'
import { KafkaReader } from '../../connectors/kafka/reader.ts'
import { LocalTopics } from '../../connectors/local/topic-sink.ts'
import type { ShardReader, SourceConnector } from '../../connectors/ports.ts'
import { SourceEngine, recordsToHold } from '../../engine/engine.ts'
import { planFingerprint } from '../../plan/fingerprint.ts'
import type { Plan, SourceNode } from '../../plan/plan.ts'
import { closeAll } from '../closing.ts'
import type { Closing } from '../closing.ts'
import { isInKafka, kafkaSourcesOf } from '../connect/source.ts'
import type { KafkaSources } from '../connect/source.ts'
import { eachTogether } from '../each-together.ts'
import { errorAllowance, errorsPerSecondDefault } from '../errors/error-allowance.ts'
import { FileReader } from '../sources/file-reader.ts'
import { javaScriptHost } from '../javascript/host.ts'
import { Job } from './job.ts'
import type { Progress } from './job.ts'
import type { JobInput } from './processing.ts'
import type { JobGround } from './ground.ts'
import type { JobNotices, JobSettings } from './options.ts'
import { loadersOf } from '../connect/loaders.ts'
import { localTopicsFolder } from '../connect/local-folder.ts'
import type { PartLook } from './look.ts'
import { openShardRun } from '../shards/open-shard.ts'
import type { ShardWorld, SinkWorld } from '../shards/open-shard.ts'
import { PartitionClosing } from '../partitions/closing.ts'
import type { Layout } from '../protocol/layout.ts'
import type { Manifest } from '../protocol/manifest.ts'
import { SinkSwitch } from './sink-switch.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateFolder } from '../state/state-folder.ts'

/** One of `workers` threads, from 0. */
export interface Share {
  readonly worker: number
  readonly workers: number
}

export interface PartParts {
  /** With its error sinks. */
  readonly plan: Plan
  readonly settings: JobSettings
  readonly ground: JobGround
  readonly share: Share
  /** By name: the open sources that are not in Kafka. */
  readonly connectors: ReadonlyMap<string, SourceConnector>
  readonly files: DurableFiles
  readonly notices: PartNotices
  /** As that of the job. */
  readonly mayEnd: (progress: Progress) => boolean
}

export interface PartNotices extends JobNotices {
  /** Each shard has sinks of its own, which may all say the same. */
  readonly onSinkWarning: (message: string) => void
}

export interface JobPart {
  readonly job: Job
  look(): PartLook
  close(): Promise<void>
}

/** Raises ConnectorError; then nothing is left open. */
export async function openPart(parts: PartParts): Promise<JobPart> {
  const { plan, settings, ground, share, files } = parts
  const closing: Closing = []
  try {
    const kafka = kafkaSourcesOf(
      plan.sources.filter((node) => isInKafka(node, settings)),
      share.workers,
    )
    const { job: identity, decision, layout } = ground
    const state = new StateFolder(settings.stateFolder)
    const world: ShardWorld = {
      ...{ plan, state, job: identity, files, decision, kafka },
      intoExisting: settings.intoExisting,
    }
    const readers = readersOf(kafka, parts)
    closing.push(() => eachTogether(readers, (reader) => reader.close()))
    const sinkWorld = openSinkWorld(settings, share, parts.notices.onSinkWarning, closing)
    const switches = new Map(plan.sources.flatMap(loadersOf).map(({ sink }) => [sink, new SinkSwitch()]))
    const { onClosed, onWarning } = parts.notices
    const partitions = await PartitionClosing.start(plan, {
      ...{ state, job: identity, files, layout, onClosed, onWarning },
      wallMs: () => Date.now(),
    })
    closing.push(async () => partitions?.stop())
    const job = new Job({
      inputs: plan.sources.map((node) => jobInput(node, switches, parts)),
      readers,
      switches,
      newRun: (shard) => openShardRun(world, sinkWorld, layout, shard),
      afterCommit: async (manifest: Manifest) => partitions?.committed(manifest),
      mayRetry: decision.kind === 'transaction',
      mayEnd: parts.mayEnd,
    })
    return { job, look: () => lookAt(job, readers, partitions), close: () => closeAll(closing) }
  } catch (error) {
    await closeAll(closing).catch(() => {})
    throw error
  }
}

function lookAt(job: Job, readers: readonly ShardReader[], partitions: PartitionClosing | null): PartLook {
  const sources = readers.flatMap((reader) =>
    [...reader.remaining()].map(([name, remaining]) => ({ name, isUp: reader.isUp(), remaining })),
  )
  return {
    counted: job.counted(),
    shards: job.shards(),
    sources,
    lag: readers.flatMap((reader) => reader.lag()),
    closed: new Map(partitions?.closed),
    late: new Map(partitions?.late),
  }
}

function readersOf(
  kafka: KafkaSources | null,
  { settings, ground, share, connectors }: PartParts,
): readonly ShardReader[] {
  const { job, layout, topics } = ground
  const files = connectors.size === 0 ? [] : [new FileReader(connectors, layout, shardsOf(layout, share))]
  if (kafka === null) return files
  const reader = new KafkaReader({
    ...kafka,
    groupId: job.name,
    protocol: `sluice-${job.uuid}-${layout.number}-${layout.shards}`,
    shardCount: layout.shards,
    ends: topics,
    untilEnd: settings.untilEnd,
  })
  return [reader, ...files]
}

/** Of files; Kafka says which of its shards are whose. */
function shardsOf({ shards }: Layout, { worker, workers }: Share): readonly number[] {
  return Array.from({ length: shards }, (_, shard) => shard).filter((shard) => shard % workers === worker)
}

/** What bounds a process is divided among its workers. */
export function openSinkWorld(
  { localFolder }: JobSettings,
  { workers }: Share,
  onWarning: (message: string) => void,
  closing: Closing,
): SinkWorld {
  const producers = new KafkaProducers()
  closing.push(() => producers.close())
  const localTopics = localFolder === null ? null : new LocalTopics(localTopicsFolder(localFolder))
  const { bytesMax, handlesMax } = openFilesDefaults
  const files = new OpenFiles({ bytesMax: bytesMax / workers, handlesMax: Math.ceil(handlesMax / workers) })
  const messages = new HeldMessages(heldMessagesBytesMax / workers)
  return { localTopics, producers, topics: new TopicDescriptions(), files, messages, onWarning }
}

function jobInput(
  node: SourceNode,
  switches: ReadonlyMap<string, SinkSwitch>,
  { plan, share, notices }: PartParts,
): JobInput {
  const sinkNamed = (name: string): SinkSwitch => {
    const sink = switches.get(name)
    if (sink === undefined) throw new Error(`no sink ${name} in the plan`)
    return sink
  }
  const errorsPerSecond = (plan.settings.errorsPerSecond ?? errorsPerSecondDefault) / share.workers
  return {
    name: node.name,
    engine: new SourceEngine(node, sinkNamed, {
      onError: notices.onLostError,
      heldRecordsMax: recordsToHold(node.tables.length),
      planFingerprint: planFingerprint(plan),
      errorAllowance: errorAllowance(errorsPerSecond, () => performance.now()),
      functions: javaScriptHost,
    }),
  }
}
