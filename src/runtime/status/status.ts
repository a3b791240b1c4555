/** How a job stands, from its state folder alone: while it runs, between two runs, after a crash. Changes nothing. */
import { stat } from 'node:fs/promises'
import type { SourcePosition } from '../../connectors/ports.ts'
import { shardsOf, totalsBefore } from '../ledger/layout-totals.ts'
import { addLedgers, emptyLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { ledgerFromJson } from '../ledger/json.ts'
import { mergePositions } from '../sources/positions.ts'
import { Chain } from '../protocol/chain.ts'
import { readLayout } from '../protocol/layout.ts'
import type { Decided, Manifest } from '../protocol/manifest.ts'
import { isPublished } from '../protocol/publish.ts'
import { nodeFiles } from '../state/durable-files.ts'
import { readIdentity } from '../state/job-identity.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { lastOwner, sharingOwners } from '../state/lock.ts'
import type { LastOwner } from '../state/lock.ts'
import { StateError, StateFolder } from '../state/state-folder.ts'
import type { ShardFolder } from '../state/state-folder.ts'

export interface JobStatus {
  readonly job: JobIdentity
  readonly stateFolder: string
  /** Who has the state, or had it last. */
  readonly owner: LastOwner | null
  /** Those that share it: of a job with a Kafka source. */
  readonly processes: readonly LastOwner[]
  /** Of all shards together; null: nothing has been committed yet. */
  readonly epoch: EpochStatus | null
  readonly shards: readonly ShardStatus[]
  /** Since the first start of the job; empty before its first commit. */
  readonly totals: Ledger
  /** By table with a WATERMARK that has rows: how far event time is in the slowest shard, in microseconds; null: one has none yet. */
  readonly watermarks: ReadonlyMap<string, number | null>
}

/** The last epoch of one shard. */
export interface ShardStatus extends EpochStatus {
  readonly shard: number
}

export interface EpochStatus {
  readonly number: number
  readonly committedAt: Date
  /** Whether all its files have their final names; if not, the next start gives them. */
  readonly isPublished: boolean
  /** Fingerprint of the plan that ran. */
  readonly plan: string
  /** By source. */
  readonly positions: Readonly<Record<string, readonly SourcePosition[]>>
  /** Of this epoch alone. */
  readonly counts: Ledger
}

/** Raises StateError where there is no state, or it is damaged. */
export async function readStatus(stateFolder: string): Promise<JobStatus> {
  const state = new StateFolder(stateFolder)
  const job = await readIdentity(state, nodeFiles)
  if (job === null) {
    throw new StateError(
      `\`${stateFolder}\` holds no state of a job`,
      'name the folder that `run` keeps it in with --state-dir; the default is `.sluice` in the folder that `run` was started in',
    )
  }
  const owner = await lastOwner(state, nodeFiles)
  const processes = await sharingOwners(state, nodeFiles)
  const { number, shards: shardCount } = (await readLayout(state, nodeFiles)) ?? { number: 1, shards: 1 }
  const world = { state, job, files: nodeFiles }
  const shards: ShardStatus[] = []
  const heads: Manifest[] = []
  let totals = await totalsBefore(world, number)
  for (const shard of await shardsOf(world, number)) {
    const folder = state.shard(number, shard)
    const head = await new Chain(folder, job, nodeFiles).head()
    if (head === null) continue
    heads.push(head.manifest)
    shards.push({ shard, ...(await epochStatus(folder, head)) })
    totals = addLedgers(totals, ledgerFromJson(head.manifest.totals))
  }
  const watermarks = watermarksOf(totals, heads, shardCount)
  return { job, stateFolder, owner, processes, epoch: together(shards), shards, totals, watermarks }
}

function watermarksOf(totals: Ledger, heads: readonly Manifest[], shards: number): ReadonlyMap<string, number | null> {
  const timed = [...totals.tables].filter(([, { watermarkMicros }]) => watermarkMicros !== null)
  return new Map(
    timed.map(([table]) => {
      const known = heads.flatMap((head) => ledgerFromJson(head.totals).tables.get(table)?.watermarkMicros ?? [])
      return [table, known.length < shards ? null : Math.min(...known)]
    }),
  )
}

async function epochStatus(folder: ShardFolder, { manifest }: Decided): Promise<EpochStatus> {
  const { epoch, plan, positions, counts, decidedBy } = manifest
  return {
    number: epoch,
    committedAt: (await stat(folder.manifest(epoch))).mtime,
    isPublished: await isPublished({ files: nodeFiles, folder, kind: decidedBy }, epoch),
    plan,
    positions,
    counts: ledgerFromJson(counts),
  }
}

/** The last epochs of all shards as one: the highest number, the latest time, the sum of what they counted. */
function together(shards: readonly ShardStatus[]): EpochStatus | null {
  const latest = shards.toSorted((a, b) => Number(b.committedAt) - Number(a.committedAt))[0]
  if (latest === undefined) return null
  return {
    number: Math.max(...shards.map((shard) => shard.number)),
    committedAt: latest.committedAt,
    isPublished: shards.every((shard) => shard.isPublished),
    plan: latest.plan,
    positions: shards.length === 1 ? latest.positions : positionsOfAll(shards),
    counts: shards.map(({ counts }) => counts).reduce(addLedgers, emptyLedger),
  }
}

/** Of one shard they stay in the order of its manifest: the last files are those being read. */
function positionsOfAll(shards: readonly ShardStatus[]): EpochStatus['positions'] {
  const merged = mergePositions(shards.map(({ positions }) => positions))
  return Object.fromEntries(Object.entries(merged).map(([source, positions]) => [source, positions.toSorted(byPlace)]))
}

function byPlace(a: SourcePosition, b: SourcePosition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1
  return a.partition - b.partition || (a.lane ?? -1) - (b.lane ?? -1)
}
