/** What a conversion needs to know besides value and type. */
import type { TypeKind } from '../logical.ts'
import { type DatetimeFormat, compileFormat, iso8601 } from '../datetime/format.ts'
import { type Zone, utc, zoneNamed } from '../zones.ts'

export type BytesFormat = 'UTF8' | 'BASE64' | 'HEX'

export interface ConversionContext {
  /** For date and time types, the first that fits. */
  readonly formats: readonly DatetimeFormat[]
  readonly bytes: BytesFormat
  /** Of text that names no zone, and of instants as local date or time. */
  readonly zone: Zone
  /** The record's timestamp, microseconds since the epoch, or null: for dates without a year. */
  readonly recordMicros: bigint | null
}

/** Without FORMAT, in this zone (an IANA name that is known to exist). */
export function contextOfZone(timeZone: string): ConversionContext {
  return { formats: [iso8601], bytes: 'UTF8', zone: knownZone(timeZone), recordMicros: null }
}

export const defaultContext: ConversionContext = { formats: [iso8601], bytes: 'UTF8', zone: utc, recordMicros: null }

/** For a column with these FORMATs, which the checker has accepted; `recordMicros` is set per record. */
export function contextOfColumn(kind: TypeKind, formats: readonly string[], timeZone: string): ConversionContext {
  const context = contextOfZone(timeZone)
  if (formats.length === 0) return context
  if (kind === 'BYTES') return { ...context, bytes: formats[0] as BytesFormat }
  return { ...context, formats: formats.map(knownFormat) }
}

function knownFormat(text: string): DatetimeFormat {
  const format = compileFormat(text)
  if ('error' in format) throw new Error(`FORMAT '${text}': ${format.error}`)
  return format
}

export function knownZone(timeZone: string): Zone {
  const zone = zoneNamed(timeZone)
  if (zone === null) throw new Error(`no such time zone: ${timeZone}`)
  return zone
}
