/**
 * `_SUCCESS`, the name by which readers know that a partition is complete, as in Hadoop and Flink. It gets its name by link(2) from
 * a *token* of whoever closes the partition: made before it looks whether the partition may be closed. A compaction is decided
 * first, then takes all tokens away and `_SUCCESS` with them: so whoever has looked too early, and slept since, has no token left.
 */
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { DurableFiles } from '../state/durable-files.ts'

export const successName = '_SUCCESS'

/** A Hive partition of a sink. */
export interface PartitionFolder {
  /** The sink's. */
  readonly folder: string
  /** Relative to it; empty: the folder itself. */
  readonly path: string
}

/**
 * Whether it has closed the partition: not where `mayStand`, which is asked at the right moment, says no, or another process was
 * faster. A `_SUCCESS` that is there stays. `attempt`: random 128 bits as hex.
 */
export async function giveSuccess(
  files: DurableFiles,
  partition: PartitionFolder,
  attempt: string,
  mayStand: () => Promise<boolean>,
): Promise<boolean> {
  const token = join(tokenFolder(partition), `${tokenPrefix(partition)}${attempt}`)
  await files.makeFolder(dirname(token))
  await files.write(token, '')
  try {
    if (!(await mayStand())) return false
    const folder = join(partition.folder, partition.path)
    const linked = await files.link(token, join(folder, successName))
    if (linked !== 'missing') await files.syncFolder(folder)
    return linked === 'linked'
  } finally {
    await files.unlink(token)
  }
}

/** After the decision for which it must not stand any more: from here on only who looks after that can close the partition. */
export async function takeSuccess(files: DurableFiles, partition: PartitionFolder): Promise<void> {
  const tokens = tokenFolder(partition)
  const prefix = tokenPrefix(partition)
  for (const name of await files.list(tokens)) if (name.startsWith(prefix)) await files.unlink(join(tokens, name))
  const folder = join(partition.folder, partition.path)
  await files.unlink(join(folder, successName))
  await files.syncFolder(folder)
}

/** On the sink's filesystem, and no reader looks there. */
function tokenFolder({ folder }: PartitionFolder): string {
  return join(folder, '_staging')
}

/** Paths may be longer than names can be. */
function tokenPrefix({ path }: PartitionFolder): string {
  return `success-${createHash('sha256').update(path).digest('hex').slice(0, 16)}-`
}
