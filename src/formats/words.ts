/** Arithmetic on 64-bit integers given as two signed 32-bit words, where doubles would lose digits and BigInt is slow. */

/** Where `floorDivide` leaves its results; valid until the next call. */
export const division = { low: 0, high: 0, remainder: 0 }

/** high:low divided by `divisor` (1 .. 10^6), rounded down. It goes 16 bits at a time, so that every step is exact in doubles. */
export function floorDivide(low: number, high: number, divisor: number): void {
  const top = Math.floor(high / divisor)
  const middlePart = (high - top * divisor) * 65_536 + (low >>> 16)
  const middle = Math.floor(middlePart / divisor)
  const bottomPart = (middlePart - middle * divisor) * 65_536 + (low & 0xffff)
  const bottom = Math.floor(bottomPart / divisor)
  division.high = top
  division.low = (middle << 16) | bottom
  division.remainder = bottomPart - bottom * divisor
}
