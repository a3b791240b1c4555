/**
 * What is committed with every offset: which decided epoch it belongs to, and enough to know the place in the log again.
 * Kafka keeps at most 4,096 UTF-16 units with an offset; this takes about 400.
 */
import { StateError } from '../state/state-folder.ts'
import type { Manifest, RecordMark } from './manifest.ts'

export interface CheckpointMetadata {
  /** Uuid of the job. */
  readonly job: string
  /** That the partition belongs to from here on: one more than the manifest's where that hands over. */
  readonly layout: number
  /** Whose the manifest is. */
  readonly manifestLayout: number
  readonly shard: number
  readonly epoch: number
  readonly attempt: string
  /** SHA-256 of the manifest's text, hex. */
  readonly hash: string
  /** Fingerprint of the plan. */
  readonly plan: string
  /** The last record consumed; null: none was yet. */
  readonly last: RecordMark | null
  readonly totals: RunningTotals
}

/** Of all tables, since the shard's first epoch. */
export interface RunningTotals {
  readonly in: number
  readonly out: number
  readonly dropped: number
  readonly errored: number
}

export const metadataUnitsMax = 4096

export function checkpointMetadata(manifest: Manifest, hash: string, last: RecordMark | null): CheckpointMetadata {
  return {
    job: manifest.job.uuid,
    layout: manifest.handsOver ? manifest.layout + 1 : manifest.layout,
    manifestLayout: manifest.layout,
    shard: manifest.shard,
    epoch: manifest.epoch,
    attempt: manifest.attempt,
    hash,
    plan: manifest.plan,
    last,
    totals: runningTotals(manifest),
  }
}

/** Of all tables together. */
export function runningTotals({ totals }: Pick<Manifest, 'totals'>): RunningTotals {
  const tables = Object.values(totals.tables)
  return {
    in: sum(tables.map((table) => table.in)),
    out: sum(tables.map((table) => table.out)),
    dropped: sum(tables.flatMap((table) => Object.values(table.dropped))),
    errored: sum(tables.flatMap((table) => Object.values(table.errored))),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** As Kafka keeps it: JSON, with the version of its form as `v`. */
export function encodeMetadata(metadata: CheckpointMetadata): string {
  const text = JSON.stringify({ v: 1, ...metadata })
  if (text.length >= metadataUnitsMax) throw new Error(`checkpoint metadata of ${text.length} UTF-16 units`)
  return text
}

/** Raises StateError where it is not what `encodeMetadata` makes. `place` is for the message. */
export function decodeMetadata(text: string, place: string): CheckpointMetadata {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || !('v' in value)) {
    throw new StateError(
      `the checkpoint of ${place} was not written by sluice`,
      "give the job a name that no other group has (SET 'job.name'), or delete the group of its checkpoints",
    )
  }
  if (value.v !== 1) {
    throw new StateError(`the checkpoint of ${place} was written by another version of sluice`, 'use that version')
  }
  const { v: _, ...metadata } = value
  if (!isMetadata(metadata)) throw new StateError(`the checkpoint of ${place} is damaged`, startAnew)
  return metadata
}

const startAnew = 'start anew: delete the group of the checkpoints, and use another --state-dir and empty sinks'

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isMetadata(value: object): value is CheckpointMetadata {
  const part = new Map<string, unknown>(Object.entries(value))
  const last = part.get('last')
  return (
    ['job', 'attempt', 'hash', 'plan'].every((name) => typeof part.get(name) === 'string') &&
    ['layout', 'manifestLayout', 'shard', 'epoch'].every((name) => Number.isSafeInteger(part.get(name))) &&
    (last === null || hasNumbers(last, ['offset', 'timestamp', 'crc'])) &&
    hasNumbers(part.get('totals'), ['in', 'out', 'dropped', 'errored'])
  )
}

function hasNumbers(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  const part = new Map<string, unknown>(Object.entries(value))
  return names.every((name) => typeof part.get(name) === 'number')
}
