/** Exact numbers, and floating-point ones as text. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { decimalFromText, decimalText, readNumber, rescale, unscaledOf } from '../../../src/types/decimal.ts'
import { doubleText, floatText } from '../../../src/types/float-text.ts'
import { Failure } from '../../../src/types/value.ts'

test('text to DECIMAL, exact: only zeros beyond the scale may go', () => {
  const cases: readonly [text: string, precision: number, scale: number, unscaled: bigint | null][] = [
    ['1.50', 5, 2, 150n],
    ['1.5', 5, 2, 150n],
    ['1.5000', 5, 2, 150n],
    ['1.501', 5, 2, null],
    ['-0.00', 5, 2, 0n],
    ['+12', 2, 0, 12n],
    ['.5', 5, 1, 5n],
    ['5.', 5, 1, 50n],
    ['007', 1, 0, 7n],
    ['1e3', 4, 0, 1000n],
    ['1500e-2', 2, 0, 15n],
    ['100', 2, 0, null],
    ['99.99', 4, 2, 9999n],
    ['100.00', 4, 2, null],
    ['12345678901234567890123456.7890123456', 36, 10, 123456789012345678901234567890123456n],
    ['-99999999999999999999999999999999999999', 38, 0, -99999999999999999999999999999999999999n],
    ['1e999999999', 38, 0, null],
    ['0e999999999', 38, 0, 0n],
    ['1e-999999999', 38, 0, null],
  ]
  for (const [text, precision, scale, unscaled] of cases) {
    const value = decimalFromText(text, precision, scale)
    assert.deepEqual(value instanceof Failure ? null : value, unscaled, text)
  }
})

test('what is no number', () => {
  for (const text of ['', '.', '-', '1,5', '12abc', '1e', '0x10', 'NaN', 'Infinity', ' 1', '1_000', '١']) {
    assert.equal(readNumber(text), null, text)
  }
})

test('digits beyond the scale are rounded or cut as asked', () => {
  const of = (text: string, scale: number, cut: 'half-up' | 'floor'): bigint | null =>
    unscaledOf(readNumber(text)!, scale, cut)
  assert.equal(of('2.5', 0, 'half-up'), 3n)
  assert.equal(of('-2.5', 0, 'half-up'), -3n)
  assert.equal(of('2.499', 0, 'half-up'), 2n)
  assert.equal(of('0.05', 1, 'half-up'), 1n)
  assert.equal(of('0.005', 1, 'half-up'), 0n)
  assert.equal(of('-0.1', 0, 'floor'), -1n)
  assert.equal(of('1.999', 2, 'floor'), 199n)
})

test('decimals as text have all digits of the scale', () => {
  assert.equal(decimalText(-150n, 2), '-1.50')
  assert.equal(decimalText(5n, 3), '0.005')
  assert.equal(decimalText(-5n, 0), '-5')
  assert.equal(rescale(-15n, 1, 0), -2n)
  assert.equal(rescale(14n, 1, 0), 1n)
  assert.equal(rescale(14n, 1, 3), 1400n)
})

test('floating-point numbers as Java writes them', () => {
  const doubles: readonly [number, string][] = [
    [0, '0.0'],
    [-0, '-0.0'],
    [3, '3.0'],
    [-1.5, '-1.5'],
    [1234567.125, '1234567.125'],
    [1e7, '1.0E7'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [1.7976931348623157e308, '1.7976931348623157E308'],
  ]
  for (const [value, text] of doubles) assert.equal(doubleText(value), text)
  assert.equal(floatText(Math.fround(0.1)), '0.1')
  assert.equal(floatText(Math.fround(3.4028234663852886e38)), '3.4028235E38')
})
