/**
 * What a process settles once before it works on a job, whatever the number of its threads: the state folder is taken, the job
 * claimed, and divided into shards. What comes of it is plain data.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { TopicEnds } from '../../connectors/kafka/topic-ends.ts'
import { newCounts } from '../../engine/accounts.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Closing } from '../closing.ts'
import type { Decision } from '../connect/decider.ts'
import { groupsOf, kafkaSourcesOf, isInKafka } from '../connect/source.ts'
import { divisionOf } from '../sources/division.ts'
import type { JobOptions } from './options.ts'
import { totalsBefore } from '../ledger/layout-totals.ts'
import { emptyLedger, tableTotals } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { loadersOf } from '../connect/loaders.ts'
import type { LookBase } from './look.ts'
import { newAttempt, openShard, removeEmpty, shardDecider, stagingFolders } from '../shards/open-shard.ts'
import type { ShardWorld } from '../shards/open-shard.ts'
import type { OpenSources } from '../sources/open-sources.ts'
import { readLayout } from '../protocol/layout.ts'
import type { Layout } from '../protocol/layout.ts'
import { settleLayout } from '../protocol/layouts.ts'
import { ShardLost } from '../protocol/steps.ts'
import { nodeFiles } from '../state/durable-files.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { claimState, clearState, jobNameOf, shardNameOf } from '../state/job-identity.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { joinState, lockState } from '../state/lock.ts'
import { StateFolder } from '../state/state-folder.ts'

export interface JobGround extends LookBase {
  readonly job: JobIdentity
  readonly layout: Layout
  /** By topic; where a job ends that reads until the end. */
  readonly topics: ReadonlyMap<string, TopicEnds>
  readonly decision: Decision
}

/** `plan`: with its error sinks. Raises ConnectorError, StateError where the state is the trouble. */
export async function takeGround(
  plan: Plan,
  options: JobOptions,
  opened: OpenSources,
  closing: Closing,
): Promise<JobGround> {
  const files = options.files ?? nodeFiles
  const { topics, decision } = opened
  const state = new StateFolder(options.stateFolder)
  const kafka = kafkaSourcesOf(plan.sources.filter((node) => isInKafka(node, options)))
  // Only a Kafka source tells several processes which shards are theirs.
  const lock = kafka === null ? await lockState(state, nodeFiles) : await joinState(state, nodeFiles)
  closing.push(() => lock.release())
  const job = await claim(state, plan, options, files)
  const world: ShardWorld = { plan, state, job, files, decision, kafka, intoExisting: options.intoExisting }
  const layout = await layoutOf(world, opened, options)
  closing.push(() => removeEmpty(stagingOfAll(plan, job, layout)))
  const earlier = await totalsBefore(world, layout.number)
  return { job, layout, topics, decision, earlier, nothing: nothingOf(plan) }
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

const settlingTriesMax = 20
const settlingPauseMs = 1_000

/** As the state says, unless the project now says otherwise. */
async function layoutOf(world: ShardWorld, opened: OpenSources, { localFolder, workers }: JobOptions): Promise<Layout> {
  const { plan, state, files } = world
  const known = await readLayout(state, files)
  const division = divisionOf(plan, opened, { known, isLocal: localFolder !== null, workers: workers ?? 1 })
  const shardOf = (layout: Layout, shard: number) => openShard(world, layout, shard, shardDecider(world, layout, shard))
  const change = { ...division, shardOf, newAttempt }
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
