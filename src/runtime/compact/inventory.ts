/** What may be compacted: the visible files of published epochs and of earlier compactions, by partition. */
import { dirname, join, relative } from 'node:path'
import { parseManifest } from '../protocol/manifest.ts'
import type { Manifest } from '../protocol/manifest.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { ShardFolder, StateFolder } from '../state/state-folder.ts'
import { successName } from '../partitions/success.ts'
import type { DataFile } from './choose.ts'
import { parseCompaction } from './manifest.ts'

/** By path. */
export type KnownFiles = ReadonlyMap<string, DataFile>

/** All that published epochs and finished compactions of the job say. Raises StateError where a manifest is damaged. */
export async function knownFiles(state: StateFolder, files: DurableFiles): Promise<KnownFiles> {
  const known = new Map<string, DataFile>()
  for (const layout of await numbered(files, state.committed)) {
    for (const shard of await numbered(files, join(state.committed, layout))) {
      for (const manifest of await publishedEpochs(state.shard(Number(layout), Number(shard)), files)) {
        for (const { final, rows, bytes, sha256 } of manifest.files) {
          known.set(final, { path: final, rows, bytes, sha256 })
        }
      }
    }
  }
  await addCompacted(known, state.allFinishedCompactions, files)
  return known
}

/** An epoch is published once the next one is decided; the last one, where its mark says so or a transaction decided it. */
async function publishedEpochs(folder: ShardFolder, files: DurableFiles): Promise<readonly Manifest[]> {
  const epochs = (await numbered(files, folder.committed)).map(Number).toSorted((a, b) => a - b)
  const marked = new Set(await files.list(folder.published))
  const manifests: Manifest[] = []
  for (const epoch of epochs) {
    const path = folder.manifest(epoch)
    const text = await files.read(path)
    // A commit of the job has removed it meanwhile: it had no files.
    if (text === null) continue
    const { manifest } = parseManifest(text, path, epoch, folder.layout)
    const isPublished = epoch !== epochs.at(-1) || marked.has(String(epoch)) || manifest.decidedBy === 'transaction'
    if (isPublished) manifests.push(manifest)
  }
  return manifests
}

async function addCompacted(known: Map<string, DataFile>, folder: string, files: DurableFiles): Promise<void> {
  for (const name of await files.list(folder)) {
    const path = join(folder, name)
    const text = await readFile(files, path)
    if (text === null) {
      await addCompacted(known, path, files)
      continue
    }
    const { output, inputs } = parseCompaction(text, path)
    for (const input of inputs) known.delete(input.path)
    known.set(output.final, { path: output.final, rows: output.rows, bytes: output.bytes, sha256: output.sha256 })
  }
}

/** null: it is a folder. */
async function readFile(files: DurableFiles, path: string): Promise<string | null> {
  try {
    return await files.read(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR') return null
    throw error
  }
}

async function numbered(files: DurableFiles, folder: string): Promise<readonly string[]> {
  return (await files.list(folder)).filter((name) => /^\d+$/.test(name))
}

export interface FoundPartition {
  /** Relative to the sink's folder. */
  readonly path: string
  readonly isClosed: boolean
  readonly files: readonly DataFile[]
  /** `part-` files that this job did not write, or has not published yet. */
  readonly others: number
}

/** The partitions of a sink's folder that hold files, in order. */
export async function partitionsOf(
  folder: string,
  known: KnownFiles,
  files: DurableFiles,
): Promise<readonly FoundPartition[]> {
  const byFolder = new Map<string, DataFile[]>()
  for (const file of known.values()) {
    const path = relative(folder, dirname(file.path))
    if (path.startsWith('..')) continue
    const found = byFolder.get(path)
    if (found === undefined) byFolder.set(path, [file])
    else found.push(file)
  }
  const partitions: FoundPartition[] = []
  for (const [path, written] of [...byFolder].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const names = new Set(await files.list(join(folder, path)))
    const visible = written.filter((file) => names.has(relative(join(folder, path), file.path)))
    const parts = [...names].filter((name) => name.startsWith('part-')).length
    partitions.push({
      path,
      isClosed: names.has(successName),
      files: visible.toSorted((a, b) => byEpoch.compare(a.path, b.path)),
      others: parts - visible.length,
    })
  }
  return partitions
}

/** The numbers in the names of files count as such. */
const byEpoch = new Intl.Collator('en', { numeric: true })
