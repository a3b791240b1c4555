/**
 * CAST between typed values. Text is read by the language's table (`text.ts`); between numbers, and between date and time types,
 * the rules are Flink's: fractions are cut going to an integer, rounded half away from zero going to a DECIMAL; what does not fit
 * is a Failure.
 */
import type { LogicalType } from '../logical.ts'
import { Failure, type Value } from '../value.ts'
import { type NumericType, isInteger, isNumeric, isText } from '../families.ts'
import { decimalText, fitsPrecision, powerOfTen, readNumber, rescale, tooManyDigits, unscaledOf } from '../decimal.ts'
import { cutMicros, daysMax, daysMin, splitTimestamp, timestampOf, withinYears } from '../datetime/calendar.ts'
import { instantOfLocal, localOfInstant } from '../datetime/instant.ts'
import { parseJson } from '../json/parse.ts'
import { sameType } from '../same.ts'
import type { Zone } from '../zones.ts'
import { type ConversionContext, contextOfZone } from './context.ts'
import { convertJson } from './json.ts'
import { integerInRange, outOfRange, varchar } from './scalar-text.ts'
import { convertText } from './text.ts'
import { valueText, valueToJsonText } from './value-text.ts'

export interface CastContext {
  /** IANA name of a zone that exists: for instants to and from text, dates and local time. */
  readonly timeZone: string
}

/** Whether there is a CAST from one type to the other at all; a value may still fail. */
export function canCast(from: LogicalType, to: LogicalType): boolean {
  if (sameType(from, to)) return true
  if (isInterval(from) || isInterval(to)) return false
  if (isText(from) || from.kind === 'JSON' || isText(to)) return true
  switch (to.kind) {
    case 'JSON':
      return true
    case 'BOOLEAN':
      return isNumeric(from)
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
      return isNumeric(from) || from.kind === 'BOOLEAN'
    case 'DATE':
      return from.kind === 'TIMESTAMP' || from.kind === 'TIMESTAMP_LTZ'
    case 'TIME':
      return from.kind === 'TIME' || from.kind === 'TIMESTAMP' || from.kind === 'TIMESTAMP_LTZ'
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return from.kind === 'DATE' || from.kind === 'TIMESTAMP' || from.kind === 'TIMESTAMP_LTZ'
    case 'ARRAY':
      return from.kind === 'ARRAY' && canCast(from.element, to.element)
    case 'MAP':
      return from.kind === 'MAP' && canCast(from.value, to.value)
    case 'ROW':
      return (
        from.kind === 'ROW' &&
        from.fields.length === to.fields.length &&
        from.fields.every((field, index) => canCast(field.type, to.fields[index].type))
      )
    case 'BYTES':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return false
  }
}

function isInterval(type: LogicalType): boolean {
  return type.kind === 'INTERVAL_MONTHS' || type.kind === 'INTERVAL_MICROS'
}

/** `from` and `to` are such that `canCast`. NULL stays NULL. */
export function castValue(value: Value, from: LogicalType, to: LogicalType, context: CastContext): Value | Failure {
  if (value === null) return null
  if (sameType(from, to)) return value
  return cast(value, from, to, contextOfZone(context.timeZone))
}

function cast(value: Value, from: LogicalType, to: LogicalType, context: ConversionContext): Value | Failure {
  if (value === null) return null
  if (isText(from)) return convertText(value as string, to, context)
  if (from.kind === 'JSON') {
    const node = parseJson(value as string)
    return node === null ? new Failure('not JSON') : convertJson(node, to, context)
  }
  switch (to.kind) {
    case 'STRING':
      return from.kind === 'BYTES' ? textOfBytes(value as Uint8Array) : valueText(value, from, context.zone)
    case 'VARCHAR': {
      const text = cast(value, from, { kind: 'STRING' }, context)
      return text instanceof Failure ? text : varchar(text as string, to.length)
    }
    case 'JSON':
      return valueToJsonText(value, from)
    case 'BOOLEAN':
      return from.kind === 'BOOLEAN' ? value : value !== 0 && value !== 0n
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
      return from.kind === 'BOOLEAN'
        ? castNumber(value === true ? 1 : 0, { kind: 'INT' }, to)
        : castNumber(value as number | bigint, from as NumericType, to)
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return castTemporal(value as number | bigint, from, to, context.zone)
    case 'ARRAY':
      return castAll(value as readonly Value[], (part) => cast(part, (from as typeof to).element, to.element, context))
    case 'MAP': {
      const map = value as ReadonlyMap<string, Value>
      const parts = castAll([...map.values()], (part) => cast(part, (from as typeof to).value, to.value, context))
      return parts instanceof Failure ? parts : new Map([...map.keys()].map((key, index) => [key, parts[index]]))
    }
    case 'ROW':
      return castAll(value as readonly Value[], (part, index) =>
        cast(part, (from as typeof to).fields[index].type, to.fields[index].type, context),
      )
    case 'BYTES':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return value
  }
}

