/** The error of a record, for people. */
import type { RowError } from '../engine/ports.ts'

/** `CAST in the formatter, column level: … (game.sql:12:3)` */
export function errorText({ code, stage, column, sink, message, place }: RowError): string {
  const of = column !== null ? `, column ${column}` : sink !== null ? `, sink ${sink}` : ''
  return `${code} in the ${stage}${of}: ${message} (${place})`
}
