/** Variable-length integers, 7 bits a byte, lowest first: Avro's, Thrift's and Parquet's. No BigInt: 64 bits are two words. */

export const varint32BytesMax = 5
export const varint64BytesMax = 10

/** An unsigned integer below 2^53. */
export function writeVarint(out: Uint8Array, at: number, value: number): number {
  while (value >= 0x8000_0000) {
    out[at++] = (value % 128) | 0x80
    value = Math.floor(value / 128)
  }
  while (value >= 0x80) {
    out[at++] = (value & 0x7f) | 0x80
    value >>>= 7
  }
  out[at++] = value
  return at
}

/** A signed 32-bit integer, zigzag. */
export function writeZigzag32(out: Uint8Array, at: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  while (rest >= 0x80) {
    out[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  out[at++] = rest
  return at
}

/** A signed integer of 64 bits, zigzag, from its words. */
export function writeZigzag64(out: Uint8Array, at: number, low: number, high: number): number {
  const sign = high >> 31
  let restHigh = (((high << 1) | (low >>> 31)) ^ sign) >>> 0
  let rest = ((low << 1) ^ sign) >>> 0
  while (restHigh !== 0) {
    out[at++] = (rest & 0x7f) | 0x80
    rest = ((rest >>> 7) | (restHigh << 25)) >>> 0
    restHigh >>>= 7
  }
  while (rest >= 0x80) {
    out[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  out[at++] = rest
  return at
}
