/** The error of a record, for people. */
import type { LostError } from '../job/options.ts'

/** `CAST in the formatter, column level: … (game.sql:12:3)` */
export function errorText({ code, stage, column, sink, message, place }: Omit<LostError, 'table'>): string {
  const of = column !== null ? `, column ${column}` : sink !== null ? `, sink ${sink}` : ''
  return `${code} in the ${stage}${of}: ${message} (${place})`
}
