/** One engine serves all shards of a process: where its rows go is switched to the shard at hand. */
import type { RowSink, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'

export class SinkSwitch implements RowSink {
  /** null: no shard has been switched to yet. */
  current: RowSink | null = null

  prepare(view: RowView, selection: Selection, report: Parameters<RowSink['prepare']>[2]): void {
    this.sink.prepare(view, selection, report)
  }

  accept(view: RowView, selection: Selection): void {
    this.sink.accept(view, selection)
  }

  private get sink(): RowSink {
    if (this.current === null) throw new Error('rows of no shard')
    return this.current
  }
}
