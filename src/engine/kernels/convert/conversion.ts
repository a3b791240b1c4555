/** What a conversion is: slices of one column to typed values, by the language's table "What a value becomes". */
import type { Column } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import type { Selection } from '../../selection.ts'
import type { Slices } from '../../slices.ts'
import type { Failure } from '../../../types/value.ts'

/**
 * Writes the selected rows of `out`. A Missing or Null slice, and empty text but for STRING and BYTES, gives NULL; a slice that
 * does not convert gives NULL and is reported. New bytes go to the arena.
 */
export type Conversion = (
  slices: Slices,
  selection: Selection,
  out: Column,
  memory: Memory,
  recordTimeMs: RecordTime,
  report: ReportFailure,
) => void

/** The timestamp of a row's record, milliseconds since the epoch: for dates without a year. */
export type RecordTime = (row: number) => number

/** Why a row did not convert. The failure's message holds no data. */
export type ReportFailure = (row: number, failure: Failure) => void

export interface ConversionOptions {
  /** As in the model's Column: patterns, or `BASE64`, `HEX`, `UTF8`. */
  readonly formats: readonly string[]
  /** IANA name, for text without a zone. */
  readonly timeZone: string
}
