/**
 * What a job has done by now, for those who watch it. Each thread that does a part of it describes that part, as plain data; put
 * together they say the same as one thread alone would.
 */
import type { PartitionLag, Remaining } from '../../connectors/ports.ts'
import { addLedgers, emptyLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { addRemaining } from './progress.ts'

/** A shard that a thread has, or had. */
export interface ShardLook {
  readonly number: number
  /** `gone`: another thread or process has it now. */
  readonly state: 'running' | 'recovering' | 'gone'
  /** The last decided epoch; 0: none. */
  readonly epoch: number
  /** The one that was decided before this thread read any of its records; null: it has read none. */
  readonly resumedEpoch: number | null
  /** Since the job's first start, decided. */
  readonly totals: Ledger
}

export interface SourceLook {
  readonly name: string
  /** false while it cannot be read and comes back by itself (a broker is away). */
  readonly isUp: boolean
  readonly remaining: Remaining
}

/** What one thread does. */
export interface PartLook {
  /** Since it began, committed or not. */
  readonly counted: Ledger
  readonly shards: readonly ShardLook[]
  readonly sources: readonly SourceLook[]
  readonly lag: readonly PartitionLag[]
  /** By sink: how many partitions it has closed, and how many rows came after theirs was. */
  readonly closed: ReadonlyMap<string, number>
  readonly late: ReadonlyMap<string, number>
}

/** What the whole process does. */
export interface JobLook extends PartLook {
  /** Each shard that this process has or had once, in order. */
  readonly shards: readonly ShardLook[]
  /** Since the job's first start, of these shards and of all earlier layouts; decided. */
  readonly totals: Ledger
  /** The highest epoch that was decided; 0: none. */
  readonly lastEpoch: number
  /** Whether an earlier process began the job. */
  readonly isResumed: boolean
}

/** What is there before anything is read. */
export interface LookBase {
  /** All sources, tables and sinks of the plan, with nothing counted. */
  readonly nothing: Ledger
  /** What was counted while the job had other shards. */
  readonly earlier: Ledger
}

export function jobLook(parts: readonly PartLook[], { nothing, earlier }: LookBase): JobLook {
  const shards = joinShards(parts.flatMap((part) => part.shards))
  return {
    counted: parts.map(({ counted }) => counted).reduce(addLedgers, nothing),
    totals: [earlier, ...shards.map(({ totals }) => totals)].reduce(addLedgers, nothing),
    shards,
    lastEpoch: Math.max(0, ...shards.map(({ epoch }) => epoch)),
    isResumed: shards.some(({ resumedEpoch }) => resumedEpoch !== null && resumedEpoch > 0),
    sources: joinSources(parts),
    lag: parts.flatMap(({ lag }) => lag),
    closed: addCounts(parts.map(({ closed }) => closed)),
    late: addCounts(parts.map(({ late }) => late)),
  }
}

/** A shard that went from one thread to another is told by both: the later epoch's totals hold those of the earlier one. */
export function joinShards(looks: readonly ShardLook[]): readonly ShardLook[] {
  const joined = new Map<number, ShardLook>()
  for (const look of looks) {
    const other = joined.get(look.number)
    joined.set(look.number, other === undefined ? look : joinShard(other, look))
  }
  return [...joined.values()].toSorted((a, b) => a.number - b.number)
}

function joinShard(a: ShardLook, b: ShardLook): ShardLook {
  const { epoch, totals } = a.epoch > b.epoch ? a : b
  const { state } = a.state === 'gone' ? b : a
  const begun = [a.resumedEpoch, b.resumedEpoch].filter((resumed) => resumed !== null)
  return { number: a.number, state, epoch, totals, resumedEpoch: begun.length === 0 ? null : Math.min(...begun) }
}

/** Who has no shard yet does not know what will be left for him. */
function joinSources(parts: readonly PartLook[]): readonly SourceLook[] {
  const atWork = parts.filter(({ shards }) => shards.some(({ state }) => state !== 'gone'))
  const all = (atWork.length > 0 ? atWork : parts.slice(0, 1)).flatMap(({ sources }) => sources)
  return [...Map.groupBy(all, ({ name }) => name)].map(([name, looks]) => {
    const { records, bytes } = addRemaining(looks.map(({ remaining }) => remaining))
    const remaining = { ...(records === null ? {} : { records }), ...(bytes === null ? {} : { bytes }) }
    return { name, isUp: looks.every(({ isUp }) => isUp), remaining }
  })
}

function addCounts(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const counts of all) for (const [key, count] of counts) sums.set(key, (sums.get(key) ?? 0) + count)
  return sums
}

/** Of a thread that has not begun. */
export const nothingSeen: PartLook = {
  counted: emptyLedger,
  shards: [],
  sources: [],
  lag: [],
  closed: new Map(),
  late: new Map(),
}
