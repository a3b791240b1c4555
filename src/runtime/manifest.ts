/** A manifest: all that one epoch did. Each names its predecessor's hash, so that they form a chain nobody can mend unseen. */
import { createHash } from 'node:crypto'
import type { StagedFile } from '../connectors/ports.ts'
import type { Position } from '../engine/batch.ts'
import type { LedgerJson } from './ledger-json.ts'
import { layout, StateError } from './state/state-folder.ts'
import type { JobIdentity } from './state/job-identity.ts'

export interface Manifest {
  readonly version: 1
  readonly job: JobIdentity
  readonly layout: number
  readonly shard: number
  /** From 1, without gaps. */
  readonly epoch: number
  readonly attempt: string
  /** SHA-256 of the previous manifest's text, hex; null for the first. */
  readonly previous: string | null
  /** Fingerprint of the plan that ran. */
  readonly plan: string
  /** By source: where to read on. */
  readonly positions: Readonly<Record<string, readonly Position[]>>
  readonly files: readonly ManifestFile[]
  /** Of this epoch, and since the job's first start. */
  readonly counts: LedgerJson
  readonly totals: LedgerJson
}

export interface ManifestFile extends StagedFile {
  readonly sink: string
}

/** A manifest and the hash by which the next one names it. */
export interface Decided {
  readonly manifest: Manifest
  readonly hash: string
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`
}

export function manifestHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Raises StateError where the text is no manifest of this version, epoch and layout. `path` is for the message. */
export function parseManifest(text: string, path: string, epoch: number): Decided {
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
  return { manifest, hash: manifestHash(text) }
}

/** What a job cannot go on without. */
const parts = ['job', 'positions', 'files', 'counts', 'totals'] as const

export const restoreOrNew = 'restore the state from a copy, or start anew with another --state-dir and empty sinks'
