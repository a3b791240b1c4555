/** The timestamp of a message: a TIMESTAMP or TIMESTAMP_LTZ column's, else the source record's. Milliseconds. */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { TopicSettings } from './topic-settings.ts'

export interface TimestampColumn {
  readonly index: number
}

export function timestampColumn(columns: readonly OutputColumn[], field: string | null): TimestampColumn | null {
  const index = columns.findIndex((column) => column.name === field)
  return index < 0 ? null : { index }
}

/** The source record's, where the column is NULL. */
export function messageTimestamp(view: RowView, row: number, timestamps: TimestampColumn | null): number {
  const column = timestamps === null ? null : view.columns[timestamps.index]
  if (column === null || column.kind !== 'i64' || column.valid[row] === 0) {
    return Math.floor(view.timestamps[row])
  }
  const micros = column.words[2 * row + 1] * 0x1_0000_0000 + (column.words[2 * row] >>> 0)
  return Math.floor(micros / 1000)
}

/** The brokers' clocks and ours differ, and a message may wait before it is sent. */
const slackMs = 60_000

/**
 * The nearest timestamp that the brokers take: they refuse one before 1970 and, by the topic's settings, one too far from
 * their clock (INVALID_TIMESTAMP, by default an hour ahead), and the whole batch with it.
 */
export function acceptedTimestamp(timestampMs: number, nowMs: number, topic: TopicSettings): number {
  const earliest = Math.max(0, nowMs - Math.max(0, topic.timestampBeforeMsMax - slackMs))
  const latest = nowMs + Math.max(0, topic.timestampAfterMsMax - slackMs)
  return Math.min(latest, Math.max(earliest, timestampMs))
}
