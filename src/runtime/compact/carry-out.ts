/**
 * A decided compaction takes effect. May be done any number of times and be broken off anywhere: what it has done it finds done.
 * In between a reader may miss the partition's rows (it has no `_SUCCESS` then); it never sees them twice.
 */
import { dirname, join } from 'node:path'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import { successName, writeSuccess } from '../partitions/success.ts'
import { restoreOrNew } from '../protocol/manifest.ts'
import type { CompactionManifest } from './manifest.ts'

export async function carryOut(manifest: CompactionManifest, files: DurableFiles): Promise<void> {
  const { inputs, output } = manifest
  const folder = dirname(output.final)
  await files.unlink(join(folder, successName))
  await files.syncFolder(folder)
  for (const { path } of inputs) await files.unlink(path)
  // Were the new name durable before the old ones are gone, a power loss could leave both.
  await files.syncFolder(folder)
  await giveFinalName(manifest, files)
  await files.syncFolder(folder)
  await writeSuccess(folder, files)
  await files.unlink(output.staged)
}

/** As for the files of an epoch: EEXIST is believed only after a look at the inode. */
async function giveFinalName({ output }: CompactionManifest, files: DurableFiles): Promise<void> {
  const staged = await files.identify(output.staged)
  if (staged !== null && (await files.link(output.staged, output.final)) === 'linked') return
  const final = await files.identify(output.final)
  if (final === null) {
    throw new StateError(
      `\`${output.final}\` of a decided compaction is gone, and so is its staged copy \`${output.staged}\``,
      restoreOrNew,
    )
  }
  if (staged === null ? final.bytes === output.bytes : final.inode === staged.inode) return
  throw new StateError(
    `cannot publish \`${output.final}\`: another file has that name`,
    `the compacted one is \`${output.staged}\`; move the other one away and run again`,
  )
}
