/** JSON values as the documentation of the format promises them, made the slow way. */
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

/** A value of JSON text whose numbers were read as `#` and their digits. */
export function expectedJson(type: LogicalType, value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (type.kind === 'DECIMAL') return `#${decimalText(value as bigint, type.scale)}`
  if (type.kind === 'FLOAT') return `#${Object.is(value, -0) ? '-0.0' : floatText(value as number)}`
  if (type.kind === 'DATE') return new Date((value as number) * 86_400_000).toISOString().slice(0, 10)
  if (type.kind === 'TIME') return timestampText(BigInt(value as number), type.precision).slice(11)
  if (type.kind === 'TIMESTAMP') return timestampText(value as bigint, type.precision)
  if (type.kind === 'TIMESTAMP_LTZ') return `${timestampText(value as bigint, type.precision)}Z`
  return Object.is(value, -0) ? '#-0.0' : `#${String(value as number | bigint)}`
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function timestampText(value: bigint, precision: number): string {
  const within = ((value % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((value - within) / 1000n)).toISOString().slice(0, 19).replace('T', ' ')
  return precision === 0 ? seconds : `${seconds}.${String(within).padStart(6, '0').slice(0, precision)}`
}

function floatText(value: number): string {
  const shortest = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digits) => Number(value.toPrecision(digits)))
  return String(shortest.find((candidate) => Math.fround(candidate) === value))
}
