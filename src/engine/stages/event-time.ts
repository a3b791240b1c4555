/**
 * Event time of a table with a WATERMARK: how far it has come, and its rows by day. Only rows that all their sinks took
 * count. A row whose watermark cannot be computed moves nothing.
 */
import type { Watermark } from '../../model/model.ts'
import type { LogicalType } from '../../types/logical.ts'
import { knownZone } from '../../types/conversion/context.ts'
import { utc } from '../../types/zones.ts'
import type { Chunk } from '../chunk.ts'
import type { Int64Column } from '../column.ts'
import { bindExpression } from '../evaluate/bind.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import type { EventTimes } from '../ports.ts'

export interface EventTimeStage {
  /** After the Formatter; uses the arena. */
  run(chunk: Chunk): void
  /** After the sinks. */
  count(chunk: Chunk, times: EventTimes): void
}

/** `type`: of the watermark's column. */
export function bindEventTime(watermark: Watermark, type: LogicalType, binding: Binding): EventTimeStage {
  const evaluate = bindExpression(watermark.expression, binding)
  const index = binding.columnIndex.get(watermark.column)
  if (index === undefined) throw new Error(`the table has no column ${watermark.column}`)
  const zone = type.kind === 'TIMESTAMP_LTZ' ? knownZone(binding.timeZone) : utc
  let marks: Int64Column | null = null
  return {
    run(chunk) {
      marks = null
      // Where no row is left, columns may have no values to look at.
      if (chunk.live.count === 0) return
      marks = evaluate(chunk, chunk.live, chunk.failures) as Int64Column
      chunk.failures.clear()
    },
    count(chunk, times) {
      const column = chunk.columns[index] as Int64Column | undefined
      for (let row = 0; row < chunk.rowCount; row++) {
        if (chunk.isGone(row)) continue
        if (column !== undefined && column.valid[row] !== 0) {
          const seconds = Math.floor(microsAt(column, row) / 1e6)
          const day = Math.floor((seconds + zone.offsetAt(seconds)) / 86_400)
          times.days.set(day, (times.days.get(day) ?? 0) + 1)
        }
        if (marks !== null && marks.valid[row] !== 0) {
          times.watermarkMicros = Math.max(times.watermarkMicros, microsAt(marks, row))
        }
      }
    },
  }
}

/** Exact below 2^53: some 280 years around 1970. */
function microsAt({ words }: Int64Column, row: number): number {
  return words[row * 2 + 1] * 4_294_967_296 + (words[row * 2] >>> 0)
}
