/**
 * Merges the small files of one closed partition. Decided by link(2), as an epoch from files to files is: of two that compact at
 * once one finds the name taken, and leaves everything to the other.
 */
import { dirname, extname, join } from 'node:path'
import type { StagedFile } from '../../connectors/ports.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import type { StateFolder } from '../state/state-folder.ts'
import { epochOf, highestEpoch } from '../protocol/chain.ts'
import { carryOut } from './carry-out.ts'
import { chooseGroups } from './choose.ts'
import type { DataFile } from './choose.ts'
import { compactionText, parseCompaction } from './manifest.ts'
import type { CompactionManifest } from './manifest.ts'

export interface Compactor {
  readonly state: StateFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
  /** Writes and syncs a file of all their rows; null: they are not of the sink's present columns. */
  readonly merge: (inputs: readonly DataFile[], to: { staged: string; final: string }) => Promise<StagedFile | null>
  /** Random 128 bits as hex. */
  readonly newAttempt: () => string
  readonly wallMs: () => number
}

interface Place {
  readonly sink: string
  /** The sink's. */
  readonly folder: string
  /** Of the partition, relative to it; empty: the folder itself. */
  readonly path: string
}

export interface Partition extends Place {
  /** What may be merged: visible, of published epochs or earlier compactions, in the order of their names. */
  readonly files: readonly DataFile[]
}

/** What became of it. */
export type Outcome =
  | { readonly kind: 'compacted'; readonly filesBefore: number; readonly filesAfter: number; readonly rows: number }
  /** Nothing to merge. */
  | { readonly kind: 'unchanged' }
  /** The files have other columns than the sink has now. */
  | { readonly kind: 'other-columns' }
  /** Another process compacts it. */
  | { readonly kind: 'lost' }

/** Raises StateError or ConnectorError; what was decided is then carried out by the next call. */
export async function compactPartition(at: Compactor, partition: Partition, bytesMax: number): Promise<Outcome> {
  let rows = 0
  let after = partition.files.length
  for (const group of chooseGroups(partition.files, bytesMax)) {
    const merged = await compactGroup(at, partition, group)
    if (typeof merged === 'string') return { kind: merged }
    rows += merged.output.rows
    after -= group.length - 1
  }
  const before = partition.files.length
  return after === before ? { kind: 'unchanged' } : { kind: 'compacted', filesBefore: before, filesAfter: after, rows }
}

/** Carries out what was decided and perhaps broken off. Whether there was something. */
export async function finishCompaction(at: Compactor, partition: Place): Promise<boolean> {
  const sequence = await unfinished(at, partition)
  if (sequence === null) return false
  const decided = at.state.compactions(partition.sink, partition.path)
  const path = join(decided, String(sequence))
  // Whoever decided it may have been stopped before that was durable.
  await at.files.syncFolder(decided)
  await finish(at, partition, parseCompaction((await at.files.read(path)) ?? '', path))
  return true
}

/** The number of a compaction that was decided and is not carried out yet; null: there is none. */
export async function unfinished(
  { state, files }: Pick<Compactor, 'state' | 'files'>,
  { sink, path }: Pick<Place, 'sink' | 'path'>,
): Promise<number | null> {
  const sequence = highestEpoch(await files.list(state.compactions(sink, path)))
  if (sequence === 0) return null
  const done = await files.list(state.finishedCompactions(sink, path))
  return done.includes(String(sequence)) ? null : sequence
}

async function compactGroup(
  at: Compactor,
  partition: Partition,
  inputs: readonly DataFile[],
): Promise<CompactionManifest | 'other-columns' | 'lost'> {
  const { state, files } = at
  const decided = state.compactions(partition.sink, partition.path)
  const sequence = highestEpoch(await files.list(decided)) + 1
  // Another process may have compacted them since they were listed: their rows must not be merged a second time.
  if ((await unfinished(at, partition)) !== null || !(await areThere(files, inputs))) return 'lost'
  let manifest
  try {
    manifest = await decide(at, partition, inputs, sequence)
  } catch (error) {
    // Another process that decided this compaction has swept what was staged for it here.
    if (highestEpoch(await files.list(decided)) < sequence) throw error
    return 'lost'
  }
  if (typeof manifest !== 'string') await finish(at, partition, manifest)
  return manifest
}

