/**
 * Values on their way to a function in JavaScript and back. Each crosses as JSON; what JSON has not is tagged by the kind of
 * JavaScript value it is: `{"t": "bigint", "v": "12"}`. What comes back is bad data until it has been read by the declared type.
 *
 * | type                        | in JavaScript                                                         |
 * | --------------------------- | --------------------------------------------------------------------- |
 * | BOOLEAN                     | boolean                                                               |
 * | TINYINT, SMALLINT, INT      | number                                                                |
 * | BIGINT                      | bigint (a result may be a number that is whole and exact)             |
 * | FLOAT, DOUBLE               | number                                                                |
 * | DECIMAL                     | string with all digits (a result may be a bigint)                     |
 * | STRING, VARCHAR, JSON       | string                                                                |
 * | BYTES                       | Uint8Array                                                            |
 * | DATE, TIME, TIMESTAMP       | string: 2026-11-20, 10:00:00, 2026-11-20T10:00:00                     |
 * | TIMESTAMP_LTZ               | string: 2026-11-20T02:00:00.000Z (a result may be a Date)             |
 * | ARRAY, MAP, ROW             | Array, Map (a result may be an object), object                        |
 */
import { castValue } from '../../types/conversion/cast.ts'
import { checkedText, integerInRange, varchar } from '../../types/conversion/scalar-text.ts'
import { valueText } from '../../types/conversion/value-text.ts'
import { decimalFromText } from '../../types/decimal.ts'
import { jsonText } from '../../types/json/node.ts'
import { parseJson } from '../../types/json/parse.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import { Failure } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'

export type Wire = null | boolean | number | string | readonly Wire[] | Tagged

/** `v`: text of a bigint, of a number that JSON has not, of a Date (ISO 8601); hexadecimal bytes; pairs of a map or an object. */
export interface Tagged {
  readonly t: string
  readonly v?: string | readonly (readonly [string, Wire])[]
}

export function toWire(value: Value, type: LogicalType): Wire {
  if (value === null) return null
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
      return value as boolean | number
    case 'FLOAT':
    case 'DOUBLE':
      return Object.is(value, -0) ? { t: 'number', v: '-0' } : (value as number)
    case 'BIGINT':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return { t: 'bigint', v: String(value as number | bigint) }
    case 'DECIMAL':
    case 'STRING':
    case 'VARCHAR':
    case 'JSON':
    case 'DATE':
    case 'TIME':
      return valueText(value, type)
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return valueText(value, type).replace(' ', 'T')
    case 'BYTES':
      return { t: 'bytes', v: valueText(value, type) }
    case 'ARRAY':
      return (value as readonly Value[]).map((part) => toWire(part, type.element))
    case 'MAP':
      return {
        t: 'map',
        v: [...(value as ReadonlyMap<string, Value>)].map(([key, part]) => [key, toWire(part, type.value)] as const),
      }
    case 'ROW':
      return {
        t: 'object',
        v: type.fields.map((field, at) => [field.name, toWire((value as readonly Value[])[at], field.type)] as const),
      }
  }
}

