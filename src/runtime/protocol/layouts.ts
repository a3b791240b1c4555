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

/** The layout in force, made where the state has none yet. */
export async function currentLayout(
  state: StateFolder,
  files: DurableFiles,
  shards: number,
  token: string,
): Promise<Layout> {
  const known = await readLayout(state, files)
  return known ?? createLayout(state, files, { number: 1, shards }, token)
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

/**
 * The next layout, with another number of shards. `shardOf`: the shards of the old one, each with its own decider. May be
 * broken off anywhere and be done again, also by two processes at once. Raises StateError as `recover` does.
 */
export async function changeLayout(
  state: StateFolder,
  files: DurableFiles,
  from: Layout,
  shards: number,
  shardOf: (shard: number) => Shard,
  token: string,
): Promise<Layout> {
  for (let shard = 0; shard < from.shards; shard++) await handOver(shardOf(shard))
  return createLayout(state, files, { number: from.number + 1, shards }, token)
}

/** One that has handed over before says so by its own checkpoints. */
async function handOver(shard: Shard): Promise<void> {
  try {
    await shard.recover()
    await shard.handOver()
  } catch (error) {
    if (!(error instanceof LayoutChanged)) throw error
  } finally {
    await shard.abandon()
  }
}

/** Whoever makes its file first has chosen the number of shards. `token`: of this try, for the name of the draft. */
async function createLayout(
  state: StateFolder,
  files: DurableFiles,
  { number, shards }: Layout,
  token: string,
): Promise<Layout> {
  const draft = join(state.staging, `layout-${token}`)
  const path = join(state.layouts, String(number))
  await files.makeFolder(state.staging)
  await files.makeFolder(state.layouts)
  try {
    await files.write(draft, `${shards}\n`)
    await files.link(draft, path)
    await files.syncFolder(state.layouts)
  } finally {
    await files.unlink(draft)
  }
  const chosen = Number(await files.read(path))
  return { number, shards: chosen }
}
