/** A manifest: all that one epoch did. Each names its predecessor's hash, so that they form a chain nobody can mend unseen. */
import { createHash } from 'node:crypto'
import type { SourcePositions, StagedFile } from '../../connectors/ports.ts'
import type { LedgerJson } from '../ledger/json.ts'
import { StateError } from '../state/state-folder.ts'
import type { JobIdentity } from '../state/job-identity.ts'

export type { RecordMark, SourcePosition, SourcePositions } from '../../connectors/ports.ts'

export interface Manifest {
  readonly version: 1
  readonly job: JobIdentity
  readonly layout: number
  readonly shard: number
  /** From 1, without gaps. */
  readonly epoch: number
  readonly attempt: string
  /** SHA-256 of the previous manifest's text, hex; null for the first of its layout. */
  readonly previous: string | null
  /** The last manifests of the layout before, where this is the first of its own: the positions come from them. */
  readonly inherits: readonly ManifestName[]
  /** The last of its layout: the partitions belong to shards of the next one from here on. */
  readonly handsOver: boolean
  /** Who decided it: a link in the chain, or a Kafka transaction. */
  readonly decidedBy: 'link' | 'transaction'
  /** When it was written, for people. Milliseconds since the epoch. */
  readonly writtenAtMs: number
  /** Fingerprint of the plan that ran. */
  readonly plan: string
  /** Kafka's id of the cluster that the positions mean; null: no position does. */
  readonly cluster: string | null
  /** By sink with files: the number of the device its folder is on. */
  readonly devices: Readonly<Record<string, number>>
  /** By source: where to read on. */
  readonly positions: SourcePositions
  readonly files: readonly ManifestFile[]
  /** Of this epoch, and since this shard's first. */
  readonly counts: LedgerJson
  readonly totals: LedgerJson
  /** It is old: only what `condensedText` says is left, and no epoch can follow from it. */
  readonly condensed?: true
}

export interface ManifestFile extends StagedFile {
  readonly sink: string
}

export interface ManifestName {
  readonly layout: number
  readonly shard: number
  readonly epoch: number
  readonly hash: string
}

/** A manifest, its text, and the hash by which the next one names it. */
export interface Decided {
  readonly manifest: Manifest
  readonly text: string
  /** SHA-256 of the text, hex. */
  readonly hash: string
}

export function sealManifest(manifest: Manifest): Decided {
  const text = manifestText(manifest)
  return { manifest, text, hash: manifestHash(text) }
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`
}

/** What compaction needs of an old manifest, the files; what grows with the job is left out: positions, counts. */
export function condensedText(manifest: Manifest): string {
  const none = { sources: {}, tables: {}, sinks: {} }
  const left: Manifest = {
    ...manifest,
    condensed: true,
    ...{ inherits: [], devices: {}, positions: {}, counts: none, totals: none },
    files: manifest.files.map((file) => ({ ...file, staged: '' })),
  }
  return `${JSON.stringify(left)}\n`
}

export function manifestHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Raises StateError where the text is no manifest of this version, epoch and layout. `path` is for the message. */
export function parseManifest(text: string, path: string, epoch: number, layout: number): Decided {
  let manifest
  try {
    manifest = JSON.parse(text) as Manifest
  } catch {
    throw new StateError(`\`${path}\` is damaged: it is no JSON`, restoreOrNew)
  }
  if (typeof manifest !== 'object' || manifest === null) {
    throw new StateError(`\`${path}\` is damaged: it is no manifest`, restoreOrNew)
  }
  if (manifest.version !== 1) {
    throw new StateError(
      `\`${path}\` was written by another version of sluice`,
      'use that version, or another --state-dir',
    )
  }
  if (manifest.epoch !== epoch || manifest.layout !== layout) {
    throw new StateError(
      `\`${path}\` is damaged: it says epoch ${manifest.epoch} of layout ${manifest.layout}`,
      restoreOrNew,
    )
  }
  const missing = parts.find((part) => typeof manifest[part] !== 'object' || manifest[part] === null)
  if (missing !== undefined) throw new StateError(`\`${path}\` is damaged: it has no ${missing}`, restoreOrNew)
  return { manifest, text, hash: manifestHash(text) }
}

/** What a job cannot go on without. */
const parts = ['job', 'positions', 'files', 'counts', 'totals', 'devices', 'inherits'] as const

export const restoreOrNew = 'restore the state from a copy, or start anew with another --state-dir and empty sinks'
