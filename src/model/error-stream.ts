/** The error stream's columns, as `ERRORS OF source` gives them, and those of `UNCLAIMED OF source`. */
import type { LogicalType } from '../types/logical.ts'

export interface StreamColumn {
  readonly name: string
  readonly type: LogicalType
  readonly nullable: boolean
}

function column(name: string, kind: 'STRING' | 'INT' | 'BIGINT' | 'BYTES', nullable = false): StreamColumn {
  return { name, type: { kind }, nullable }
}

/** What is known of a record however bad it is; `dt` and `hour` are of `record_time`, in the source's time zone. */
export const unclaimedColumns: readonly StreamColumn[] = [
  column('topic', 'STRING'),
  column('partition_id', 'INT'),
  column('record_offset', 'BIGINT'),
  { name: 'record_time', type: { kind: 'TIMESTAMP_LTZ', precision: 3 }, nullable: false },
  column('dt', 'STRING'),
  column('hour', 'STRING'),
  // U+FFFD for bytes that are no UTF-8; only then is raw_bytes there.
  column('raw', 'STRING'),
  column('raw_bytes', 'BYTES', true),
]

export const errorStreamColumns: readonly StreamColumn[] = [
  column('error_code', 'STRING'),
  column('stage', 'STRING'),
  column('table_name', 'STRING'),
  column('column_name', 'STRING', true),
  column('sink_name', 'STRING', true),
  column('error_class', 'STRING'),
  column('message', 'STRING'),
  column('place', 'STRING'),
  ...unclaimedColumns,
  column('plan', 'STRING'),
]
