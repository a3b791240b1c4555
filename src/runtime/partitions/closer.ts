/**
 * Says that partitions are complete: once event time (or the clock) has passed a partition's end, it gets a `_SUCCESS`. Rows that
 * come later still are written, to new files; they are counted. Any process of a job may do it, and do it again.
 */
import { dirname, join, relative } from 'node:path'
import type { ManifestFile } from '../protocol/manifest.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { partitionTime } from './partition-time.ts'
import type { PartitionClock } from './partition-time.ts'
import { successName, writeSuccess } from './success.ts'

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

interface Open {
  /** Milliseconds since the epoch. */
  lastFileAtMs: number
}

export class PartitionCloser {
  private readonly rules: ReadonlyMap<string, ClosingRule>
  private readonly files: DurableFiles
  private readonly isCompacting: (partition: OpenPartition) => Promise<boolean>
  private readonly open = new Map<string, Map<string, Open>>()

  /** `isCompacting`: its files are being replaced, and it must not look complete. */
  constructor(
    rules: readonly ClosingRule[],
    files: DurableFiles,
    isCompacting: (partition: OpenPartition) => Promise<boolean>,
  ) {
    this.rules = new Map(rules.map((rule) => [rule.sink, rule]))
    this.files = files
    this.isCompacting = isCompacting
  }

  /** Finds the partitions that earlier processes left open. */
  async start(nowMs: number): Promise<void> {
    for (const { sink, folder, levels } of this.rules.values()) {
      for (const path of await openPartitions(this.files, folder, '', levels)) this.note(sink, path, nowMs)
    }
  }

  /** Files that were published just now. Returns how many of their rows came too late for their partitions. */
  async published(files: readonly ManifestFile[], nowMs: number): Promise<ReadonlyMap<string, number>> {
    const late = new Map<string, number>()
    for (const { sink, final, rows } of files) {
      const rule = this.rules.get(sink)
      if (rule === undefined) continue
      const folder = dirname(final)
      if ((await this.files.identify(join(folder, successName))) === null) {
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
        else if (await this.isCompacting({ sink, path })) continue
        partitions.delete(path)
      }
    }
    return closed
  }

  /**
   * false: another process has done it, or its files are being replaced. In this order: a compaction is decided before it takes
   * the `_SUCCESS` away, so that one which is not there is either not needed yet or comes back.
   */
  private async complete({ sink, folder }: ClosingRule, path: string): Promise<boolean> {
    if ((await this.files.identify(join(folder, path, successName))) !== null) return false
    if (await this.isCompacting({ sink, path })) return false
    await writeSuccess(join(folder, path), this.files)
    return true
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
