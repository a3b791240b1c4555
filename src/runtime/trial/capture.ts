/**
 * Looking at whole rows: TESTs and `sample` see every column of a table, VIRTUAL ones too, whatever its sinks take. The model
 * gets one more sink for each table, which takes all rows and keeps them in memory.
 */
import type { RowSink, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { readValue } from '../../engine/values.ts'
import type { Model, SinkColumn, Table } from '../../model/model.ts'
import type { Value } from '../../types/value.ts'

export function withCaptureSinks(model: Model): Model {
  return { ...model, sinks: [...model.sinks, ...model.tables.map(captureSink)] }
}

/** A blank is in it, so that no sink that people declare can have that name. */
export function captureName(table: string): string {
  return `rows of ${table}`
}

function captureSink(table: Table): Model['sinks'][number] {
  return {
    name: captureName(table.name),
    connector: 'print',
    options: {},
    from: { kind: 'table', table: table.name },
    columns: table.columns.map(({ name, type, nullable, comment }): SinkColumn => ({
      column: name,
      name,
      type,
      nullable,
      comment,
    })),
    partitionedBy: [],
    where: null,
    place: table.place,
  }
}

export interface CapturedRow {
  /** Index of its record in the batch. */
  readonly record: number
  /** What tells the rows of one record apart, in every sink. */
  readonly row: number
  readonly values: ReadonlyMap<string, Value>
}

/** Keeps rows as scalar values. Slow and obvious: for tests and samples. */
export class CapturingSink implements RowSink {
  readonly rows: CapturedRow[] = []
  private readonly columns: readonly SinkColumn[]

  constructor(columns: readonly SinkColumn[]) {
    this.columns = columns
  }

  prepare(): void {}

  accept(view: RowView, selection: Selection): void {
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const values = this.columns.map(
        ({ name, type }, index) => [name, readValue(view.memory, view.columns[index], type, row)] as const,
      )
      this.rows.push({ record: view.records[row], row, values: new Map(values) })
    }
  }
}

/** Notes which records and rows reach a sink, and nothing of what is in them. */
export class NotingSink implements RowSink {
  readonly records: number[] = []
  readonly rows = new Set<number>()

  prepare(): void {}

  accept(view: RowView, selection: Selection): void {
    for (let k = 0; k < selection.count; k++) {
      this.records.push(view.records[selection.rows[k]])
      this.rows.add(selection.rows[k])
    }
  }

  clear(): void {
    this.records.length = 0
    this.rows.clear()
  }
}
