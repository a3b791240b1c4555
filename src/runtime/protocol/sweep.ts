/**
 * Removes what attempts at *decided* epochs left in staging: of those epochs only the decided attempt counted, and it is
 * published. What is staged above the decided epoch is never touched: it may be the work of the next owner.
 */
import { join } from 'node:path'
import { eachTogether } from '../each-together.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { epochOf } from './chain.ts'

export interface Sweeping {
  readonly files: DurableFiles
  readonly folder: ShardFolder
  /** This shard's, one for each sink with files: `<sink>/_staging/<shard>`. */
  readonly stagingFolders: readonly string[]
}

export async function sweep({ files, folder, stagingFolders }: Sweeping, decidedEpoch: number): Promise<void> {
  await eachTogether(stagingFolders, async (staging) => {
    for (const name of await upTo(files, staging, decidedEpoch)) await files.removeFolder(join(staging, name))
  })
  for (const name of await upTo(files, folder.staging, decidedEpoch)) await files.unlink(join(folder.staging, name))
  for (const name of await upTo(files, folder.published, decidedEpoch - 1)) {
    await files.unlink(join(folder.published, name))
  }
}

/** The names `<epoch>-<attempt>` or `<epoch>` of epochs up to this one; anything else is left alone. */
async function upTo(files: DurableFiles, path: string, epoch: number): Promise<readonly string[]> {
  return (await files.list(path)).filter((name) => (epochOf(name) ?? Infinity) <= epoch)
}
