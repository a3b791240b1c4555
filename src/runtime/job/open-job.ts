/** A plan -> a job ready to run: options resolved, sources open, state claimed, shards counted, and shared among threads. */
import type { KafkaProducers } from '../../connectors/kafka/producers.ts'
import type { Plan } from '../../plan/plan.ts'
import { closeAll } from '../closing.ts'
import type { Closing } from '../closing.ts'
import { withErrorSinks } from '../errors/default-error-sink.ts'
import { eachTogether } from '../each-together.ts'
import { takeGround } from './ground.ts'
import type { JobGround } from './ground.ts'
import { openPart, openSinkWorld } from './part.ts'
import type { PartNotices } from './part.ts'
import type { JobListeners, JobOptions, JobSettings } from './options.ts'
import { jobLook } from './look.ts'
import type { JobLook, PartLook } from './look.ts'
import { connectSinks, removeEmpty, stagingFolders } from '../shards/open-shard.ts'
import { openSources } from '../sources/open-sources.ts'
import type { OpenSources } from '../sources/open-sources.ts'
import { nodeFiles } from '../state/durable-files.ts'
import { workersFor, workersWanted } from '../workers/count.ts'

export interface OpenJob {
  readonly shardCount: number
  /** Until all sources end, or `signal` aborts: then the open epochs are committed. Rejects with what broke; then they are not. */
  run(signal: AbortSignal, listeners: JobListeners): Promise<void>
  /** What it has done by now; after the end of `run`, all of it. */
  look(): Promise<JobLook>
  close(): Promise<void>
}

/** Raises ConnectorError (StateError where the state is the trouble); then nothing is left open. */
export async function openJob(compiled: Plan, options: JobOptions): Promise<OpenJob> {
  const plan = withErrorSinks(compiled, options.stateFolder)
  const closing: Closing = []
  try {
    const opened = await openSources(plan, { ...options, workers: 1 }, closing)
    const wanted = workersWanted(plan, options, opened)
    const ground = await takeGround(plan, { ...options, workers: wanted }, opened, closing)
    const workerCount = workersFor(wanted, ground.layout.shards, options)
    const opening: Opening = { plan, options, ground, connectors: opened.connectors, closing }
    const work = workerCount === 1 ? await openAlone(opening) : await openWorkers(opening, workerCount)
    return {
      ...{ shardCount: ground.layout.shards, run: work.run },
      look: async () => jobLook(await work.looks(), ground),
      close: () => closeAll(closing),
    }
  } catch (error) {
    await closeAll(closing).catch(() => {})
    throw error
  }
}

interface Opening {
  readonly plan: Plan
  readonly options: JobOptions
  readonly ground: JobGround
  readonly connectors: OpenSources['connectors']
  readonly closing: Closing
}

interface Work {
  readonly run: OpenJob['run']
  readonly looks: () => Promise<readonly PartLook[]>
}

/** In this thread. */
async function openAlone({ plan, options, ground, connectors, closing }: Opening): Promise<Work> {
  const part = await openPart({
    ...{ plan, settings: options, ground, connectors },
    share: { worker: 0, workers: 1 },
    files: options.files ?? nodeFiles,
    notices: noticesOf(options),
    mayEnd: (progress) => progress === 'done',
  })
  closing.push(() => part.close())
  return { run: (signal, listeners) => part.job.run(signal, listeners), looks: async () => [part.look()] }
}

async function openWorkers({ plan, options, ground, closing }: Opening, count: number): Promise<Work> {
  const { stateFolder, untilEnd, localFolder, intoExisting } = options
  const settings: JobSettings = { stateFolder, untilEnd, localFolder, intoExisting }
  // Loaded when there are several.
  const { Workers } = await import('../workers/workers.ts')
  const workers = await Workers.open({ plan, settings, ground }, count, noticesOf(options))
  closing.push(() => workers.close())
  return { run: (signal, listeners) => workers.run(signal, listeners), looks: () => workers.looks() }
}

function noticesOf({ onLostError, onWarning, onClosed }: JobOptions): PartNotices {
  return { onLostError, onWarning, onClosed, onSinkWarning: toldOnce(onWarning) }
}

function toldOnce(tell: (message: string) => void): (message: string) => void {
  const told = new Set<string>()
  return (message) => {
    if (told.has(message)) return
    told.add(message)
    tell(message)
  }
}

/** Checks that every source and sink is there (`run --dry-run`); their names. Raises ConnectorError. */
export async function probeJob(plan: Plan, settings: JobSettings): Promise<readonly string[]> {
  const closing: Closing = [() => removeEmpty(stagingFolders(plan, probeShard))]
  try {
    await openSources(plan, { ...settings, workers: 1 }, closing)
    const { producers, ...sinkWorld } = openSinkWorld(settings, { worker: 0, workers: 1 }, () => {}, closing)
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

const probeShard = 'dry-run'
