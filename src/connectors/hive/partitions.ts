/** The partitions of a sink, found by the bytes of their values; neighbouring rows are mostly of the same one. */
import type { RowView } from '../../engine/ports.ts'
import { Failure } from '../../types/value.ts'
import { componentTooLong } from './partition-path.ts'
import { partitionFolder, PartitionKeys } from './partition-key.ts'
import type { PartitionColumn } from './partition-key.ts'
import type { StagingFile } from './staging-file.ts'

export interface Partition {
  readonly key: Buffer
  readonly hash: number
  /** `a=1/b=2`; empty for a sink without partitions. */
  readonly folder: string
  /** Why its rows cannot be written; null: they can. */
  readonly failure: string | null
  /** The file being written; null: none. */
  file: StagingFile | null
  /** Rows of the chunk at hand, by their place in the selection; made by the sink, taken back after each chunk. */
  rows: Int32Array
  rowCount: number
}

/** More are forgotten, but for those with a file, when a chunk begins. */
const partitionsMax = 16_384
const noRows = new Int32Array(0)

export class Partitions {
  private readonly columns: readonly PartitionColumn[]
  private readonly keys: PartitionKeys
  private readonly byHash = new Map<number, Partition[]>()
  private count = 0
  private last: Partition | null = null

  constructor(columns: readonly PartitionColumn[]) {
    this.columns = columns
    this.keys = new PartitionKeys(columns)
  }

  /** The partition that a row belongs to. */
  of(view: RowView, row: number): Partition {
    const tooLong = this.keys.write(view, row)
    if (tooLong !== null) return this.withoutFolder(view, row, tooLong)
    if (this.last !== null && this.keys.equals(this.last.key)) return this.last
    const hash = this.keys.hash()
    const known = this.byHash.get(hash)?.find((partition) => this.keys.equals(partition.key))
    this.last = known ?? this.add(view, row, hash)
    return this.last
  }

  /** Keeps the number of partitions in bounds. Not while rows of a chunk are gathered. */
  trim(): void {
    if (this.count <= partitionsMax) return
    for (const [hash, partitions] of this.byHash) {
      const open = partitions.filter((partition) => partition.file !== null)
      this.count -= partitions.length - open.length
      if (open.length > 0) this.byHash.set(hash, open)
      else this.byHash.delete(hash)
    }
    this.last = null
  }

  private add(view: RowView, row: number, hash: number): Partition {
    const folder = partitionFolder(this.columns, view, row)
    const failure = folder instanceof Failure ? folder.message : null
    const partition: Partition = {
      key: this.keys.copy(),
      hash,
      folder: folder instanceof Failure ? '' : folder,
      failure,
      file: null,
      rows: noRows,
      rowCount: 0,
    }
    const others = this.byHash.get(hash)
    if (others === undefined) this.byHash.set(hash, [partition])
    else others.push(partition)
    this.count++
    return partition
  }

  /** For a row whose value is too long to be looked at: one that is not kept. */
  private withoutFolder(view: RowView, row: number, column: PartitionColumn): Partition {
    const values = view.columns[column.index]
    const bytes = values.kind === 'bytes' ? values.lengths[row] + column.name.length + 1 : 0
    const failure = componentTooLong(column.name, bytes).message
    return { key: Buffer.alloc(0), hash: 0, folder: '', failure, file: null, rows: noRows, rowCount: 0 }
  }
}
