/**
 * The sink connector for files in Hive partitions: `<path>/a=1/b=2/part-<shard>-<epoch>-<n>.parquet`. An epoch's files are written to
 * `<path>/_staging/<shard>/<epoch>-<attempt>/` and listed when it ends; publishing them is the runtime's.
 *
 * Rows are grouped by partition chunk by chunk. One file per partition is open; the least recently used are finished when too
 * many are, or when too much is held in memory.
 */
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import type { ReportRow } from '../../formats/ports.ts'
import type { EpochId, SinkConnector, SinkTotals, StagedFile } from '../ports.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { prepareFolder, stagingName, syncFolder } from './folder.ts'
import { Partitions } from './partitions.ts'
import { StagingFile, writeFailure } from './staging-file.ts'
import type { FileFormat } from './file-format.ts'
import type { Partition } from './partitions.ts'

export interface HiveSinkOptions {
  /** The table's folder. */
  readonly path: string
  readonly format: FileFormat
  /** All columns of the sink, in order. */
  readonly columns: readonly OutputColumn[]
  /** Names of those that make folders, in order; they are not in the files. */
  readonly partitionedBy: readonly string[]
  /** A file of this size is finished; 128 MiB by default. */
  readonly fileBytesMax?: number
  /** Open files, 200 by default. */
  readonly filesOpenMax?: number
  /** What all open files may hold in memory, 256 MiB by default. */
  readonly bufferBytesMax?: number
}

export interface HiveSinkContext {
  /** Stands in file names, so that two jobs may share a folder. */
  readonly shard: string
}

const MIB = 1024 ** 2
/** A file is written to when it holds so much. */
const flushBytes = 256 * 1024
/** Files that are written, finished or synced at the same time. */
const togetherMax = 32

/** A sink for `'connector' = 'hive'`. */
export function createHiveSink(options: HiveSinkOptions, context: HiveSinkContext): SinkConnector {
  return new HiveSink(options, context)
}

interface OpenEpoch {
  readonly id: EpochId
  /** Its own folder in staging. */
  readonly folder: string
  /** Open files, least recently used first. */
  readonly open: Map<StagingFile, Partition>
  /** Files that take no more rows and are to be finished. */
  full: StagingFile[]
  readonly staged: StagedFile[]
  readonly folders: Set<string>
  rows: number
  filesBegun: number
}

class HiveSink implements SinkConnector {
  private readonly options: Required<HiveSinkOptions>
  private readonly shard: string
  private readonly staging: string
  private readonly fileColumns: readonly OutputColumn[]
  private readonly partitions: Partitions
  private readonly chunk: ChunkWriter
  private epoch: OpenEpoch | null = null
  private ended = { rows: 0, files: 0, bytes: 0 }

  constructor(options: HiveSinkOptions, { shard }: HiveSinkContext) {
    this.options = { fileBytesMax: 128 * MIB, filesOpenMax: 200, bufferBytesMax: 256 * MIB, ...options }
    this.shard = shard
    this.staging = join(options.path, stagingName, shard)
    const { columns, partitionedBy, format } = options
    const places = partitionedBy.map((name) => columns.findIndex((column) => column.name === name))
    const filePlaces = columns.map((_, index) => index).filter((index) => !places.includes(index))
    this.fileColumns = filePlaces.map((index) => columns[index])
    this.partitions = new Partitions(places.map((index) => ({ ...columns[index], index })))
    this.chunk = new ChunkWriter(format, this.fileColumns, filePlaces, this.partitions)
  }

  get totals(): SinkTotals {
    return { ...this.ended, rows: this.ended.rows + (this.epoch?.rows ?? 0) }
  }

  async open(): Promise<void> {
    await prepareFolder(this.options.path, this.shard)
  }

  beginEpoch(id: EpochId): void {
    if (this.epoch !== null && this.epoch.rows > 0) throw new Error(`epoch ${this.epoch.id.epoch} is still open`)
    const folder = join(this.staging, `${id.epoch}-${id.attempt}`)
    this.epoch = {
      id,
      folder,
      open: new Map(),
      full: [],
      staged: [],
      folders: new Set(),
      rows: 0,
      filesBegun: 0,
    }
  }

  prepare(view: RowView, selection: Selection, report: ReportRow): void {
    this.chunk.prepare(view, selection, report)
  }

  accept(view: RowView, selection: Selection): void {
    const epoch = this.openEpoch()
    epoch.rows += selection.count
    this.chunk.accept(view, selection, (partition) => this.fileFor(epoch, partition))
    for (const partition of this.chunk.touched) this.settle(epoch, partition)
  }

