/** Text to scalar values: the rows of the language's table "What a value becomes" for everything but JSON and nested types. */
import type { LogicalType } from '../logical.ts'
import { Failure } from '../value.ts'
import { integerRanges, type IntegerType } from '../families.ts'
import { decimalFromText, readNumber, unscaledOf } from '../decimal.ts'
import { readDatetime } from '../datetime/read.ts'
import type { BytesFormat, ConversionContext } from './context.ts'

export type ScalarType = Exclude<LogicalType, { readonly kind: 'JSON' | 'ARRAY' | 'MAP' | 'ROW' }>

/**
 * The value; null where the text is empty (for every type but STRING and BYTES, blanks around it ignored). A Failure's message
 * holds no data.
 */
export function convertScalarText(
  text: string,
  type: ScalarType,
  context: ConversionContext,
): string | number | bigint | boolean | Uint8Array | null | Failure {
  if (type.kind === 'STRING') return checkedText(text)
  if (type.kind === 'VARCHAR') return varchar(text, type.length)
  if (type.kind === 'BYTES') return bytesOfText(text, context.bytes)
  const trimmed = trimBlanks(text)
  if (trimmed === '') return null
  switch (type.kind) {
    case 'BOOLEAN':
      return booleanOfText(trimmed)
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return integerOfText(trimmed, type)
    case 'FLOAT':
    case 'DOUBLE':
      return floatOfText(trimmed, type.kind)
    case 'DECIMAL':
      return decimalFromText(trimmed, type.precision, type.scale)
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return readDatetime(trimmed, type, context.formats, context)
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return new Failure('text does not convert to an interval')
  }
}

/** Blanks are space, tab, line feed, vertical tab, form feed and carriage return. */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

/** Text that UTF-8 can hold. */
export function checkedText(text: string): string | Failure {
  return text.isWellFormed() ? text : new Failure('a lone surrogate')
}

export function varchar(text: string, length: number): string | Failure {
  if (!text.isWellFormed()) return new Failure('a lone surrogate')
  // A code point has one code unit or two, so that most texts need not be counted.
  const fits = text.length <= length || (text.length <= 2 * length && codePointLength(text) <= length)
  return fits ? text : new Failure(`longer than VARCHAR(${length})`)
}

function codePointLength(text: string): number {
  let length = 0
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) length++
  }
  return length
}

export function bytesOfText(text: string, format: BytesFormat): Uint8Array | Failure {
  switch (format) {
    case 'UTF8':
      return text.isWellFormed() ? Buffer.from(text, 'utf8') : new Failure('a lone surrogate')
    case 'BASE64':
      return /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/.test(text)
        ? Buffer.from(text, 'base64')
        : new Failure('not BASE64')
    case 'HEX':
      return /^(?:[\dA-Fa-f]{2})*$/.test(text) ? Buffer.from(text, 'hex') : new Failure('not HEX')
  }
}

function booleanOfText(text: string): boolean | Failure {
  if (text === '1' || /^true$/i.test(text)) return true
  if (text === '0' || /^false$/i.test(text)) return false
  return new Failure('not a BOOLEAN')
}

function integerOfText(text: string, type: IntegerType): number | bigint | Failure {
  const number = readNumber(text)
  if (number === null) return new Failure('not a number')
  const value = unscaledOf(number, 0, 'exact')
  if (value === null) {
    return new Failure(unscaledOf(number, 0, 'floor') === null ? outOfRange(type).message : 'not a whole number')
  }
  return integerInRange(value, type)
}

/** As the type's value; a Failure out of its range. */
export function integerInRange(value: bigint, type: IntegerType): number | bigint | Failure {
  const { min, max } = integerRanges[type.kind]
  if (value < min || value > max) return outOfRange(type)
  return type.kind === 'BIGINT' ? value : Number(value)
}

export function outOfRange(type: LogicalType): Failure {
  return new Failure(`out of range for ${type.kind}`)
}

function floatOfText(text: string, kind: 'FLOAT' | 'DOUBLE'): number | Failure {
  if (readNumber(text) === null) return new Failure('not a number')
  const value = kind === 'FLOAT' ? Math.fround(Number(text)) : Number(text)
  return Number.isFinite(value) ? value : outOfRange({ kind })
}
