/**
 * Into how many Hive partitions the sampled rows would go. A column of nearly as many values as there are rows (a user's id, a time)
 * makes a folder with a file for each of them; that is seen in data only, not in the program.
 */
import type { Branch } from '../../plan/plan.ts'
import { valueText } from '../../types/conversion/value-text.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { SampledTable } from './sample.ts'

export interface WideColumn {
  readonly sink: string
  readonly column: string
  /** Different ones. */
  readonly values: number
  readonly rows: number
}

/** Fewer rows say nothing. */
const rowsMin = 10
/** Of the rows. */
const valuesShare = 0.8
/** However many the rows. */
const valuesMax = 200

export class PartitionSpread {
  private readonly columns = new Map<string, { sink: string; column: string; rows: number; values: Set<string> }>()

  add({ pipeline, rows }: SampledTable): void {
    for (const branch of pipeline.splitter.branches) {
      for (const column of branch.loader.partitionedBy) {
        for (const row of rows) {
          if (row.sinks.includes(branch.sink)) this.count(branch, column, row.values)
        }
      }
    }
  }

  private count({ sink, loader }: Branch, column: string, values: SampledTable['rows'][number]['values']): void {
    const source = loader.columns.find(({ name }) => name === column)
    if (source === undefined) return
    const key = JSON.stringify([sink, column])
    const counted = this.columns.get(key) ?? { sink, column, rows: 0, values: new Set() }
    this.columns.set(key, counted)
    counted.rows++
    counted.values.add(textOf(values.get(source.column) ?? null, source.type))
  }

  /** In the order in which they were seen. */
  wide(): readonly WideColumn[] {
    return [...this.columns.values()]
      .filter(({ rows, values: { size } }) => size > valuesMax || (rows >= rowsMin && size >= rows * valuesShare))
      .map(({ sink, column, rows, values }) => ({ sink, column, rows, values: values.size }))
  }
}

function textOf(value: Parameters<typeof valueText>[0], type: LogicalType): string {
  return value === null ? 'NULL' : `= ${valueText(value, type)}`
}
