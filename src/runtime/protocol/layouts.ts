/**
 * Into how many shards a job's partitions are divided. The number is fixed in the state; each change of it is a new *layout*,
 * made once, by link(2), when all shards of the old one have handed over under their old transactional ids.
 */
import { join } from 'node:path'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import type { StateFolder } from '../state/state-folder.ts'
import { highestEpoch } from './chain.ts'
import { restoreOrNew } from './manifest.ts'
import type { Shard } from './shard.ts'
import { LayoutChanged } from './transactions.ts'

export interface Layout {
  /** From 1. */
  readonly number: number
  readonly shards: number
}

/** null: there is none yet. Raises StateError where it is damaged. */
export async function readLayout(state: StateFolder, files: DurableFiles): Promise<Layout | null> {
  const number = highestEpoch(await files.list(state.layouts))
  if (number === 0) return null
  const path = join(state.layouts, String(number))
  const shards = Number((await files.read(path)) ?? '')
  if (Number.isInteger(shards) && shards > 0) return { number, shards }
  throw new StateError(`\`${path}\` is damaged`, restoreOrNew)
}

/** What is asked of a shard that hands over. */
type OldShard = Pick<Shard, 'recover' | 'handOver' | 'abandon'>

/** What a change of layout needs besides the state folder. */
export interface LayoutChange {
  /** `SET 'job.shards'`. */
  readonly shards: number
  /** A shard of the layout in force, with a decider of its own. */
  readonly shardOf: (layout: Layout, shard: number) => OldShard
  /** Random 128 bits as hex. */
  readonly newAttempt: () => string
}

/**
 * The layout with which a job goes on: the one in force if it has as many shards as wanted, else a new one. May be broken off
 * anywhere and be done again, by several processes at once too: then the result may have another number than wanted. Raises
 * ShardLost where another process works on the old shards (try again after a pause of random length), StateError as `recover`.
 */
export async function settleLayout(state: StateFolder, files: DurableFiles, change: LayoutChange): Promise<Layout> {
  const { shards, shardOf, newAttempt } = change
  const known = await readLayout(state, files)
  if (known === null) return createLayout(state, files, { number: 1, shards }, newAttempt())
  const next = { number: known.number + 1, shards }
  const begun = `${next.number}.begun`
  const isBegun = (await files.list(state.layouts)).includes(begun)
  // Whoever made them may have been stopped before they were durable, and epochs will rest on them.
  await files.syncFolder(state.layouts)
  if (known.shards === shards && !isBegun) return known
  // From the first shard that has handed over on there is no way back: whoever starts next must see that.
  if (!isBegun) await claimName(state, files, begun, '', newAttempt())
  for (let shard = 0; shard < known.shards; shard++) await handOver(shardOf(known, shard))
  return createLayout(state, files, next, newAttempt())
}

/** One that has handed over before says so by its own checkpoints. */
async function handOver(shard: OldShard): Promise<void> {
  try {
    await shard.recover()
    await shard.handOver()
  } catch (error) {
    if (!(error instanceof LayoutChanged)) throw error
  } finally {
    await shard.abandon()
  }
}

/** Whoever makes its file first has chosen the number of shards. */
async function createLayout(
  state: StateFolder,
  files: DurableFiles,
  { number, shards }: Layout,
  attempt: string,
): Promise<Layout> {
  await claimName(state, files, String(number), `${shards}\n`, attempt)
  return { number, shards: Number(await files.read(join(state.layouts, String(number)))) }
}

/** A file in `layouts/`, whole and durable; the first one counts. */
async function claimName(
  state: StateFolder,
  files: DurableFiles,
  name: string,
  text: string,
  attempt: string,
): Promise<void> {
  const draft = join(state.staging, `layout-${attempt}`)
  await files.makeFolder(state.staging)
  await files.makeFolder(state.layouts)
  try {
    await files.write(draft, text)
    await files.link(draft, join(state.layouts, name))
    await files.syncFolder(state.layouts)
  } finally {
    await files.unlink(draft)
  }
}
