/**
 * Old manifests. Recovery reads the last one of a chain and the one before; compaction needs those of epochs that wrote files. The
 * others are removed, each by the commit of a later epoch. An epoch's name is free again then: `LinkDecider` looks for higher ones
 * before it believes in a link.
 */
import type { DurableFiles } from '../state/durable-files.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { parseManifest } from './manifest.ts'

/** The last ones of a chain that stay in any case: two for recovery, the rest for people. */
export const epochsKept = 100

export interface Pruning {
  readonly files: DurableFiles
  readonly folder: ShardFolder
}

/** An epoch was published: the one that is old by it goes if it wrote no files. */
export async function prune({ files, folder }: Pruning, published: number, kept: number): Promise<void> {
  const epoch = published - kept
  if (epoch < 1) return
  const path = folder.manifest(epoch)
  const text = await files.read(path)
  if (text === null) return
  const { manifest } = parseManifest(text, path, epoch, folder.layout)
  if (manifest.files.length === 0) await files.unlink(path)
}
