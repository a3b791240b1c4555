/** What a column builder needs of the values of one physical type; NULLs never get here. */
import type { Column } from '../../engine/column.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import type { Encoding } from './container.ts'

/** Values of one column, a page at a time, over one row group at a time. */
export interface PageValues {
  /**
   * Takes the values of rows[from .. to) that are not NULL. May stop early where the page is full; returns where it stopped,
   * always beyond `from`.
   */
  append(column: Column, memory: ColumnBytes, rows: Int32Array, from: number, to: number): number
  /** Values taken since the last page. */
  readonly count: number
  /** Whether the page should end, however few its rows are. */
  readonly full: boolean
  /** Encodes the values taken since the last page, whichever way is smallest, and forgets them. Valid until the next call. */
  takePage(): EncodedPage
  /** The dictionary that pages of this row group refer to, or null. Begins a new row group. Valid until its first values. */
  takeDictionary(): EncodedDictionary | null
  /** Smallest and largest of the row group, in PLAIN form; null where there is none or it is too long. Call before `takeDictionary`. */
  statistics(): { readonly min: Buffer; readonly max: Buffer } | null
  /** Bytes of the page so far and of the dictionary, before compression. */
  readonly pendingBytes: number
  /** Memory that is held, whether in use or kept for the next page. */
  readonly bufferedBytes: number
  /** Gives its memory to the next ones; it is used no more. */
  release(): void
}

export interface EncodedPage {
  readonly bytes: Buffer
  readonly encoding: Encoding
  /** The values in PLAIN form, valid as long as `bytes`; not of dictionary pages. */
  readonly plain?: () => Buffer
}

export interface EncodedDictionary {
  readonly bytes: Buffer
  readonly count: number
}

/** Dictionaries beyond these are given up: their indexes cost more than they save, and they are held in memory. */
export const dictionaryEntriesMax = 65_536
export const dictionaryBytesMax = 1_048_576
/** After so many values in a row group, a dictionary of which most entries occur once is given up before the page is full. */
export const dictionaryTrialValues = 1024
export const dictionaryTrialShare = 0.75

/** Room that kernels need to find the entries of a dictionary that has so many at most, in bytes: for the entries, for their hash table. */
export function dictionaryRoom(entries: number): { readonly entries: number; readonly slots: number } {
  const most = Math.min(entries, dictionaryEntriesMax)
  return { entries: 8 * most, slots: Math.max(1024, 16 * most) }
}

/** Pages end by rows, or by bytes of strings before compression. */
export interface PageLimits {
  readonly pageRows: number
  readonly pageBytes: number
}
