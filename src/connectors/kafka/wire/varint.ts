/**
 * The numbers inside a record: zigzag, seven bits a byte, lowest first (as in Protocol Buffers). Reading never leaves the
 * bytes for longer than one number: whoever calls checks where it ended up.
 */

/** What no length and no offset can be. */
const invalid = -0x8000_0000

/** 32 bits; an invalid number is negative. */
export function readVarint(bytes: Uint8Array, start: number): number {
  let zigzag = 0
  for (let at = start, shift = 0; shift <= 28; at++, shift += 7) {
    const byte = bytes[at]
    zigzag |= (byte & 127) << shift
    if (byte < 128) return (zigzag >>> 1) ^ -(zigzag & 1)
  }
  return invalid
}

/** 64 bits; exact below 2^53. */
export function readVarlong(bytes: Uint8Array, start: number): number {
  let zigzag = 0
  for (let at = start, scale = 1; at < start + 10; at++, scale *= 128) {
    const byte = bytes[at]
    zigzag += (byte & 127) * scale
    if (byte < 128) break
  }
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
}

/** Behind the number that begins here, of 10 bytes at most. */
export function varintEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] >= 128 && at < start + 9) at++
  return at + 1
}

/** Bytes of a number from -2^52 to 2^52. */
export function varintSize(value: number): number {
  let zigzag = value < 0 ? -2 * value - 1 : 2 * value
  let size = 1
  for (; zigzag >= 128; zigzag = Math.floor(zigzag / 128)) size++
  return size
}

/** Returns where it ends. */
export function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let zigzag = value < 0 ? -2 * value - 1 : 2 * value
  let at = start
  for (; zigzag >= 128; zigzag = Math.floor(zigzag / 128)) bytes[at++] = (zigzag % 128) | 128
  bytes[at++] = zigzag
  return at
}