  async drain(): Promise<void> {
    const { epoch } = this
    if (epoch === null) return
    while (epoch.open.size > this.options.filesOpenMax) this.evictOldest(epoch)
    await this.finishFull(epoch)
    const due = [...epoch.open.keys()].filter((file) => file.pendingBytes >= flushBytes)
    await this.flush(epoch, due)
    if (bufferedBytes(epoch) <= this.options.bufferBytesMax) return
    await this.flush(epoch, [...epoch.open.keys()])
    while (bufferedBytes(epoch) > this.options.bufferBytesMax / 2) {
      this.evictOldest(epoch)
      await this.finishFull(epoch)
    }
  }

  async endEpoch(): Promise<readonly StagedFile[]> {
    const epoch = this.openEpoch()
    while (epoch.open.size > 0) this.evictOldest(epoch)
    await this.finishFull(epoch)
    await this.syncFolders(epoch)
    this.epoch = null
    this.ended = {
      rows: this.ended.rows + epoch.rows,
      files: this.ended.files + epoch.staged.length,
      bytes: this.ended.bytes + epoch.staged.reduce((sum, file) => sum + file.bytes, 0),
    }
    return epoch.staged.toSorted((a, b) => (a.final < b.final ? -1 : 1))
  }

  async abort(): Promise<void> {
    const { epoch } = this
    if (epoch === null) return
    this.epoch = null
    for (const [file, partition] of epoch.open) {
      partition.file = null
      epoch.full.push(file)
    }
    await Promise.allSettled(epoch.full.map((file) => file.close()))
    await rm(epoch.folder, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    await this.abort()
  }

  private openEpoch(): OpenEpoch {
    if (this.epoch === null) throw new Error(`no epoch is open in \`${this.options.path}\``)
    return this.epoch
  }

  private fileFor(epoch: OpenEpoch, partition: Partition): StagingFile {
    if (partition.file !== null) return partition.file
    const { format, path } = this.options
    const name = `part-${this.shard}-${epoch.id.epoch}-${epoch.filesBegun++}.${format.extension}`
    const writer = format.kind === 'columns' ? format.createWriter(this.fileColumns) : null
    const staged = join(epoch.folder, partition.folder, name)
    partition.file = new StagingFile(staged, join(path, partition.folder, name), writer)
    return partition.file
  }

  /** After rows were added: the file is the most recently used one, or full. */
  private settle(epoch: OpenEpoch, partition: Partition): void {
    const { file } = partition
    if (file === null) return
    epoch.open.delete(file)
    if (file.sizeBytes < this.options.fileBytesMax) {
      epoch.open.set(file, partition)
      return
    }
    partition.file = null
    epoch.full.push(file)
  }

  private evictOldest(epoch: OpenEpoch): void {
    for (const [file, partition] of epoch.open) {
      epoch.open.delete(file)
      partition.file = null
      epoch.full.push(file)
      return
    }
  }

  private async finishFull(epoch: OpenEpoch): Promise<void> {
    const { full } = epoch
    await this.makeFolders(epoch, full)
    await inGroups(full, async (file) => epoch.staged.push(await file.finish()))
    epoch.full = []
  }

  private async flush(epoch: OpenEpoch, files: readonly StagingFile[]): Promise<void> {
    await this.makeFolders(epoch, files)
    await inGroups(files, (file) => file.flush())
  }

  private async makeFolders(epoch: OpenEpoch, files: readonly StagingFile[]): Promise<void> {
    for (const folder of new Set(files.map((file) => dirname(file.staged)))) {
      if (epoch.folders.has(folder)) continue
      await mkdir(folder, { recursive: true }).catch((error: unknown) => {
        throw writeFailure(folder, error)
      })
      epoch.folders.add(folder)
    }
  }

  /** Every folder with an entry made in this epoch: from those of the files up to the shard's. */
  private async syncFolders(epoch: OpenEpoch): Promise<void> {
    const folders = new Set<string>()
    for (const folder of epoch.folders) {
      for (let at = folder; !folders.has(at) && at.length >= this.staging.length; at = dirname(at)) folders.add(at)
    }
    await inGroups([...folders], (folder) =>
      syncFolder(folder).catch((error: unknown) => {
        throw writeFailure(folder, error)
      }),
    )
  }
}

function bufferedBytes(epoch: OpenEpoch): number {
  let bytes = 0
  for (const file of epoch.open.keys()) bytes += file.bufferedBytes
  return bytes
}

/** Does some at a time. A failure is raised only when all of its group have come to an end, so that nothing is still writing. */
async function inGroups<T>(items: readonly T[], action: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += togetherMax) {
    const results = await Promise.allSettled(items.slice(at, at + togetherMax).map(action))
    const failure = results.find((result) => result.status === 'rejected')
    if (failure !== undefined) throw failure.reason
  }
}
