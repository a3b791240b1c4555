/**
 * Gives the files of a decided epoch their final names. May be done any number of times, by anyone who reads the manifest,
 * and be broken off anywhere: each file is under its staged name, its final name, or both (the same file), never gone.
 */
import { dirname } from 'node:path'
import { StateError } from './state/state-folder.ts'
import type { DurableFiles } from './state/durable-files.ts'
import type { Manifest, ManifestFile } from './manifest.ts'
import { restoreOrNew } from './manifest.ts'

export async function publish(manifest: Manifest, files: DurableFiles): Promise<void> {
  const folders = new Set(manifest.files.map((file) => dirname(file.final)))
  for (const folder of folders) await files.makeFolder(folder)
  for (const file of manifest.files) await giveFinalName(file, files)
  await Promise.all([...folders].map((folder) => files.syncFolder(folder)))
  for (const file of manifest.files) await files.unlink(file.staged)
}

/** EEXIST is believed only after a look at the inode: NFS may repeat a link that succeeded. */
async function giveFinalName(file: ManifestFile, files: DurableFiles): Promise<void> {
  const staged = await files.identify(file.staged)
  if (staged === null) return requirePublished(file, files)
  if ((await files.link(file.staged, file.final)) === 'linked') return
  const final = await files.identify(file.final)
  if (final !== null && final.device === staged.device && final.inode === staged.inode) return
  throw new StateError(
    `cannot publish \`${file.final}\`: another file has that name`,
    `the new one is \`${file.staged}\`; move the other one away and run again`,
  )
}

async function requirePublished(file: ManifestFile, files: DurableFiles): Promise<void> {
  const final = await files.identify(file.final)
  if (final === null) {
    throw new StateError(
      `\`${file.final}\` of a decided epoch is gone, and so is its staged copy \`${file.staged}\``,
      restoreOrNew,
    )
  }
  if (final.bytes !== file.bytes) {
    throw new StateError(
      `\`${file.final}\` has ${final.bytes} bytes, the manifest says ${file.bytes}: it was changed`,
      restoreOrNew,
    )
  }
}
