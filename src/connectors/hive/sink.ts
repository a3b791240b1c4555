/**
 * The sink connector for files in Hive partitions: `<path>/a=1/b=2/part-<shard>-<epoch>-<n>.parquet`. An epoch's files are written to
 * `<path>/_staging/<shard>/<epoch>-<attempt>/` and listed when it ends; publishing them is the runtime's.
 *
 * Rows are grouped by partition chunk by chunk. One file per partition is open, or one per salt of it; what all sinks of the process may have open
 * and in memory is one budget (open-files.ts).
 */
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import type { ReportRow } from '../../formats/ports.ts'
import { syncFolder } from '../durable-folder.ts'
import type { EpochId, SinkConnector, SinkTotals, StagedFile } from '../ports.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { prepareFolder, stagingName } from './folder.ts'
import { LateWriter } from './late-writer.ts'
import type { FileOwner, OpenFiles } from './open-files.ts'
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
  /** How many files the rows of a partition are spread over, by the hashes of their records; 1 by default. */
  readonly partitionWriters?: number
}

export interface HiveSinkContext {
  /** Stands in file names, so that two jobs may share a folder. */
  readonly shard: string
  /** Of all sinks of the process. */
  readonly files: OpenFiles
}

const MIB = 1024 ** 2
/** A file is written to when it holds so much. */
const flushBytes = 256 * 1024
/** A sink for `'connector' = 'hive'`. */
export function createHiveSink(options: HiveSinkOptions, context: HiveSinkContext): SinkConnector {
  return new HiveSink(options, context)
}

interface OpenEpoch {
  readonly id: EpochId
  /** Its own folder in staging. */
  readonly folder: string
  /** Files that take rows. */
  readonly open: Map<StagingFile, Partition>
  /** Files that take no more rows; what became of them. */
  finishing: Promise<StagedFile>[]
  readonly staged: StagedFile[]
  readonly folders: Set<string>
  rows: number
  filesBegun: number
}

class HiveSink implements SinkConnector, FileOwner {
  private readonly options: Required<HiveSinkOptions>
  private readonly shard: string
  private readonly staging: string
  private readonly fileColumns: readonly OutputColumn[]
  private readonly partitions: Partitions
  private readonly files: OpenFiles
  private readonly chunk: ChunkWriter
  private epoch: OpenEpoch | null = null
  private ended = { rows: 0, files: 0, bytes: 0 }

  constructor(options: HiveSinkOptions, { shard, files }: HiveSinkContext) {
    this.options = { fileBytesMax: 128 * MIB, partitionWriters: 1, ...options }
    this.files = files
    this.shard = shard
    this.staging = join(options.path, stagingName, shard)
    const { columns, partitionedBy, format } = options
    const places = partitionedBy.map((name) => columns.findIndex((column) => column.name === name))
    const filePlaces = columns.map((_, index) => index).filter((index) => !places.includes(index))
    this.fileColumns = filePlaces.map((index) => columns[index])
    this.partitions = new Partitions(
      places.map((index) => ({ ...columns[index], index })),
      this.options.partitionWriters,
    )
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
      finishing: [],
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

  get isFull(): boolean {
    return this.files.isFull
  }

  async drain(): Promise<void> {
    const { epoch } = this
    if (epoch === null) return
    const due = [...epoch.open.keys()].filter((file) => file.pendingBytes >= flushBytes)
    await allEnded(due.map((file) => this.flush(epoch, file)))
    await this.files.keepWithin()
    await this.collect(epoch)
  }

  async endEpoch(): Promise<readonly StagedFile[]> {
    const epoch = this.openEpoch()
    for (const [file, partition] of epoch.open) void this.finish(epoch, file, partition)
    await this.collect(epoch)
    await this.syncFolders(epoch)
    this.epoch = null
    this.ended = {
      rows: this.ended.rows + epoch.rows,
      files: this.ended.files + epoch.staged.length,
      bytes: this.ended.bytes + epoch.staged.reduce((sum, file) => sum + file.bytes, 0),
    }
    return epoch.staged.toSorted((a, b) => (a.final < b.final ? -1 : 1))
  }

  async retire(file: StagingFile): Promise<void> {
    const { epoch } = this
    const partition = epoch?.open.get(file)
    if (epoch !== null && partition !== undefined) await this.finish(epoch, file, partition)
  }

  async abort(): Promise<void> {
    const { epoch } = this
    if (epoch === null) return
    this.epoch = null
    const open = [...epoch.open.keys()]
    for (const file of open) this.leave(epoch, file)
    await Promise.allSettled([...epoch.finishing, ...open.map((file) => file.close())])
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
    const writer =
      format.kind === 'columns' ? new LateWriter(this.fileColumns, () => format.createWriter(this.fileColumns)) : null
    const staged = join(epoch.folder, partition.folder, name)
    partition.file = new StagingFile(staged, join(path, partition.folder, name), writer)
    return partition.file
  }

  /** After rows were added: the file is the most recently used one, or full. */
  private settle(epoch: OpenEpoch, partition: Partition): void {
    const { file } = partition
    if (file === null) return
    epoch.open.set(file, partition)
    if (file.sizeBytes < this.options.fileBytesMax) this.files.use(file, this)
    else void this.finish(epoch, file, partition)
  }

  /** The file takes no more rows. Resolves when it has come to an end; what fails is told by `collect`. */
  private async finish(epoch: OpenEpoch, file: StagingFile, partition: Partition): Promise<void> {
    this.leave(epoch, file)
    partition.file = null
    const finished = this.files.gate.run(async () => {
      await this.makeFolder(epoch, dirname(file.staged))
      try {
        return await file.finish()
      } finally {
        await file.close()
      }
    })
    epoch.finishing.push(finished)
    await Promise.allSettled([finished])
  }

  private leave(epoch: OpenEpoch, file: StagingFile): void {
    const partition = epoch.open.get(file)
    if (partition !== undefined) partition.file = null
    epoch.open.delete(file)
    this.files.forget(file)
  }

  /** Waits for what is being finished. */
  private async collect(epoch: OpenEpoch): Promise<void> {
    const { finishing } = epoch
    epoch.finishing = []
    epoch.staged.push(...(await allEnded(finishing)))
  }

  private async flush(epoch: OpenEpoch, file: StagingFile): Promise<void> {
    await this.files.gate.run(async () => {
      await this.makeFolder(epoch, dirname(file.staged))
      await file.flush()
    })
    this.files.measure(file)
  }

  private async makeFolder(epoch: OpenEpoch, folder: string): Promise<void> {
    if (epoch.folders.has(folder)) return
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw writeFailure(folder, error)
    })
    epoch.folders.add(folder)
  }

  /** Every folder with an entry made in this epoch: from those of the files up to the shard's. */
  private async syncFolders(epoch: OpenEpoch): Promise<void> {
    const folders = new Set<string>()
    for (const folder of epoch.folders) {
      for (let at = folder; !folders.has(at) && at.length >= this.staging.length; at = dirname(at)) folders.add(at)
    }
    const sync = async (folder: string): Promise<void> =>
      syncFolder(folder).catch((error: unknown) => {
        throw writeFailure(folder, error)
      })
    await allEnded([...folders].map((folder) => this.files.gate.run(() => sync(folder))))
  }
}

/** A failure is raised only when all have come to an end, so that nothing is still writing. */
async function allEnded<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(promises)
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