async function areThere(files: DurableFiles, inputs: readonly DataFile[]): Promise<boolean> {
  for (const { path } of inputs) if ((await files.identify(path)) === null) return false
  return true
}

async function decide(
  at: Compactor,
  partition: Partition,
  inputs: readonly DataFile[],
  sequence: number,
): Promise<CompactionManifest | 'other-columns' | 'lost'> {
  const { files, job } = at
  const attempt = at.newAttempt()
  const staging = join(stagingOf(at, partition), `${sequence}-${attempt}`)
  const name = `part-${compactShard(job)}-${sequence}-0${extname(inputs[0].path)}`
  await files.makeFolder(staging)
  let output: StagedFile | null = null
  let isDecided = false
  try {
    const final = join(partition.folder, partition.path, name)
    output = await at.merge(inputs, { staged: join(staging, name), final })
    if (output === null) return 'other-columns'
    await files.syncFolder(staging)
    const manifest: CompactionManifest = {
      version: 1,
      job,
      sink: partition.sink,
      partition: partition.path,
      sequence,
      inputs,
      output,
      writtenAtMs: at.wallMs(),
    }
    isDecided = await link(at, manifest, attempt)
    return isDecided ? manifest : 'lost'
  } finally {
    if (output === null || !isDecided) await removeEmpty(files, staging, partition)
  }
}

/** false: another process has decided a compaction of this number. */
async function link({ state, files }: Compactor, manifest: CompactionManifest, attempt: string): Promise<boolean> {
  const text = compactionText(manifest)
  const decided = state.compactions(manifest.sink, manifest.partition)
  const draft = join(state.staging, 'compact', attempt)
  const name = join(decided, String(manifest.sequence))
  await files.makeFolder(dirname(draft))
  await files.makeFolder(decided)
  await files.write(draft, text)
  await files.syncFolder(dirname(draft))
  // NFS may repeat a link that succeeded: what stands there tells.
  const isOurs = (await files.link(draft, name)) === 'linked' || (await files.read(name)) === text
  await files.unlink(draft)
  if (!isOurs) await files.unlink(manifest.output.staged)
  await files.syncFolder(decided)
  return isOurs
}

async function finish(at: Compactor, place: Place, manifest: CompactionManifest): Promise<void> {
  const { state, files } = at
  const attempt = at.newAttempt()
  await carryOut({ files, attempt, unfinished: async () => unfinished(at, place) }, place, manifest)
  await sweep(at, place, manifest.sequence)
  const done = state.finishedCompactions(manifest.sink, manifest.partition)
  await files.makeFolder(done)
  const decided = join(state.compactions(manifest.sink, manifest.partition), String(manifest.sequence))
  await files.link(decided, join(done, String(manifest.sequence)))
  await files.syncFolder(done)
}

/** What attempts at decided compactions left; those above may be another process's work. */
async function sweep(at: Compactor, place: Place, sequence: number): Promise<void> {
  const { files } = at
  const staging = stagingOf(at, place)
  for (const name of await files.list(staging)) {
    if ((epochOf(name) ?? Infinity) <= sequence) await files.removeFolder(join(staging, name))
  }
  await removeEmpty(files, staging, place)
}

function stagingOf({ job }: Compactor, { folder, path }: Place): string {
  return join(folder, '_staging', compactShard(job), path)
}

/** In the place of a shard in the names of files. */
function compactShard(job: JobIdentity): string {
  return `${job.uuid.replaceAll('-', '').slice(0, 6)}-compact`
}

/** A staging folder and those that it is in, as far as nothing is in them. `_staging` itself stays: a job may just be about to use it. */
async function removeEmpty(files: DurableFiles, staging: string, { folder }: Place): Promise<void> {
  const end = join(folder, '_staging')
  for (let path = staging; path.length > end.length; path = dirname(path)) await files.removeEmptyFolder(path)
}
