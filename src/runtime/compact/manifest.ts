/** A compaction's manifest: once it has its name in `committed/compact/…`, what it says is done, by whoever comes. */
import type { StagedFile } from '../../connectors/ports.ts'
import { restoreOrNew } from '../protocol/manifest.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { StateError } from '../state/state-folder.ts'
import type { DataFile } from './choose.ts'

export interface CompactionManifest {
  readonly version: 1
  readonly job: JobIdentity
  readonly sink: string
  /** Relative to the sink's folder; empty: the folder itself. */
  readonly partition: string
  /** From 1, for each partition. */
  readonly sequence: number
  /** Their rows stand in `output` in this order. */
  readonly inputs: readonly DataFile[]
  readonly output: StagedFile
  /** When it was written, for people. Milliseconds since the epoch. */
  readonly writtenAtMs: number
}

export function compactionText(manifest: CompactionManifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`
}

/** Raises StateError where the text is no such manifest. */
export function parseCompaction(text: string, path: string): CompactionManifest {
  let manifest
  try {
    manifest = JSON.parse(text) as CompactionManifest
  } catch {
    throw new StateError(`\`${path}\` is damaged: it is no JSON`, restoreOrNew)
  }
  if (manifest?.version === 1 && Array.isArray(manifest.inputs) && typeof manifest.output === 'object') return manifest
  throw new StateError(`\`${path}\` is damaged: it is no manifest of a compaction`, restoreOrNew)
}
