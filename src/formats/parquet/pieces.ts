/**
 * Memory that the builders of pages grow into. It comes back when they grow out of it or their file is done, and the next ones get
 * it: what is allocated outside of V8's heap counts towards its next garbage collection, however little lies on the heap. What is in a
 * piece that is given out means nothing. One thread's, as everything of a writer is.
 */

/** Smaller ones are not worth keeping. */
const pieceBytesMin = 2048
/** What is kept for the next; about what six tables of some twenty columns have at a time. More is left to V8. */
const spareBytesMax = 32 * 1_048_576

/** By the logarithm of their length, which is a power of two. */
const spare: ArrayBuffer[][] = Array.from({ length: 32 }, () => [])
let spareBytes = 0

/** `array` with room for `needed` values, its first `used` ones kept; the memory that it was in is given back. */
export function grownIntegers(array: Int32Array<ArrayBuffer>, used: number, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(take(Math.max(needed, array.length * 2) * 4))
  larger.set(used === array.length ? array : array.subarray(0, used))
  giveBack(array)
  return larger
}

/** As `grownIntegers`, for bytes. */
export function grownBytes(array: Buffer<ArrayBuffer>, used: number, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.from(take(Math.max(needed, array.length * 2)))
  array.copy(larger, 0, 0, used)
  giveBack(array)
  return larger
}

/** So many zeros. */
export function zeroIntegers(count: number): Int32Array<ArrayBuffer> {
  return new Int32Array(take(count * 4)).fill(0)
}

/** Nobody may use the array any more. It is the whole of its memory, or that is not taken back. */
export function giveBack({ buffer, byteLength }: Int32Array<ArrayBuffer> | Buffer<ArrayBuffer>): void {
  const isPiece =
    byteLength >= pieceBytesMin && byteLength === buffer.byteLength && (byteLength & (byteLength - 1)) === 0
  if (!isPiece || spareBytes + byteLength > spareBytesMax) return
  spare[Math.log2(byteLength)].push(buffer)
  spareBytes += byteLength
}

/** A power of two of bytes, so many at least. */
function take(bytes: number): ArrayBuffer {
  const exponent = Math.ceil(Math.log2(Math.max(bytes, 256)))
  const piece = spare[exponent].pop()
  if (piece === undefined) return new ArrayBuffer(2 ** exponent)
  spareBytes -= piece.byteLength
  return piece
}
