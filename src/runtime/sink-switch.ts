/** One engine serves all shards of a process: where its rows go is switched to the shard at hand, or nowhere. */
import type { RowSink, RowView } from '../engine/ports.ts'
import type { Selection } from '../engine/selection.ts'

export class SinkSwitch implements RowSink {
  /** null: rows are forgotten, as their records are read again. */
  current: RowSink | null = null

  prepare(view: RowView, selection: Selection, report: Parameters<RowSink['prepare']>[2]): void {
    this.current?.prepare(view, selection, report)
  }

  accept(view: RowView, selection: Selection): void {
    this.current?.accept(view, selection)
  }
}
