/** Reads Avro with avsc, 64-bit integers as bigint and logical types left as they are stored. */
import avsc from 'avsc'
import type { Schema, Type } from 'avsc'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

const exactLong = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return bytes
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

export function avroType(schema: object): Type {
  // A hook, since avsc does not look into its registry for a long that has a logical type.
  const typeHook = (part: Schema): Type | undefined => (isLong(part) ? exactLong : undefined)
  return avsc.Type.forSchema(schema as Schema, { typeHook: typeHook as never, wrapUnions: false })
}

function isLong(part: Schema): boolean {
  return part === 'long' || (part as { readonly type?: unknown }).type === 'long'
}

/** The value as avsc gives it, from a scalar value. */
export function storedValue(type: LogicalType, value: Value): unknown {
  if (value === null) return null
  if (type.kind === 'ARRAY') return (value as readonly Value[]).map((part) => storedValue(type.element, part))
  if (type.kind === 'MAP') {
    const entries = [...(value as ReadonlyMap<string, Value>)]
    return Object.fromEntries(entries.map(([key, part]) => [key, storedValue(type.value, part)]))
  }
  if (type.kind === 'ROW') {
    const parts = value as readonly Value[]
    return Object.fromEntries(type.fields.map((field, at) => [field.name, storedValue(field.type, parts[at])]))
  }
  if (type.kind === 'DECIMAL') return minimalBytes(value as bigint)
  if (value instanceof Uint8Array) return Buffer.from(value)
  const isMillis = 'precision' in type && type.precision <= 3
  // The samples of such precision are whole milliseconds.
  if (type.kind === 'TIME') return isMillis ? (value as number) / 1000 : BigInt(value as number)
  return isMillis && typeof value === 'bigint' ? value / 1000n : value
}

/** The obvious way: the shortest two's complement that gives the value back. */
function minimalBytes(value: bigint): Buffer {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length++
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  )
}
