/**
 * Rows as Avro binary, row by row over a plan of fields that lie in columns. `formats/avro/encoder.ts` lays the plan out: for each
 * field four words, its kind (and whether it may be NULL), and the addresses of the column's `valid`, of its values (of texts:
 * their starts), and of the texts' lengths. https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
import { writeZigzag } from './varint'

/** Kinds of a field, as `fieldKinds` of the encoder has them. */
const boolean: i32 = 0
const int: i32 = 1
const long: i32 = 2
const millis: i32 = 3
const float: i32 = 4
const double: i32 = 5
const decimal64: i32 = 6
const decimal128: i32 = 7
const bytes: i32 = 8
/** Encoded already: it is only copied. */
const encoded: i32 = 9

const kindMask: i32 = 0xff
const nullable: i32 = 0x100
const fieldBytes: i32 = 16

const microsOfMilli: i64 = 1000

/**
 * Encodes the rows whose numbers are `count` words at `rows`, each behind a prefix, from `out` on, as long as there is room before
 * `limit`; word k at `ends` gets the address behind the k-th. `fixedBytes` are the most that a row takes besides its texts, with
 * 16 that may be overwritten behind it. Returns how many rows there are then; with ~row where that one has a NULL which it must
 * not have.
 */
export function encodeAvro(
  fields: i32,
  fieldsEnd: i32,
  prefix: i32,
  prefixBytes: i32,
  fixedBytes: i32,
  rows: i32,
  count: i32,
  ends: i32,
  out: i32,
  limit: i32,
): i32 {
  let at = out
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    if (at + fixedBytes > limit) return k
    for (let i = 0; i < prefixBytes; i++) store<u8>(at++, load<u8>(prefix + i))
    for (let field = fields; field < fieldsEnd; field += fieldBytes) {
      const kind = load<i32>(field)
      if (load<u8>(load<i32>(field, 4) + row) == 0) {
        if ((kind & nullable) == 0) return ~row
        store<u8>(at++, 0)
        continue
      }
      if ((kind & nullable) != 0) store<u8>(at++, 2)
      const values = load<i32>(field, 8)
      switch (kind & kindMask) {
        case boolean:
          store<u8>(at++, load<u8>(values + row))
          break
        case int:
          at = writeZigzag(at, load<i32>(values + row * 4))
          break
        case long:
          at = writeZigzag(at, load<i64>(values + row * 8))
          break
        case millis:
          at = writeZigzag(at, floorDivide(load<i64>(values + row * 8), microsOfMilli))
          break
        case float:
          store<f32>(at, <f32>load<f64>(values + row * 8))
          at += 4
          break
        case double:
          store<f64>(at, load<f64>(values + row * 8))
          at += 8
          break
        case decimal64:
          at = writeDecimal(at, load<i64>(values + row * 8))
          break
        case decimal128:
          at = writeDecimal128(at, load<i64>(values + row * 16), load<i64>(values + row * 16, 8))
          break
        default: {
          const length = load<i32>(load<i32>(field, 12) + row * 4)
          // Compared without a sum that might go over 2^31.
          if (length > limit - at - fixedBytes) return k
          if ((kind & kindMask) == bytes) at = writeZigzag(at, length)
          copy(load<i32>(values + row * 4), at, length)
          at += length
        }
      }
    }
    store<i32>(ends + k * 4, at)
  }
  return count
}

function floorDivide(value: i64, divisor: i64): i64 {
  const quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/** Two's complement, big-endian, in the fewest bytes (as Java's BigInteger writes it), behind its length. */
function writeDecimal(at: i32, value: i64): i32 {
  const length = bytesOf(value)
  store<u8>(at, <u8>(length << 1))
  return writeHighest(at + 1, value, length)
}

function writeDecimal128(at: i32, low: i64, high: i64): i32 {
  if (high == low >> 63) return writeDecimal(at, low)
  const length = bytesOf(high)
  store<u8>(at, <u8>((length + 8) << 1))
  return writeHighest(writeHighest(at + 1, high, length), low, 8)
}

/** Of a number with its sign: 1 to 8. */
function bytesOf(value: i64): i32 {
  return (72 - <i32>clz(value ^ (value >> 63))) >> 3
}

/** The lowest `length` bytes, highest first; eight are written. */
function writeHighest(at: i32, value: i64, length: i32): i32 {
  store<i64>(at, bswap(value << (64 - 8 * length)))
  return at + length
}

/** Up to 15 bytes more. */
function copy(from: i32, to: i32, length: i32): void {
  for (const end = to + length; to < end; to += 16, from += 16) v128.store(to, v128.load(from))
}
