/** Times at the edges: zones with summer time, ends of months, weeks and years. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { evaluateConstant } from '../../support/evaluate-constant.ts'

const inBerlin = (expression: string): unknown => evaluateConstant(expression, 'Europe/Berlin')
const text = (expression: string): string => `CAST(${expression} AS STRING)`

test('instants are brought to the beginning of a unit in the zone of the source', () => {
  const noon = "TIMESTAMP_LTZ '2026-03-29 12:30:00+02:00'"
  assert.equal(inBerlin(text(`FLOOR(${noon} TO DAY)`)), '2026-03-29 00:00:00')
  assert.equal(inBerlin(`unix_timestamp(${text(`FLOOR(${noon} TO DAY)`)})`), 1774738800n)
  // That day has 23 hours.
  assert.equal(inBerlin(`unix_timestamp(${text(`CEIL(${noon} TO DAY)`)})`), 1774738800n + 23n * 3600n)
  assert.equal(inBerlin(`EXTRACT(HOUR FROM ${noon})`), 12n)
  assert.equal(evaluateConstant(`EXTRACT(HOUR FROM ${noon})`), 10n)
  assert.equal(inBerlin(`EXTRACT(EPOCH FROM ${noon})`), 1774780200n)
})

test('hours of instants are those that passed, of local times those of the clock', () => {
  const between = (type: string, from: string, to: string): string =>
    `TIMESTAMPDIFF(HOUR, ${type} '${from}', ${type} '${to}')`
  assert.equal(inBerlin(between('TIMESTAMP', '2026-03-29 00:00:00', '2026-03-30 00:00:00')), 24n)
  assert.equal(inBerlin(between('TIMESTAMP_LTZ', '2026-03-29 00:00:00+01:00', '2026-03-30 00:00:00+02:00')), 23n)
})

test('convert_tz moves on through a gap, and takes the earlier of two', () => {
  const toUtc = (local: string): unknown => evaluateConstant(`convert_tz('${local}', 'Europe/Berlin', 'UTC')`)
  assert.equal(toUtc('2026-03-29 02:30:00'), '2026-03-29 01:30:00')
  assert.equal(toUtc('2026-10-25 02:30:00'), '2026-10-25 00:30:00')
})

test('weeks of ISO 8601 at the turn of the year', () => {
  const weeks: readonly [date: string, year: bigint, week: bigint][] = [
    ['2020-12-31', 2020n, 53n],
    ['2021-01-03', 2020n, 53n],
    ['2021-01-04', 2021n, 1n],
    ['2024-12-30', 2025n, 1n],
    ['2026-12-31', 2026n, 53n],
  ]
  for (const [date, year, week] of weeks) {
    assert.equal(evaluateConstant(`EXTRACT(WEEK FROM DATE '${date}')`), week, date)
    assert.equal(evaluateConstant(`EXTRACT(ISOYEAR FROM DATE '${date}')`), year, date)
  }
})

test('units begin where they should, each of them', () => {
  const time = "TIMESTAMP '2026-11-20 10:30:45.123456'"
  const beginnings: Readonly<Record<string, string>> = {
    MILLENNIUM: '2001-01-01 00:00:00.000000',
    CENTURY: '2001-01-01 00:00:00.000000',
    DECADE: '2020-01-01 00:00:00.000000',
    YEAR: '2026-01-01 00:00:00.000000',
    QUARTER: '2026-10-01 00:00:00.000000',
    MONTH: '2026-11-01 00:00:00.000000',
    WEEK: '2026-11-16 00:00:00.000000',
    DAY: '2026-11-20 00:00:00.000000',
    HOUR: '2026-11-20 10:00:00.000000',
    MINUTE: '2026-11-20 10:30:00.000000',
    SECOND: '2026-11-20 10:30:45.000000',
    MILLISECOND: '2026-11-20 10:30:45.123000',
    MICROSECOND: '2026-11-20 10:30:45.123456',
  }
  for (const [unit, beginning] of Object.entries(beginnings)) {
    assert.equal(evaluateConstant(text(`date_trunc('${unit.toLowerCase()}', ${time})`)), beginning, unit)
  }
})

test('months whole and not', () => {
  const months = (from: string, to: string): unknown =>
    evaluateConstant(`TIMESTAMPDIFF(MONTH, TIMESTAMP '${from}', TIMESTAMP '${to}')`)
  assert.equal(months('2026-01-15 10:00:00', '2026-02-15 10:00:00'), 1n)
  assert.equal(months('2026-01-15 10:00:00', '2026-02-15 09:59:59'), 0n)
  assert.equal(months('2026-02-15 09:59:59', '2026-01-15 10:00:00'), 0n)
  assert.equal(months('2026-02-15 10:00:00', '2025-02-15 10:00:00'), -12n)
  assert.equal(evaluateConstant(text("TIMESTAMPADD(MONTH, -13, DATE '2024-03-31')")), '2023-02-28')
  assert.equal(evaluateConstant(text("TIMESTAMPADD(QUARTER, 1, DATE '2023-11-30')")), '2024-02-29')
})
