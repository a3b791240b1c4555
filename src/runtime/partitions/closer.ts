/**
 * Says that partitions are complete: once event time (or the clock) has passed a partition's end, it gets a `_SUCCESS`. Rows that
 * come later still are written, to new files; they are counted. Any process of a job may do it, and do it again.
 */
import { dirname, join, relative } from 'node:path'
import type { ManifestFile } from '../protocol/manifest.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { partitionTime } from './partition-time.ts'
import type { PartitionClock } from './partition-time.ts'
import { giveSuccess, successName } from './success.ts'

/** How the partitions of one sink are closed. */
export interface ClosingRule {
  readonly sink: string
  /** The sink's. */
  readonly folder: string
  /** How many columns make a partition. */
  readonly levels: number
  /** After its beginning, by event time; or after its last file, by the clock. */
  readonly delayMs: number
  readonly trigger:
    | { readonly kind: 'partition-time'; readonly table: string; readonly clock: PartitionClock }
    | { readonly kind: 'process-time' }
}

export interface OpenPartition {
  readonly sink: string
  /** Relative to the sink's folder. */
  readonly path: string
}

export interface CloserParts {
  readonly files: DurableFiles
  /** Random 128 bits as hex. */
  readonly newAttempt: () => string
  /** Its files are being replaced, and it must not look complete. */
  readonly isCompacting: (partition: OpenPartition) => Promise<boolean>
}

interface Open {
  /** Milliseconds since the epoch. */
  lastFileAtMs: number
}

export class PartitionCloser {
  private readonly rules: ReadonlyMap<string, ClosingRule>
  private readonly parts: CloserParts
  private readonly open = new Map<string, Map<string, Open>>()

  constructor(rules: readonly ClosingRule[], parts: CloserParts) {
    this.rules = new Map(rules.map((rule) => [rule.sink, rule]))
    this.parts = parts
  }

  /** Finds the partitions that earlier processes left open. */
  async start(nowMs: number): Promise<void> {
    for (const { sink, folder, levels } of this.rules.values()) {
      for (const path of await openPartitions(this.parts.files, folder, '', levels)) this.note(sink, path, nowMs)
    }
  }

  /** Files that were published just now. Returns how many of their rows came too late for their partitions. */
  async published(files: readonly ManifestFile[], nowMs: number): Promise<ReadonlyMap<string, number>> {
    const late = new Map<string, number>()
    for (const { sink, final, rows } of files) {
      const rule = this.rules.get(sink)
      if (rule === undefined) continue
      const folder = dirname(final)
      if ((await this.parts.files.identify(join(folder, successName))) === null) {
        this.note(sink, relative(rule.folder, folder), nowMs)
      } else late.set(sink, (late.get(sink) ?? 0) + rows)
    }
    return late
  }

  /** `watermarkOf`: the least of all shards of the job, in microseconds; null: not all of them have one. Returns what was closed. */
  async close(watermarkOf: (table: string) => number | null, nowMs: number): Promise<readonly OpenPartition[]> {
    const closed: OpenPartition[] = []
    for (const [sink, partitions] of this.open) {
      const rule = this.rules.get(sink)
      if (rule === undefined) continue
      for (const [path, { lastFileAtMs }] of partitions) {
        if (!isOver(rule, path, lastFileAtMs, watermarkOf, nowMs)) continue
        if (await this.complete(rule, path)) closed.push({ sink, path })
        if (await this.isComplete(rule, path)) partitions.delete(path)
      }
    }
    return closed
  }

  /** false: another process has done it, or its files are being replaced. */
  private async complete(rule: ClosingRule, path: string): Promise<boolean> {
    const { files, newAttempt, isCompacting } = this.parts
    if (await this.isComplete(rule, path)) return false
    const mayStand = async (): Promise<boolean> => !(await isCompacting({ sink: rule.sink, path }))
    return giveSuccess(files, { folder: rule.folder, path }, newAttempt(), mayStand)
  }

  private async isComplete({ folder }: ClosingRule, path: string): Promise<boolean> {
    return (await this.parts.files.identify(join(folder, path, successName))) !== null
  }

  /** The first in order; null: none is open. */
  oldestOpen(): OpenPartition | null {
    for (const [sink, partitions] of this.open) {
      const [path] = [...partitions.keys()].toSorted()
      if (path !== undefined) return { sink, path }
    }
    return null
  }

  private note(sink: string, path: string, nowMs: number): void {
    let partitions = this.open.get(sink)
    if (partitions === undefined) this.open.set(sink, (partitions = new Map()))
    partitions.set(path, { lastFileAtMs: nowMs })
  }
}

function isOver(
  { trigger, delayMs }: ClosingRule,
  path: string,
  lastFileAtMs: number,
  watermarkOf: (table: string) => number | null,
  nowMs: number,
): boolean {
  if (trigger.kind === 'process-time') return nowMs >= lastFileAtMs + delayMs
  const watermark = watermarkOf(trigger.table)
  const begins = partitionTime(path, trigger.clock)
  return watermark !== null && begins !== null && watermark >= begins + delayMs * 1000
}

/** Those that hold data files and no `_SUCCESS`, relative to the sink's folder. */
export async function openPartitions(
  files: DurableFiles,
  folder: string,
  path: string,
  levels: number,
): Promise<readonly string[]> {
  const names = await files.list(join(folder, path))
  if (levels === 0) {
    return names.some((name) => name.startsWith('part-')) && !names.includes(successName) ? [path] : []
  }
  const below = names.filter((name) => name.includes('=') && !/^[_.]/.test(name))
  const found: string[] = []
  for (const name of below) found.push(...(await openPartitions(files, folder, join(path, name), levels - 1)))
  return found
}
