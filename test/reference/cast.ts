/**
 * CAST between typed values. Text, JSON and numbers are converted here; between dates and times, and from anything to text, by the
 * scalar code of `src/types` (calendar, zones, Java's way to write floats), which has tests of its own.
 */
import { castValue } from '../../src/types/conversion/cast.ts'
import { isInteger, isNumeric, isText } from '../../src/types/families.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { Failure } from '../../src/types/value.ts'
import type { Value } from '../../src/types/value.ts'
import { fail } from './bad-data.ts'
import { digitsFit, fromJson, fromText, integer } from './convert.ts'
import { readJson } from './json.ts'

export function cast(value: Value, from: LogicalType, to: LogicalType, timeZone: string): Value {
  if (value === null) return null
  const reading = { formats: [], timeZone, recordMs: null }
  if (isText(from)) return fromText(value as string, to, reading)
  if (from.kind === 'JSON') {
    const json = readJson(value as string)
    return json === null ? fail('no JSON') : fromJson(json, to, reading)
  }
  if (from.kind === 'BYTES' && isText(to)) return fromText(decode(value as Uint8Array), to, reading)
  if (isNumeric(from) && isNumeric(to)) return castNumber(value as number | bigint, from, to)
  if (from.kind === 'BOOLEAN' && isNumeric(to)) return castNumber(value === true ? 1 : 0, { kind: 'INT' }, to)
  if (isNumeric(from) && to.kind === 'BOOLEAN') return value !== 0 && value !== 0n
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    const entries = [...(value as ReadonlyMap<string, Value>)]
    return new Map(entries.map(([key, each]) => [key, cast(each, from.value, to.value, timeZone)]))
  }
  const result = castValue(value, from, to, { timeZone })
  return result instanceof Failure ? fail(result.message) : result
}

export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fail('not UTF-8')
  }
}

/** Through a numerator over 10^scale: fractions are cut going to integers, rounded half away from zero going to DECIMAL. */
function castNumber(value: number | bigint, from: LogicalType, to: LogicalType): Value {
  if (to.kind === 'FLOAT' || to.kind === 'DOUBLE') {
    const number = from.kind === 'DECIMAL' ? Number(`${value}e-${from.scale}`) : Number(value)
    const rounded = to.kind === 'FLOAT' ? Math.fround(number) : number
    return Number.isFinite(rounded) ? rounded : fail('not finite')
  }
  // A double is an exact number where it becomes an integer; only a DECIMAL takes its shortest text.
  const isFloat = from.kind === 'FLOAT' || from.kind === 'DOUBLE'
  if (isInteger(to) && isFloat) return integer(BigInt(Math.trunc(value as number)), to.kind)
  const [numerator, scale] = fractionOf(value, from)
  if (isInteger(to)) return integer(numerator / 10n ** BigInt(scale), to.kind)
  if (to.kind !== 'DECIMAL') throw new Error(`no number: ${to.kind}`)
  return digitsFit(divideRounding(numerator * 10n ** BigInt(to.scale), 10n ** BigInt(scale)), to.precision)
}

/** Exact for integers and DECIMAL; for floats what their shortest text says. */
function fractionOf(value: number | bigint, from: LogicalType): readonly [bigint, number] {
  if (from.kind === 'DECIMAL') return [value as bigint, from.scale]
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return [BigInt(value), 0]
  const [mantissa, exponentText] = value.toExponential().split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const exponent = Number(exponentText) - fraction.length
  const digits = BigInt(whole + fraction)
  return exponent >= 0 ? [digits * 10n ** BigInt(exponent), 0] : [digits, -exponent]
}

/** Half away from zero. */
export function divideRounding(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n
  const [a, b] = [dividend, divisor].map((each) => (each < 0n ? -each : each))
  const rounded = (2n * a + b) / (2n * b)
  return isNegative ? -rounded : rounded
}
