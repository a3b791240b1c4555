/** From the rows of a chunk to the files of their partitions: encodes (or checks) them, groups them, hands them on. */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import type { ColumnarFileWriter, ReportRow, RowEncoder, RowEnds } from '../../formats/ports.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import type { FileFormat } from './file-format.ts'
import type { Partition, Partitions } from './partitions.ts'
import type { StagingFile } from './staging-file.ts'

const partitionRowsMin = 16

export class ChunkWriter {
  private readonly filePlaces: readonly number[]
  private readonly partitions: Partitions
  private readonly encoder: RowEncoder | null
  /** Looks at rows of columnar formats before any file takes them. */
  private readonly checker: ColumnarFileWriter | null
  private readonly encoded = new GrowingBytes()
  private readonly ends: RowEnds = { of: new Uint32Array(0) }
  /** Of the chunk at hand, by row: its partition, and its place among the encoded ones. */
  private partitionOf: Partition[] = []
  private placeOf = new Int32Array(0)
  private writable = new Int32Array(0)
  /** Partitions that `accept` gave rows to. */
  touched: readonly Partition[] = []

  constructor(
    format: FileFormat,
    fileColumns: readonly OutputColumn[],
    filePlaces: readonly number[],
    partitions: Partitions,
  ) {
    this.filePlaces = filePlaces
    this.partitions = partitions
    this.encoder = format.kind === 'rows' ? format.createEncoder(fileColumns) : null
    this.checker = format.kind === 'columns' ? format.createWriter(fileColumns) : null
  }

  /** Finds the partition of each row and encodes it; reports what cannot be written. */
  prepare(view: RowView, selection: Selection, report: ReportRow): void {
    this.makeRoom(view.rowCount)
    this.partitions.assign(view, selection, this.partitionOf)
    let count = 0
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const { failure } = this.partitionOf[row]
      if (failure !== null) {
        report(row, 'ENCODE', failure)
        continue
      }
      this.placeOf[row] = count
      this.writable[count++] = row
    }
    const writable = { rows: this.writable, count }
    const fileView = this.fileView(view)
    this.encoded.clear()
    this.encoder?.encode(fileView, writable, this.encoded, this.ends, report)
    this.checker?.check(fileView, writable, report)
  }

  /** Hands the rows to the files of their partitions. */
  accept(view: RowView, selection: Selection, fileFor: (partition: Partition) => StagingFile): void {
    const touched = this.group(selection)
    const fileView = this.fileView(view)
    for (const partition of touched) {
      const file = fileFor(partition)
      const rows = { rows: partition.rows, count: partition.rowCount }
      file.rows += rows.count
      if (file.writer === null) this.appendEncoded(file, rows)
      else file.writer.append(fileView, rows)
      partition.rowCount = 0
    }
    this.touched = touched
  }

  private group(selection: Selection): Partition[] {
    const touched: Partition[] = []
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const partition = this.partitionOf[row]
      if (partition.rowCount === 0) touched.push(partition)
      if (partition.rowCount === partition.rows.length) growRows(partition)
      partition.rows[partition.rowCount++] = row
    }
    return touched
  }

  /** Rows that were encoded one after another are copied in one piece. */
  private appendEncoded(file: StagingFile, { rows, count }: Selection): void {
    const ends = this.ends.of
    for (let k = 0; k < count;) {
      const first = this.placeOf[rows[k]]
      let last = first
      while (++k < count && this.placeOf[rows[k]] === last + 1) last++
      file.append(this.encoded.bytes, first === 0 ? 0 : ends[first - 1], ends[last])
    }
  }

  private fileView(view: RowView): RowView {
    return { ...view, columns: this.filePlaces.map((place) => view.columns[place]) }
  }

  private makeRoom(rows: number): void {
    if (this.placeOf.length >= rows) return
    this.placeOf = new Int32Array(rows)
    this.writable = new Int32Array(rows)
  }
}

function growRows(partition: Partition): void {
  const rows = new Int32Array(Math.max(partitionRowsMin, partition.rows.length * 2))
  rows.set(partition.rows)
  partition.rows = rows
}
