/**
 * Into how many shards a job's partitions, or lanes of files, are divided. The number is fixed in the state; each change of it
 * is a new *layout*, made once, by link(2), when all shards of the old one have handed over under their old transactional ids.
 */
import { join } from 'node:path'
import type { DurableFiles } from '../state/durable-files.ts'
import type { StateFolder } from '../state/state-folder.ts'
import { layoutNumbered, layoutText, readLayout } from './layout.ts'
import type { Layout } from './layout.ts'
import type { Shard } from './shard.ts'
import { LayoutChanged } from './transactions.ts'

/** What is asked of a shard that hands over. */
type OldShard = Pick<Shard, 'recover' | 'handOver' | 'abandon'>

/** What a change of layout needs besides the state folder. */
export interface LayoutChange {
  /** `SET 'job.shards'`. */
  readonly shards: number
  /** By default none. */
  readonly cut?: readonly string[]
  /** A shard of the layout in force, with a decider of its own. */
  readonly shardOf: (layout: Layout, shard: number) => OldShard
  /** Random 128 bits as hex. */
  readonly newAttempt: () => string
}

/**
 * The layout with which a job goes on: the one in force if it is as wanted, else a new one. May be broken off
 * anywhere and be done again, by several processes at once too: then the result may be another one than wanted. Raises
 * ShardLost where another process works on the old shards (try again after a pause of random length), StateError as `recover`.
 */
export async function settleLayout(state: StateFolder, files: DurableFiles, change: LayoutChange): Promise<Layout> {
  const { shards, cut = [], shardOf, newAttempt } = change
  const known = await readLayout(state, files)
  if (known === null) return createLayout(state, files, { number: 1, shards, cut }, newAttempt())
  const next = { number: known.number + 1, shards, cut }
  const begun = `${next.number}.begun`
  const isBegun = (await files.list(state.layouts)).includes(begun)
  // Whoever made them may have been stopped before they were durable, and epochs will rest on them.
  await files.syncFolder(state.layouts)
  if (layoutText(known) === layoutText(next) && !isBegun) return known
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

/** Whoever makes its file first has chosen. */
async function createLayout(state: StateFolder, files: DurableFiles, layout: Layout, attempt: string): Promise<Layout> {
  await claimName(state, files, String(layout.number), layoutText(layout), attempt)
  return layoutNumbered(state, files, layout.number)
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
