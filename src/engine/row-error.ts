/** A RowError from what a stage raised. */
import type { RecordBatch } from './batch.ts'
import type { Raised } from './chunk.ts'
import { boundedMessage, errorClass } from './error-text.ts'
import type { RowError } from './ports.ts'

/** `table` is empty for a record that no table kept. */
export function rowError(table: string, batch: RecordBatch, record: number, raised: Raised): RowError {
  const message = boundedMessage(raised.message)
  return {
    code: raised.code,
    stage: raised.stage,
    table,
    column: raised.column,
    sink: raised.sink,
    errorClass: errorClass(message),
    message,
    place: raised.place,
    batch,
    record,
  }
}
