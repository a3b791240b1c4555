/** Avro's decimal: two's complement, big-endian, in the fewest bytes (as Java's BigInteger writes it), behind its length. */

/** Sixteen bytes and their length. */
export const decimalBytesMax = 17

/** The integer of `count` words from words[first] on, lowest first. */
export function writeDecimal(out: Uint8Array, at: number, words: Int32Array, first: number, count: 2 | 4): number {
  const sign = words[first + count - 1] >> 31
  let length = count * 4
  while (length > 1 && byteOf(words, first, length - 1) === (sign & 0xff) && isSign(words, first, length - 2, sign)) {
    length--
  }
  out[at++] = length << 1
  for (let i = length - 1; i >= 0; i--) out[at++] = byteOf(words, first, i)
  return at
}

function byteOf(words: Int32Array, first: number, index: number): number {
  return (words[first + (index >> 2)] >>> ((index & 3) * 8)) & 0xff
}

/** Whether the byte's highest bit is that of the sign, so that the bytes above it say nothing more. */
function isSign(words: Int32Array, first: number, index: number, sign: number): boolean {
  return byteOf(words, first, index) >>> 7 === (sign & 1)
}
