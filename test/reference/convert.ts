/**
 * What a value becomes in each type, line by line. Integers, decimals, floats, booleans, text, bytes, JSON and nested types are
 * read here; dates and times by the code of `src/types/datetime`, which has tests of its own against Java's.
 */
import { integerRanges, isInteger, isTemporal } from '../../src/types/families.ts'
import type { IntegerKind } from '../../src/types/families.ts'
import { readDatetime } from '../../src/types/datetime/read.ts'
import { compileFormat, iso8601 } from '../../src/types/datetime/format.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { Failure } from '../../src/types/value.ts'
import type { Value } from '../../src/types/value.ts'
import { zoneNamed } from '../../src/types/zones.ts'
import { fail } from './bad-data.ts'
import { compact, isNull, plainText, readJson } from './json.ts'
import type { Json } from './json.ts'

export interface Reading {
  readonly formats: readonly string[]
  readonly timeZone: string
  /** For dates without a year. Null: unknown. */
  readonly recordMs: number | null
}

/** A value of a document; null where it is empty. */
export function fromJson(json: Json, type: LogicalType, reading: Reading): Value {
  if (isNull(json)) return null
  switch (type.kind) {
    case 'JSON':
      return compact(json)
    case 'ARRAY':
      if (json.kind === 'array') return json.elements.map((each) => fromJson(each, type.element, reading))
      return emptyOr(json, 'no array')
    case 'MAP':
      if (json.kind !== 'object') return emptyOr(json, 'no object')
      return new Map(
        [...json.members].map(([name, { value }]) => [wellFormed(name), fromJson(value, type.value, reading)]),
      )
    case 'ROW': {
      if (json.kind !== 'object') return emptyOr(json, 'no object')
      return type.fields.map((field) => {
        const member = json.members.get(field.name)
        return member === undefined ? null : fromJson(member.value, field.type, reading)
      })
    }
    case 'STRING':
    case 'VARCHAR':
    case 'BYTES':
      return fromText(plainText(json), type, reading)
    default:
      if (json.kind === 'string' || json.kind === 'number') return fromText(plainText(json), type, reading)
      if (json.kind === 'word' && type.kind === 'BOOLEAN') return json.text === 'true'
      return fail(`${json.kind} to ${type.kind}`)
  }
}

function emptyOr(json: Json, message: string): null {
  return json.kind === 'string' && trimmed(plainText(json)) === '' ? null : fail(message)
}

/** A field, or any other text; null where it is empty. */
export function fromText(text: string, type: LogicalType, reading: Reading): Value {
  switch (type.kind) {
    case 'STRING':
      return wellFormed(text)
    case 'VARCHAR':
      return [...wellFormed(text)].length <= type.length ? text : fail('too long')
    case 'BYTES':
      return bytesOf(text, reading.formats[0])
    default: {
      const inside = trimmed(text)
      return inside === '' ? null : fromInside(inside, type, reading)
    }
  }
}

/** Blanks around text are ignored. */
function trimmed(text: string): string {
  return text.replace(/^[ \t\n\v\f\r]+/, '').replace(/[ \t\n\v\f\r]+$/, '')
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : fail('a lone surrogate')
}

function bytesOf(text: string, format: string | undefined): Uint8Array {
  if (format === undefined) return new TextEncoder().encode(wellFormed(text))
  if (format === 'HEX') {
    if (text.length % 2 === 1 || /[^\dA-Fa-f]/.test(text)) fail('no HEX')
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  }
  const digits = text.replace(/={1,2}$/, '')
  const padding = text.length - digits.length
  if (/[^A-Za-z\d+/]/.test(digits) || digits.length % 4 === 1) fail('no BASE64')
  if (padding > 0 && text.length % 4 !== 0) fail('no BASE64')
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0))
}

function fromInside(text: string, type: LogicalType, reading: Reading): Value {
  if (isInteger(type)) return integer(exact(text, 0), type.kind)
  if (isTemporal(type)) return temporal(text, type, reading)
  switch (type.kind) {
    case 'BOOLEAN':
      if (text === '1' || text.toLowerCase() === 'true') return true
      return text === '0' || text.toLowerCase() === 'false' ? false : fail('no boolean')
    case 'FLOAT':
    case 'DOUBLE': {
      if (!numberSyntax.test(text)) fail('no number')
      const value = type.kind === 'FLOAT' ? Math.fround(Number(text)) : Number(text)
      return Number.isFinite(value) ? value : fail('not finite')
    }
    case 'DECIMAL':
      return digitsFit(exact(text, type.scale), type.precision)
    default: {
      const json = readJson(text)
      return json === null ? fail('no JSON') : fromJson(json, type, reading)
    }
  }
}

const numberSyntax = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/

/** The number times 10^scale, which must be whole. */
function exact(text: string, scale: number): bigint {
  const match = numberSyntax.exec(text)
  if (match === null) fail('no number')
  const [, sign, whole, fraction, exponentText = '0'] = match as unknown as string[]
  const zeros = /0*$/.exec(whole + fraction)?.[0].length ?? 0
  const digits = (whole + fraction).slice(0, whole.length + fraction.length - zeros)
  if (BigInt(digits) === 0n) return 0n
  const exponent = Number(exponentText) - fraction.length + zeros + scale
  if (exponent < 0) fail('digits beyond the scale')
  if (exponent > 100) fail('out of range')
  return BigInt(digits) * 10n ** BigInt(exponent) * (sign === '-' ? -1n : 1n)
}

/** As the type's value. */
export function integer(value: bigint, kind: IntegerKind): number | bigint {
  const { min, max } = integerRanges[kind]
  if (value < min || value > max) fail('out of range')
  return kind === 'BIGINT' ? value : Number(value)
}

export function digitsFit(unscaled: bigint, precision: number): bigint {
  const limit = 10n ** BigInt(precision)
  return unscaled < limit && unscaled > -limit ? unscaled : fail('too many digits')
}

function temporal(text: string, type: LogicalType, { formats, timeZone, recordMs }: Reading): Value {
  if (!isTemporal(type)) throw new Error(`${type.kind} is no date or time`)
  const compiled = formats.length === 0 ? [iso8601] : formats.map(formatOf)
  const zone = zoneNamed(timeZone)
  if (zone === null) throw new Error(`no zone ${timeZone}`)
  const value = readDatetime(text, type, compiled, {
    zone,
    recordMicros: recordMs === null ? null : BigInt(recordMs) * 1000n,
  })
  return value instanceof Failure ? fail(value.message) : value
}

function formatOf(text: string): Exclude<ReturnType<typeof compileFormat>, { readonly error: string }> {
  const format = compileFormat(text)
  if ('error' in format) throw new Error(format.error)
  return format
}
