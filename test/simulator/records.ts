/** What the simulated job makes of its records: some rows, some dropped, some errors. */
import type { LogRecord } from './broker.ts'

export interface Output {
  /** In the order of the records. */
  readonly rows: readonly string[]
  readonly dropped: number
  readonly errored: number
}

export function recordAt(partition: number, offset: number, generation: number): LogRecord {
  const value = `${partition}:${offset}${generation === 0 ? '' : `:${generation}`}`
  return { offset, timestamp: 1_000 * generation + offset, crc: partition * 1_000 + offset * 7 + generation, value }
}

export function outputOf(records: readonly LogRecord[]): Output {
  const kinds = Map.groupBy(records, ({ crc }) => kindOf(crc))
  return {
    rows: (kinds.get('row') ?? []).map(({ value }) => value),
    dropped: kinds.get('dropped')?.length ?? 0,
    errored: kinds.get('errored')?.length ?? 0,
  }
}

function kindOf(crc: number): 'row' | 'dropped' | 'errored' {
  if (crc % 5 === 0) return 'dropped'
  return crc % 5 === 1 ? 'errored' : 'row'
}

/** How Hive partitions are closed, and so what is in one. */
export type Closing = 'by clock' | 'by event time'

/** Of each partition of the input there are so many records, one behind the other, in a Hive partition that event time closes. */
export const recordsPerSpan = 3

/** The Hive partition of a record. By the clock any may be closed at any time, and later rows come all the same. */
function hiveKey(offset: number, closing: Closing): string {
  return `k=${closing === 'by clock' ? offset % 2 : Math.floor(offset / recordsPerSpan)}`
}

export function spanOf(key: string): number {
  return Number(key.slice('k='.length))
}

/** Where event time is when all records before this offset were read; a span is a second. */
export function watermarkMicros(offset: number): number {
  return Math.floor((offset * 1_000_000) / recordsPerSpan)
}

/** The files of an epoch: rows by Hive partition. `attempt` makes the content that of one try only. */
export function filesOfRows(rows: readonly string[], attempt: string, closing: Closing): ReadonlyMap<string, string> {
  const byKey = Map.groupBy(rows, (row) => hiveKey(Number(row.split(':')[1]), closing))
  return new Map([...byKey].map(([key, values]) => [key, [attempt, ...values].join('\n')]))
}

export function rowsIn(content: string): readonly string[] {
  return content.split('\n').slice(1)
}
