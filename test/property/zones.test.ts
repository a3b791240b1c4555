/** Zones against Intl, calendars against Date. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { dateFromDays, daysFromDate, daysInMonth, weekdayOf } from '../../src/types/datetime/calendar.ts'
import { zoneNamed } from '../../src/types/zones.ts'

const ids = [
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Europe/Dublin',
  'Pacific/Apia',
]
const zones = fc.constantFrom(...ids)
const epochSeconds = fc.integer({
  min: Date.UTC(1890, 0, 1) / 1000,
  max: Date.UTC(2060, 0, 1) / 1000,
})

/** Seconds of local time since 1970, from the digits that Intl shows. */
function localByIntl(id: string, seconds: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: id,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]))
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type)!
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) / 1000
}

test('offsets are those of Intl', () => {
  fc.assert(
    fc.property(zones, epochSeconds, (id, seconds) => {
      assert.equal(seconds + zoneNamed(id)!.offsetAt(seconds), localByIntl(id, seconds))
    }),
    { numRuns: 400 },
  )
})

/** Near a transition, where all the cases are. */
const nearTransitions = fc
  .tuple(
    fc.constantFrom<readonly [id: string, iso: string]>(
      ['America/New_York', '2026-03-08T07:00:00Z'],
      ['America/New_York', '2026-11-01T06:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
      ['Pacific/Apia', '2011-12-30T10:00:00Z'],
    ),
    fc.integer({ min: -100_000, max: 100_000 }),
  )
  .map(([[id, iso], shift]) => ({ id, seconds: Date.parse(iso) / 1000 + shift }))

test('a local time that exists comes back; one that occurs twice is the earlier', () => {
  fc.assert(
    fc.property(nearTransitions, ({ id, seconds }) => {
      const zone = zoneNamed(id)!
      const local = localByIntl(id, seconds)
      const instant = local - zone.offsetOfLocal(local)
      assert.equal(localByIntl(id, instant), local)
      assert.ok(instant <= seconds)
    }),
    { numRuns: 500 },
  )
})

test('a local time in a gap moves on by its length', () => {
  const cases: readonly [id: string, local: string, instant: string][] = [
    ['America/New_York', '2026-03-08T02:30:00Z', '2026-03-08T07:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:10:00Z', '2026-10-03T15:40:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00:00Z', '2011-12-30T22:00:00Z'],
  ]
  for (const [id, local, instant] of cases) {
    const seconds = Date.parse(local) / 1000
    assert.equal(seconds - zoneNamed(id)!.offsetOfLocal(seconds), Date.parse(instant) / 1000, id)
  }
})

test('fixed offsets, and what is no zone', () => {
  assert.equal(zoneNamed('+08:00')?.offsetAt(0), 28_800)
  assert.equal(zoneNamed('-0330')?.offsetOfLocal(0), -12_600)
  assert.equal(zoneNamed('UTC')?.offsetAt(0), 0)
  for (const id of ['', 'Mars/Base', '+19:00', '+08:60', '__proto__', 'Asia/Shanghai '])
    assert.equal(zoneNamed(id), null, id)
})

test('the calendar is that of Date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
      const date = new Date(days * 86_400_000)
      const parts = dateFromDays(days)
      assert.deepEqual(parts, { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })
      assert.equal(daysFromDate(parts.year, parts.month, parts.day), days)
      assert.equal(weekdayOf(days) % 7, date.getUTCDay())
      const next = new Date(Date.UTC(2000, parts.month, 1))
      next.setUTCFullYear(parts.month === 12 ? parts.year + 1 : parts.year)
      assert.equal(daysInMonth(parts.year, parts.month), new Date(next.getTime() - 86_400_000).getUTCDate())
    }),
  )
})
