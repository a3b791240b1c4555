/** FLOAT and DOUBLE as the shortest text that reads back as the same value. */

/** The longest is `-1.7976931348623157e+308`. */
export const floatBytesMax = 26

export function writeDouble(out: Buffer, at: number, value: number): number {
  return at + out.write(Object.is(value, -0) ? '-0.0' : String(value), at, 'latin1')
}

/** `value` is already rounded to single precision; nine digits always suffice for it. */
export function writeFloat(out: Buffer, at: number, value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 16_777_216) return writeDouble(out, at, value)
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return writeDouble(out, at, shorter)
  }
  return writeDouble(out, at, Number(value.toPrecision(9)))
}
