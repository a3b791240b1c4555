/**
 * From decided to published: the files of the epoch get their final names, then the epoch its mark. May be done any number of
 * times, by anyone who reads the manifest, and be broken off anywhere: each file is under its staged name, its final name, or
 * both (the same file), never gone.
 */
import { dirname, join } from 'node:path'
import { eachTogether } from '../each-together.ts'
import type { StagedFile } from '../../connectors/ports.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { restoreOrNew } from './manifest.ts'
import type { Decided, ManifestFile } from './manifest.ts'
import type { Decider } from './ports.ts'

export interface Publication {
  readonly files: DurableFiles
  readonly folder: ShardFolder
  readonly kind: Decider['kind']
}

/** Raises StateError where a file is gone, or its final name taken. */
export async function publish(to: Publication, decided: Decided): Promise<void> {
  const { files, folder } = to
  const { manifest } = decided
  // Whoever marked it may have been stopped before the mark was durable, and the next epoch must not be decided before that.
  if (await isPublished(to, manifest.epoch)) return files.syncFolder(marks(folder, to.kind))
  // The decision itself, where it is a link: whoever read it may have seen what a power loss still takes away.
  if (to.kind === 'link') await files.syncFolder(folder.committed)
  const folders = [...new Set(manifest.files.map((file) => dirname(file.final)))]
  const refuseIfGone = async (file: ManifestFile, found: 'done' | 'gone'): Promise<void> => {
    if (found === 'gone' && !(await isPublished(to, manifest.epoch))) throw gone(file)
  }
  // Who refuses has changed nothing: all are looked for before the first gets its name.
  await eachTogether(manifest.files, async (file) => refuseIfGone(file, await lookFor(files, file)))
  await eachTogether(folders, (path) => files.makeFolder(path))
  await eachTogether(manifest.files, async (file) => refuseIfGone(file, await giveFinalName(files, file)))
  await eachTogether(folders, (path) => files.syncFolder(path))
  await eachTogether(manifest.files, (file) => files.unlink(file.staged))
  await mark(to, decided)
}

export async function isPublished({ files, folder, kind }: Publication, epoch: number): Promise<boolean> {
  return (await files.identify(join(marks(folder, kind), String(epoch)))) !== null
}

/** Where an epoch's name says that all its files have theirs. */
export function marks(folder: ShardFolder, kind: Decider['kind']): string {
  return kind === 'link' ? folder.published : folder.committed
}

/**
 * EEXIST is believed only after a look at the inode: NFS may repeat a link that succeeded. `gone`: there is none under either
 * name; the epoch may have been published and the file compacted while this process slept.
 */
export async function giveFinalName(files: DurableFiles, file: StagedFile): Promise<'done' | 'gone'> {
  const staged = await files.identify(file.staged)
  if (staged === null) return checkPublished(files, file)
  const linked = await files.link(file.staged, file.final)
  if (linked === 'linked') return 'done'
  // Somebody else published it just now.
  if (linked === 'missing') return checkPublished(files, file)
  const final = await files.identify(file.final)
  // The name was taken, and is free: somebody else gave it, and a compaction took it away while this process slept.
  if (final === null) return giveFinalName(files, file)
  if (final.device === staged.device && final.inode === staged.inode) return 'done'
  throw new StateError(
    `cannot publish \`${file.final}\`: another file has that name`,
    `the new one is \`${file.staged}\`; move the other one away and run again`,
  )
}

async function lookFor(files: DurableFiles, file: StagedFile): Promise<'done' | 'gone'> {
  return (await files.identify(file.staged)) === null ? checkPublished(files, file) : 'done'
}

async function checkPublished(files: DurableFiles, file: StagedFile): Promise<'done' | 'gone'> {
  const final = await files.identify(file.final)
  if (final === null) return 'gone'
  if (final.bytes === file.bytes) return 'done'
  throw new StateError(
    `\`${file.final}\` has ${final.bytes} bytes, the manifest says ${file.bytes}: it was changed`,
    restoreOrNew,
  )
}

function gone(file: ManifestFile): StateError {
  return new StateError(
    `\`${file.final}\` of a decided epoch is gone, and so is its staged copy \`${file.staged}\``,
    restoreOrNew,
  )
}

async function mark({ files, folder, kind }: Publication, { manifest, text }: Decided): Promise<void> {
  const { epoch, attempt } = manifest
  const path = marks(folder, kind)
  await files.makeFolder(path)
  const decided = kind === 'link' ? folder.manifest(epoch) : folder.draft(epoch, attempt)
  const linked = await files.link(decided, join(path, String(epoch)))
  if (linked === 'missing' && !(await isPublished({ files, folder, kind }, epoch))) {
    throw new StateError(`\`${decided}\`, a decided manifest, is gone`, restoreOrNew)
  }
  if (linked === 'exists' && (await files.read(join(path, String(epoch)))) !== text) {
    throw new StateError(`\`${join(path, String(epoch))}\` is not the epoch that was decided`, restoreOrNew)
  }
  await files.syncFolder(path)
}
