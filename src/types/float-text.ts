/** Floating-point numbers as text, as Java's Double.toString and Float.toString write them (Flink's CAST): `3.0`, `1.0E10`. */

export function doubleText(value: number): string {
  return javaText(value, value.toExponential())
}

/** The fewest digits that read back as the same FLOAT. */
export function floatText(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits)
    if (Math.fround(Number(text)) === value) return javaText(value, text)
  }
  return javaText(value, value.toExponential())
}

/** `exponential` is JavaScript's `-1.25e+3`. Plain from 10^-3 to below 10^7, else with an exponent. */
function javaText(value: number, exponential: string): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa, exponentText] = exponential.split('e')
  const exponent = Number(exponentText)
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')}.${digits.slice(exponent + 1) || '0'}`
}
