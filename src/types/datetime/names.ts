/** English names of months, weekdays and halves of the day, in the order of their numbers. */
import type { NamedField } from './elements.ts'

const months = 'January February March April May June July August September October November December'.split(' ')
const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const halves = ['AM', 'PM']

const full: Readonly<Record<NamedField, readonly string[]>> = { month: months, weekday: weekdays, half: halves }
const short: Readonly<Record<NamedField, readonly string[]>> = {
  month: months.map((name) => name.slice(0, 3)),
  weekday: weekdays.map((name) => name.slice(0, 3)),
  half: halves,
}

export function namesOf(field: NamedField, style: 'short' | 'full'): readonly string[] {
  return style === 'full' ? full[field] : short[field]
}