/** `timeZone`: of a TIMESTAMP_LTZ's text without a zone. */
export function fromWire(wire: Wire, type: LogicalType, timeZone: string): Value | Failure {
  if (wire === null) return null
  switch (type.kind) {
    case 'BOOLEAN':
      return typeof wire === 'boolean' ? wire : wrongKind(wire, type)
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT': {
      const whole = wholeNumber(wire)
      return whole === null ? wrongKind(wire, type) : integerInRange(whole, type)
    }
    case 'FLOAT':
    case 'DOUBLE':
      return floatNumber(wire, type)
    case 'DECIMAL': {
      const text = typeof wire === 'string' ? wire : taggedText(wire, 'bigint')
      return text === null ? wrongKind(wire, type) : decimalFromText(text, type.precision, type.scale)
    }
    case 'STRING':
      return typeof wire === 'string' ? checkedText(wire) : wrongKind(wire, type)
    case 'VARCHAR':
      return typeof wire === 'string' ? varchar(wire, type.length) : wrongKind(wire, type)
    case 'JSON':
      return typeof wire === 'string' ? jsonOf(wire) : wrongKind(wire, type)
    case 'BYTES': {
      const hex = taggedText(wire, 'bytes')
      return hex === null ? wrongKind(wire, type) : Uint8Array.from(Buffer.from(hex, 'hex'))
    }
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const text = typeof wire === 'string' ? wire : type.kind === 'TIMESTAMP_LTZ' ? taggedText(wire, 'date') : null
      return text === null ? wrongKind(wire, type) : castValue(text, { kind: 'STRING' }, type, { timeZone })
    }
    case 'ARRAY':
      return isArray(wire) ? all(wire, (part) => fromWire(part, type.element, timeZone)) : wrongKind(wire, type)
    case 'MAP': {
      const pairs = pairsOf(wire, ['map', 'object'])
      if (pairs === null) return wrongKind(wire, type)
      const values = all(pairs, ([, part]) => fromWire(part, type.value, timeZone))
      return values instanceof Failure ? values : new Map(pairs.map(([key], index) => [key, values[index]]))
    }
    case 'ROW': {
      const pairs = pairsOf(wire, ['object'])
      if (pairs === null) return wrongKind(wire, type)
      const parts = new Map(pairs)
      return all(type.fields, (field) => fromWire(parts.get(field.name) ?? null, field.type, timeZone))
    }
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return wrongKind(wire, type)
  }
}

function wholeNumber(wire: Wire): bigint | null {
  if (typeof wire === 'number') return Number.isSafeInteger(wire) ? BigInt(wire) : null
  const text = taggedText(wire, 'bigint')
  return text === null ? null : BigInt(text)
}

function floatNumber(wire: Wire, type: LogicalType): number | Failure {
  const value = typeof wire === 'number' ? wire : Number(taggedText(wire, 'number') ?? NaN)
  const rounded = type.kind === 'FLOAT' ? Math.fround(value) : value
  return Number.isFinite(rounded) ? rounded : wrongKind(wire, type)
}

function jsonOf(text: string): string | Failure {
  const json = parseJson(text)
  return json === null ? new Failure('the result is no JSON text') : jsonText(json)
}

function all<T>(parts: readonly T[], read: (part: T) => Value | Failure): readonly Value[] | Failure {
  const values: Value[] = []
  for (const part of parts) {
    const value = read(part)
    if (value instanceof Failure) return value
    values.push(value)
  }
  return values
}

function taggedText(wire: Wire, tag: string): string | null {
  return isTagged(wire) && wire.t === tag && typeof wire.v === 'string' ? wire.v : null
}

function pairsOf(wire: Wire, tags: readonly string[]): readonly (readonly [string, Wire])[] | null {
  return isTagged(wire) && tags.includes(wire.t) && typeof wire.v === 'object' ? wire.v : null
}

function isTagged(wire: Wire): wire is Tagged {
  return typeof wire === 'object' && wire !== null && !isArray(wire)
}

function isArray(wire: Wire): wire is readonly Wire[] {
  return Array.isArray(wire)
}

function wrongKind(wire: Wire, type: LogicalType): Failure {
  return new Failure(`it returned ${nounOf(wire)}, which is no ${typeText(type)}`)
}

function nounOf(wire: Wire): string {
  if (typeof wire === 'number') return Number.isInteger(wire) ? 'a number' : 'a number with a fraction'
  if (isArray(wire)) return 'an array'
  if (!isTagged(wire)) return `a ${typeof wire}`
  if (wire.t === 'number') return typeof wire.v === 'string' ? wire.v : 'a number'
  return wire.t === 'object' ? 'an object' : `a ${wire.t === 'bytes' ? 'Uint8Array' : wire.t}`
}
