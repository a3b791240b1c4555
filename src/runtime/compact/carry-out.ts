/**
 * A decided compaction takes effect. May be done any number of times and be broken off anywhere: what it has done it finds done.
 * In between a reader may miss the partition's rows (it has no `_SUCCESS` then); it never sees them twice.
 */
import { dirname, join } from 'node:path'
import type { StagedFile } from '../../connectors/ports.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import { successName, writeSuccess } from '../partitions/success.ts'
import { restoreOrNew } from '../protocol/manifest.ts'
import { giveFinalName } from '../protocol/publish.ts'
import type { CompactionManifest } from './manifest.ts'

export async function carryOut(manifest: CompactionManifest, files: DurableFiles): Promise<void> {
  const { inputs, output } = manifest
  const folder = dirname(output.final)
  await files.unlink(join(folder, successName))
  await files.syncFolder(folder)
  for (const { path } of inputs) await files.unlink(path)
  // Were the new name durable before the old ones are gone, a power loss could leave both.
  await files.syncFolder(folder)
  if ((await giveFinalName(files, output)) === 'gone') throw gone(output)
  await files.syncFolder(folder)
  await writeSuccess(folder, files)
  await files.unlink(output.staged)
}

function gone({ final, staged }: StagedFile): StateError {
  return new StateError(
    `\`${final}\` of a decided compaction is gone, and so is its staged copy \`${staged}\``,
    restoreOrNew,
  )
}
