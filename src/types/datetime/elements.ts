/**
 * What a datetime pattern is made of, as plain data: kernels may compile it further. The letters are those of Java's
 * `DateTimeFormatter`, https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/format/DateTimeFormatter.html
 */

export type NumberField =
  | 'year'
  | 'month'
  | 'day'
  | 'dayOfYear'
  | 'hour' // 0-23
  | 'clockHour' // 1-24, `k`
  | 'hourOfHalf' // 0-11, `K`
  | 'clockHourOfHalf' // 1-12, `h`
  | 'minute'
  | 'second'

export type PatternElement =
  | { readonly kind: 'literal'; readonly text: string }
  | NumberElement
  /** Exactly so many digits of the second's fraction. */
  | { readonly kind: 'fraction'; readonly digits: number }
  | { readonly kind: 'name'; readonly of: NamedField; readonly style: 'short' | 'full' }
  | OffsetElement
  /** `VV`: an IANA name, or an offset. */
  | { readonly kind: 'zone-id' }
  /** `[…]` */
  | { readonly kind: 'optional'; readonly elements: readonly PatternElement[] }

export interface NumberElement {
  readonly kind: 'number'
  readonly field: NumberField
  readonly digitsMin: number
  readonly digitsMax: number
  /** `yy`: 2000 is added. */
  readonly twoDigitYear: boolean
  /** Digits that must be left to the numbers of fixed width directly behind this one: `yyyyMMdd`. */
  readonly reservedDigits: number
}

export type NamedField = 'month' | 'weekday' | 'half'

export interface OffsetElement {
  readonly kind: 'offset'
  /** Whether `:` stands between hours and minutes. */
  readonly colon: boolean
  readonly minutes: 'never' | 'unless-zero' | 'always'
  readonly seconds: 'never' | 'unless-zero'
  /** How an offset of zero reads: `Z`, or null: as any other. */
  readonly zero: 'Z' | null
  /** `O`: `GMT` stands in front; `GMT` alone is zero. */
  readonly gmt: boolean
}

export interface DatetimePattern {
  readonly kind: 'pattern'
  readonly text: string
  readonly elements: readonly PatternElement[]
  /** What the pattern says something about, optional sections included. */
  readonly hasYear: boolean
  readonly hasMonth: boolean
  /** Day of month or of year. */
  readonly hasDay: boolean
  readonly hasDayOfYear: boolean
  readonly hasHour: boolean
  readonly hasZone: boolean
  /** Why it can show a time but not tell one, or null. */
  readonly readingProblem: string | null
}

export interface PatternProblem {
  readonly error: string
  /** UTF-16 code units from the start of the pattern. */
  readonly offset: number
}
