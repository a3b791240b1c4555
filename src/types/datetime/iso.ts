/**
 * ISO 8601 as logs write it: `2026-11-20`, `2026-11-20T10:00`, `2026-11-20 10:00:00.123456789+08:00`, `10:00:00`. `T` or one
 * blank, up to nine digits of the fraction, a zone (`Z`, `+08`, `+0800`, `+08:00`) directly behind it or none.
 */
import { type DatetimeFields, noFields, setNumber } from './fields.ts'

const dateSyntax = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](.*))?$/
const timeSyntax = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/

/** Null if the text is no date, date and time, or time. */
export function parseIso(text: string): DatetimeFields | null {
  const fields = noFields()
  const date = dateSyntax.exec(text)
  if (date === null) return readTime(text, fields) ? fields : null
  const isDate =
    setNumber(fields, 'year', Number(date[1])) &&
    setNumber(fields, 'month', Number(date[2])) &&
    setNumber(fields, 'day', Number(date[3]))
  return isDate && (date[4] === undefined || readTime(date[4], fields)) ? fields : null
}

function readTime(text: string, fields: DatetimeFields): boolean {
  const match = timeSyntax.exec(text)
  if (match === null) return false
  const [, hour, minute, second = '0', fraction = '', zone] = match
  fields.micros = Number(fraction.slice(0, 6).padEnd(6, '0'))
  return (
    setNumber(fields, 'hour', Number(hour)) &&
    setNumber(fields, 'minute', Number(minute)) &&
    setNumber(fields, 'second', Number(second)) &&
    (zone === undefined || readZone(zone, fields))
  )
}

function readZone(zone: string, fields: DatetimeFields): boolean {
  const hours = zone === 'Z' ? 0 : Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', ''))
  if (minutes > 59 || hours * 60 + minutes > 18 * 60) return false
  fields.offsetSeconds = (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
  return true
}
