/**
 * The partitions of a sink: a tree with a level per partition column, whose branches are the codes of values. Where a partition's
 * rows are spread over several writers (a salt), each of those is one here, on a level below.
 */
import type { RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { Failure } from '../../types/value.ts'
import { partitionFolder } from './partition-folder.ts'
import type { PartitionColumn } from './partition-folder.ts'
import type { StagingFile } from './staging-file.ts'
import { tooLongCode, ValueCodes } from './value-codes.ts'

export interface Partition {
  /** `a=1/b=2`; empty for a sink without partitions. */
  readonly folder: string
  /** Why its rows cannot be written; null: they can. */
  readonly failure: string | null
  /** The file being written; null: none. */
  file: StagingFile | null
  /** Rows of the chunk at hand, gathered by the chunk writer and taken back after it. */
  rows: Int32Array
  rowCount: number
}

interface Level {
  readonly children: Map<number, Level>
  /** On the last level. */
  partition: Partition | null
}

interface Coded {
  /** By row of the chunk at hand. */
  codes: Int32Array
}

interface CodedColumn extends PartitionColumn, Coded {
  values: ValueCodes
}

/** More than this are forgotten; what is open then is finished in time, and new files are begun. */
const partitionsMax = 16_384
const noRows = new Int32Array(0)

export class Partitions {
  private readonly columns: readonly CodedColumn[]
  private readonly salts: Salts | null
  /** What tells partitions apart, level by level. */
  private readonly levels: readonly Coded[]
  private root = newLevel()
  private count = 0

  /** Each partition has `writers` of them, from 1. */
  constructor(columns: readonly PartitionColumn[], writers: number) {
    this.columns = columns.map((column) => ({ ...column, values: new ValueCodes(), codes: noRows }))
    this.salts = writers === 1 ? null : new Salts(writers)
    this.levels = this.salts === null ? this.columns : [...this.columns, this.salts]
  }

  /** The partition of each selected row, into `partitionOf[row]`. */
  assign(view: RowView, selection: Selection, partitionOf: Partition[]): void {
    this.trim()
    for (const column of this.columns) {
      if (column.codes.length < view.rowCount) column.codes = new Int32Array(view.rowCount)
      column.values.assign(view.columns[column.index], view.memory, selection, column.codes)
    }
    this.salts?.assign(view, selection)
    let lastRow = -1
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const same = lastRow >= 0 && this.haveSameCodes(row, lastRow)
      partitionOf[row] = same ? partitionOf[lastRow] : this.find(view, row)
      lastRow = row
    }
  }

  private haveSameCodes(row: number, other: number): boolean {
    for (const { codes } of this.levels) {
      if (codes[row] !== codes[other] || codes[row] === tooLongCode) return false
    }
    return true
  }

  private find(view: RowView, row: number): Partition {
    let level = this.root
    for (const { codes } of this.levels) {
      const code = codes[row]
      if (code === tooLongCode) return newPartition(this.columns, view, row)
      let child = level.children.get(code)
      if (child === undefined) level.children.set(code, (child = newLevel()))
      level = child
    }
    if (level.partition === null) {
      level.partition = newPartition(this.columns, view, row)
      this.count++
    }
    return level.partition
  }

  /** Keeps memory in bounds, whatever the number of different values. */
  private trim(): void {
    if (this.count <= partitionsMax) return
    for (const column of this.columns) column.values = new ValueCodes()
    this.root = newLevel()
    this.count = 0
  }
}

/** Rows of records with the same key have the same salt, in every chunk and every process. */
class Salts implements Coded {
  codes = noRows
  private readonly writers: number
  private hashes = new Uint32Array(0)

  constructor(writers: number) {
    this.writers = writers
  }

  assign(view: RowView, selection: Selection): void {
    if (this.codes.length < view.rowCount) {
      this.codes = new Int32Array(view.rowCount)
      this.hashes = new Uint32Array(view.rowCount)
    }
    view.hashRecords(selection, this.hashes)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      this.codes[row] = this.hashes[row] % this.writers
    }
  }
}

function newLevel(): Level {
  return { children: new Map(), partition: null }
}

function newPartition(columns: readonly PartitionColumn[], view: RowView, row: number): Partition {
  const folder = partitionFolder(columns, view, row)
  const failed = folder instanceof Failure
  return {
    folder: failed ? '' : folder,
    failure: failed ? folder.message : null,
    file: null,
    rows: noRows,
    rowCount: 0,
  }
}
