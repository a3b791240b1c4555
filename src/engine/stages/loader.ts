/** Loader: the output columns of one sink. Encoding first, keeping later: a row that one sink cannot take goes to none. */
import type { LoaderNode } from '../../plan/plan.ts'
import type { Chunk } from '../chunk.ts'
import type { Column } from '../column.ts'
import { ArenaFull } from '../memory.ts'
import type { RowSink, RowView } from '../ports.ts'
import { hashRecords } from '../record-hashes.ts'
import type { Selection } from '../selection.ts'

export interface LoaderStage {
  /** Raises ArenaFull where the rows carry more text and bytes than the memory has: each that UNNEST made may have a long one. */
  measure(chunk: Chunk, selection: Selection): void
  /** Rows that the sink cannot encode are raised. The sink must take nothing from the arena. */
  prepare(chunk: Chunk, selection: Selection): void
  /** The sink keeps what it prepared, less the rows that failed since then. */
  settle(chunk: Chunk): void
}

export function bindLoader(node: LoaderNode, columnIndex: ReadonlyMap<string, number>, sink: RowSink): LoaderStage {
  const indexes = node.columns.map((column) => indexOf(columnIndex, column.column))
  let prepared: { readonly view: RowView; readonly selection: Selection } | null = null
  return {
    measure(chunk, selection) {
      const bytes = bytesOf(chunk, indexes, selection)
      if (bytes > chunk.memory.u8.length) throw new ArenaFull(bytes)
    },
    prepare(chunk, selection) {
      if (selection.count === 0) return
      const view = viewOf(chunk, indexes)
      prepared = { view, selection }
      sink.prepare(view, selection, (row, code, message) => {
        chunk.raise(row, { code, stage: 'loader', column: null, sink: node.sink, message, place: node.place })
      })
    },
    settle(chunk) {
      if (prepared === null) return
      sink.accept(prepared.view, chunk.stillLive(prepared.selection))
      prepared = null
    },
  }
}

function bytesOf(chunk: Chunk, indexes: readonly number[], { rows, count }: Selection): number {
  let bytes = 0
  for (const index of indexes) {
    const column = chunk.columns[index]
    if (column?.kind !== 'bytes') continue
    for (let k = 0; k < count; k++) if (column.valid[rows[k]] === 1) bytes += column.lengths[rows[k]]
  }
  return bytes
}

function indexOf(columnIndex: ReadonlyMap<string, number>, name: string): number {
  const index = columnIndex.get(name)
  if (index === undefined) throw new Error(`a sink reads column ${name}, which the table does not have`)
  return index
}

function viewOf(chunk: Chunk, indexes: readonly number[]): RowView {
  const columns = indexes.map((index): Column => {
    const column = chunk.columns[index]
    if (column === undefined) throw new Error(`column ${index} has no values`)
    return column
  })
  return {
    memory: chunk.memory,
    rowCount: chunk.rowCount,
    columns,
    records: chunk.recordOf,
    timestamps: chunk.recordTimestamps,
    hashRecords: (selection, hashes) => hashRecords(chunk.records, chunk.recordOf, selection, hashes),
  }
}