function castAll(
  values: readonly Value[],
  castOne: (value: Value, index: number) => Value | Failure,
): readonly Value[] | Failure {
  const results: Value[] = []
  for (const [index, value] of values.entries()) {
    const result = castOne(value, index)
    if (result instanceof Failure) return result
    results.push(result)
  }
  return results
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function textOfBytes(bytes: Uint8Array): string | Failure {
  try {
    return utf8.decode(bytes)
  } catch {
    return new Failure('not UTF-8')
  }
}

/** Between numbers of any two types, as Flink does. */
export function castNumber(value: number | bigint, from: NumericType, to: NumericType): number | bigint | Failure {
  if (isInteger(to)) return integerInRange(wholePart(value, from), to)
  if (to.kind === 'DECIMAL') {
    const unscaled = decimalOfNumber(value, from, to.scale)
    return unscaled === null || !fitsPrecision(unscaled, to.precision)
      ? tooManyDigits(to.precision, to.scale)
      : unscaled
  }
  const double = from.kind === 'DECIMAL' ? Number(decimalText(value as bigint, from.scale)) : Number(value)
  const result = to.kind === 'FLOAT' ? Math.fround(double) : double
  return Number.isFinite(result) ? result : outOfRange(to)
}

function wholePart(value: number | bigint, from: NumericType): bigint {
  if (from.kind === 'DECIMAL') return (value as bigint) / powerOfTen(from.scale)
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(value))
}

function decimalOfNumber(value: number | bigint, from: NumericType, scale: number): bigint | null {
  if (from.kind === 'DECIMAL') return rescale(value as bigint, from.scale, scale)
  if (from.kind === 'FLOAT' || from.kind === 'DOUBLE') return unscaledOf(readNumber(String(value))!, scale, 'half-up')
  return BigInt(value) * powerOfTen(scale)
}

function castTemporal(
  value: number | bigint,
  from: LogicalType,
  to: Extract<LogicalType, { readonly kind: 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ' }>,
  zone: Zone,
): number | bigint | Failure {
  if (from.kind === 'TIME') return to.kind === 'TIME' ? cutMicros(value as number, to.precision) : outOfRange(to)
  if (from.kind === 'TIMESTAMP_LTZ' && to.kind === 'TIMESTAMP_LTZ') return cutTimestamp(value as bigint, to.precision)
  const local =
    from.kind === 'DATE'
      ? timestampOf(value as number, 0)
      : from.kind === 'TIMESTAMP_LTZ'
        ? localOfInstant(value as bigint, zone)
        : (value as bigint)
  const { days, microsOfDay } = splitTimestamp(local)
  if (days < daysMin || days > daysMax) return outOfRange(to)
  switch (to.kind) {
    case 'DATE':
      return days
    case 'TIME':
      return cutMicros(microsOfDay, to.precision)
    case 'TIMESTAMP':
      return cutTimestamp(local, to.precision)
    case 'TIMESTAMP_LTZ': {
      const instant = withinYears(instantOfLocal(local, zone))
      return instant === null ? outOfRange(to) : cutTimestamp(instant, to.precision)
    }
  }
}

/** Cuts the digits beyond the precision, towards the past. */
function cutTimestamp(micros: bigint, precision: number): bigint {
  const { days, microsOfDay } = splitTimestamp(micros)
  return timestampOf(days, cutMicros(microsOfDay, precision))
}
