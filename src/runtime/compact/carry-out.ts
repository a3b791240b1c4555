/**
 * A decided compaction takes effect. May be done any number of times and be broken off anywhere: what it has done it finds done.
 * In between a reader may miss the partition's rows (it has no `_SUCCESS` then); it never sees them twice.
 */
import { dirname } from 'node:path'
import type { StagedFile } from '../../connectors/ports.ts'
import { eachTogether } from '../each-together.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import { giveSuccess, takeSuccess } from '../partitions/success.ts'
import type { PartitionFolder } from '../partitions/success.ts'
import { restoreOrNew } from '../protocol/manifest.ts'
import { giveFinalName } from '../protocol/publish.ts'
import type { CompactionManifest } from './manifest.ts'

export interface CarryingOut {
  readonly files: DurableFiles
  /** Of this attempt: random 128 bits as hex. */
  readonly attempt: string
  /** The number of a compaction of the partition that was decided and is not carried out yet; null: there is none. */
  readonly unfinished: () => Promise<number | null>
}

/** Raises StateError where the merged file is gone. */
export async function carryOut(
  { files, attempt, unfinished }: CarryingOut,
  partition: PartitionFolder,
  { inputs, output, sequence }: CompactionManifest,
): Promise<void> {
  const folder = dirname(output.final)
  await takeSuccess(files, partition)
  await eachTogether(inputs, ({ path }) => files.unlink(path))
  // Were the new name durable before the old ones are gone, a power loss could leave both.
  await files.syncFolder(folder)
  // Others may have done all this, and more, while this process slept.
  if ((await giveFinalName(files, output)) === 'gone' && (await unfinished()) === sequence) throw gone(output)
  await files.syncFolder(folder)
  await giveSuccess(files, partition, attempt, async () => [null, sequence].includes(await unfinished()))
  await files.unlink(output.staged)
}

function gone({ final, staged }: StagedFile): StateError {
  return new StateError(
    `\`${final}\` of a decided compaction is gone, and so is its staged copy \`${staged}\``,
    restoreOrNew,
  )
}
