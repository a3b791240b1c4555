/**
 * The numbers inside a record: zigzag, seven bits a byte, lowest first (as in Protocol Buffers). Reading never leaves the
 * bytes for longer than one number: whoever calls checks where it ended up.
 */

/** What no length and no offset can be. */
const invalid = -0x8000_0000

/** Reads one number after the other. */
export class Varints {
  private readonly bytes: Uint8Array
  /** Where the next one begins. */
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.at = at
  }

  /** 32 bits; an invalid number is negative. */
  next(): number {
    const { bytes } = this
    let { at } = this
    let byte = bytes[at++]
    let zigzag = byte & 127
    for (let shift = 7; byte >= 128 && shift <= 28; shift += 7) {
      byte = bytes[at++]
      zigzag |= (byte & 127) << shift
    }
    this.at = at
    return byte >= 128 ? invalid : (zigzag >>> 1) ^ -(zigzag & 1)
  }

  /** 64 bits; exact below 2^53. */
  nextLong(): number {
    const { bytes } = this
    let { at } = this
    let byte = bytes[at++]
    let zigzag = byte & 127
    for (let scale = 128; byte >= 128 && at < this.at + 10; scale *= 128) {
      byte = bytes[at++]
      zigzag += (byte & 127) * scale
    }
    this.at = at
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
  }
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
