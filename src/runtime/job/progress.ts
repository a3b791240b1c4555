/** What a person sees while a job runs: records a second, errors, and what is left where that is known. */
import { erroredRecords, recordsIn } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'

export interface ProgressSample {
  /** Monotonic. */
  readonly atMs: number
  readonly records: number
  readonly errors: number
  readonly remaining: Remaining
}

export interface Remaining {
  readonly records: number | null
  readonly bytes: number | null
}

export function progressSample(atMs: number, counted: Ledger, remaining: Remaining): ProgressSample {
  return { atMs, records: recordsIn(counted), errors: erroredRecords(counted), remaining }
}

/** Adds up what each source has left; unknown as soon as one does not know. */
export function addRemaining(
  parts: readonly ({ readonly records?: number; readonly bytes?: number } | null)[],
): Remaining {
  const total = (unit: 'records' | 'bytes'): number | null =>
    parts.reduce<number | null>((sum, part) => {
      const more = part?.[unit]
      return sum === null || more === undefined ? null : sum + more
    }, 0)
  return { records: total('records'), bytes: total('bytes') }
}

/**
 * `1,234,567 records, 350,000/s, 12 errors, 1.2 GB left, about 0:41`. The rate is that since `before`; what it needs for the
 * rest is taken from how fast the rest became less.
 */
export function progressText(before: ProgressSample, now: ProgressSample, showEnd: boolean): string {
  const parts = [counted(now.records, 'record'), `${grouped(Math.round(recordsPerSecond(before, now)))}/s`]
  if (now.errors > 0) parts.push(counted(now.errors, 'error'))
  if (showEnd) parts.push(...restTexts(before, now, secondsBetween(before, now)))
  return parts.join(', ')
}

export function recordsPerSecond(before: ProgressSample, now: ProgressSample): number {
  return (now.records - before.records) / secondsBetween(before, now)
}

function secondsBetween(before: ProgressSample, now: ProgressSample): number {
  return Math.max(0.001, (now.atMs - before.atMs) / 1000)
}

function* restTexts(before: ProgressSample, now: ProgressSample, seconds: number): Generator<string> {
  const unit = now.remaining.records !== null ? 'records' : 'bytes'
  const left = now.remaining[unit]
  const leftBefore = before.remaining[unit]
  if (left === null) return
  yield unit === 'records' ? `${grouped(left)} left` : `${bytesText(left)} left`
  if (leftBefore !== null && leftBefore > left) yield `about ${durationText((left * seconds) / (leftBefore - left))}`
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** `831 B`, `1.2 MB`; powers of 1,000. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${units[unit]}`
}

/** `0:41`, `12:05`, `3:00:10` */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
