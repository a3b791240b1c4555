/** Weeks of ISO 8601: a week belongs to the year that its Thursday lies in. */
import { dateFromDays, daysFromDate, weekdayOf } from '../../types/datetime/calendar.ts'

export function isoWeekOf(days: number): { readonly year: number; readonly week: number } {
  const thursday = days + 4 - weekdayOf(days)
  const { year } = dateFromDays(thursday)
  return { year, week: Math.floor((thursday - daysFromDate(year, 1, 1)) / 7) + 1 }
}
