/**
 * A file of columns whose writer is made when it is worth it: before, its few rows are held in few bytes. So thousands of
 * partitions with many columns cost about what their rows do.
 */
import type { OutputColumn } from '../../engine/ports.ts'
import { allRows } from '../../engine/selection.ts'
import type { Selection } from '../../engine/selection.ts'
import { HeldRows } from '../../formats/held-rows.ts'
import type { ColumnarFileWriter, ColumnsView } from '../../formats/ports.ts'
import { emptyColumnBytes } from './staging-file.ts'

/** More rows at once than these are worth a writer. */
const heldRowsMax = 256

export class LateWriter implements ColumnarFileWriter {
  private readonly newWriter: () => ColumnarFileWriter
  private readonly heldBytesMax: number
  private held: HeldRows | null
  private writer: ColumnarFileWriter | null = null

  constructor(columns: readonly OutputColumn[], newWriter: () => ColumnarFileWriter) {
    this.newWriter = newWriter
    this.heldBytesMax = columns.length * emptyColumnBytes
    this.held = new HeldRows(columns)
  }

  /** Rows come here checked. */
  check(): void {}

  append(view: ColumnsView, selection: Selection): void {
    const { held } = this
    if (held !== null && held.count + selection.count <= heldRowsMax && held.bufferedBytes <= this.heldBytesMax) {
      held.add(view, selection)
    } else {
      this.open().append(view, selection)
    }
  }

  get columnCount(): number {
    return this.writer?.columnCount ?? 0
  }

  get finishedBytes(): number {
    return this.writer?.finishedBytes ?? 0
  }

  get bufferedBytes(): number {
    return (this.writer?.bufferedBytes ?? 0) + (this.held?.bufferedBytes ?? 0)
  }

  takeFinished(): readonly Uint8Array[] {
    return this.writer?.takeFinished() ?? []
  }

  finish(): readonly Uint8Array[] {
    return this.open().finish()
  }

  /** The writer, with all rows so far. */
  private open(): ColumnarFileWriter {
    this.writer ??= this.newWriter()
    if (this.held !== null) this.writer.append(this.held.columns(), allRows(this.held.count))
    this.held = null
    return this.writer
  }
}
