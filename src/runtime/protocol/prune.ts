/**
 * Old manifests. Recovery reads the last one of a chain and the one before; compaction needs to know which files the others wrote.
 * So of each the commit of a later epoch leaves just that, or nothing where there were none. An epoch's name may be free again
 * then: `LinkDecider` looks for higher ones before it believes in a link.
 */
import { codeOf } from '../../connectors/system-error.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { condensedText, parseManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'

/** The last ones of a chain that stay whole in any case: two for recovery, the rest for people. */
export const epochsKept = 100

export interface Pruning {
  readonly files: DurableFiles
  readonly folder: ShardFolder
}

/** An epoch was published: the one that is old by it is condensed, or goes if it wrote no files. */
export async function prune(at: Pruning, published: number, kept: number): Promise<void> {
  const { files, folder } = at
  const epoch = published - kept
  if (epoch < 1) return
  const path = folder.manifest(epoch)
  const text = await files.read(path)
  if (text === null) return
  const { manifest } = parseManifest(text, path, epoch, folder.layout)
  if (manifest.files.length === 0) await files.unlink(path)
  else if (manifest.condensed !== true) await condense(at, manifest)
}

/** The name is never free meanwhile, and what takes it is durable before: a power loss leaves the one or the other. */
async function condense({ files, folder }: Pruning, manifest: Manifest): Promise<void> {
  const { epoch, attempt } = manifest
  const draft = folder.draft(epoch, `${attempt}-condensed`)
  try {
    await files.write(draft, condensedText(manifest))
  } catch (error) {
    // Somebody else is at it, or was stopped there: what is left is swept.
    if (codeOf(error) === 'EEXIST') return
    throw error
  }
  await files.replace(draft, folder.manifest(epoch))
}
