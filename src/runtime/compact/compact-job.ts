/** `sluice compact`: the small files of a job's closed partitions are merged, sink by sink, one partition after the other. */
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { mergeFiles } from '../../connectors/hive/merge-files.ts'
import type { LoaderNode, Plan } from '../../plan/plan.ts'
import { fileFormatOf, folderOf } from '../connect/sink.ts'
import { loadersOf } from '../connect/loaders.ts'
import { readIdentity } from '../state/job-identity.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { nodeFiles } from '../state/durable-files.ts'
import { StateError, StateFolder } from '../state/state-folder.ts'
import { compactPartition, finishCompaction } from './compact-partition.ts'
import type { Compactor, Outcome } from './compact-partition.ts'
import { chooseGroups } from './choose.ts'
import { knownFiles, partitionsOf } from './inventory.ts'
import type { FoundPartition, KnownFiles } from './inventory.ts'

export interface CompactionOptions {
  readonly stateFolder: string
  /** Only this sink; null: all with files. */
  readonly sink: string | null
  /** Only this partition, such as `dt=2026-11-20`; null: all. */
  readonly partition: string | null
  /** Of a merged file. */
  readonly bytesMax: number
  /** Says what would be done. */
  readonly dryRun: boolean
}

export interface CompactionReport {
  readonly sink: string
  readonly partition: string
  readonly filesBefore: number
  readonly outcome:
    Outcome | { readonly kind: 'open' } | { readonly kind: 'would-compact'; readonly filesAfter: number }
  /** Files of other jobs, or of epochs that are not published yet: left alone. */
  readonly others: number
}

/** Raises StateError or ConnectorError; the partitions reported before are done. */
export async function* compactJob(plan: Plan, options: CompactionOptions): AsyncGenerator<CompactionReport> {
  const state = new StateFolder(options.stateFolder)
  const job = await readIdentity(state, nodeFiles)
  if (job === null) {
    throw new StateError(`\`${state.path}\` holds no state of a job`, 'name the folder that `run` had as --state-dir')
  }
  let known = await knownFiles(state, nodeFiles)
  for (const [loader, folder] of sinksWithFiles(plan, options.sink)) {
    const compactor = compactorOf(state, job, loader)
    // All manifests of the job are read for it: again only where something was still to be carried out.
    const hasFinished = !options.dryRun && (await finishAll(compactor, loader, folder, known, options))
    if (hasFinished) known = await knownFiles(state, nodeFiles)
    yield* compactSink(compactor, loader, folder, known, options)
  }
}

/** Whether a compaction had been broken off. */
async function finishAll(
  compactor: Compactor,
  { sink }: LoaderNode,
  folder: string,
  known: KnownFiles,
  options: CompactionOptions,
): Promise<boolean> {
  let hasFinished = false
  for (const { path } of await wantedPartitions(compactor, folder, known, options)) {
    if (await finishCompaction(compactor, { sink, folder, path })) hasFinished = true
  }
  return hasFinished
}

async function* compactSink(
  compactor: Compactor,
  { sink }: LoaderNode,
  folder: string,
  known: KnownFiles,
  options: CompactionOptions,
): AsyncGenerator<CompactionReport> {
  for (const partition of await wantedPartitions(compactor, folder, known, options)) {
    const outcome = await outcomeOf(compactor, { ...partition, sink, folder }, options)
    yield { sink, partition: partition.path, filesBefore: partition.files.length, outcome, others: partition.others }
  }
}

async function wantedPartitions(
  { files }: Compactor,
  folder: string,
  known: KnownFiles,
  { partition }: CompactionOptions,
): Promise<readonly FoundPartition[]> {
  const found = await partitionsOf(folder, known, files)
  return found.filter(({ path }) => partition === null || path === partition)
}

async function outcomeOf(
  compactor: Compactor,
  partition: FoundPartition & { readonly sink: string; readonly folder: string },
  { bytesMax, dryRun }: CompactionOptions,
): Promise<CompactionReport['outcome']> {
  if (!partition.isClosed) return { kind: 'open' }
  if (!dryRun) return compactPartition(compactor, partition, bytesMax)
  const merged = chooseGroups(partition.files, bytesMax).reduce((files, group) => files + group.length - 1, 0)
  return merged === 0 ? { kind: 'unchanged' } : { kind: 'would-compact', filesAfter: partition.files.length - merged }
}

function compactorOf(state: StateFolder, job: JobIdentity, loader: LoaderNode): Compactor {
  const format = fileFormatOf(loader)
  const columns = loader.columns.filter(({ name }) => !loader.partitionedBy.includes(name))
  return {
    state,
    job,
    files: nodeFiles,
    merge: async (inputs, to) => mergeFiles(inputs, to, format, columns),
    newAttempt: () => randomBytes(16).toString('hex'),
    wallMs: () => Date.now(),
  }
}

/** Raises StateError for a sink that is not there or has no files. */
function sinksWithFiles(plan: Plan, only: string | null): readonly (readonly [LoaderNode, string])[] {
  const all = plan.sources.flatMap(loadersOf).flatMap((loader) => {
    const folder = folderOf(loader)
    return folder === null ? [] : [[loader, resolve(folder)] as const]
  })
  const found = all.filter(([{ sink }]) => only === null || sink === only)
  if (found.length > 0 || only === null) return found
  const names = all.map(([{ sink }]) => sink).join(', ')
  throw new StateError(`no sink \`${only}\` writes files`, names === '' ? null : `those that do: ${names}`)
}
