/** Texts and numbers at the edges, and hashes against what others give. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { xxh64 } from '../../../src/functions/hash/xxh64.ts'
import { Failure } from '../../../src/types/value.ts'
import { evaluateConstant, mistakesOf } from '../../support/evaluate-constant.ts'

test("XXH64 gives the values of the algorithm's own test suite", () => {
  // Its buffer: bytes 24..31 of a product that begins with PRIME32 and is multiplied by PRIME64 each time.
  const buffer = new Uint8Array(222)
  let generator = 2654435761n
  for (let at = 0; at < buffer.length; at++) {
    buffer[at] = Number(generator >> 56n)
    generator = BigInt.asUintN(64, generator * 11400714785074694797n)
  }
  const seed = 2654435761n
  const cases: readonly [length: number, seed: bigint, hash: bigint][] = [
    [0, 0n, 0xef46db3751d8e999n],
    [0, seed, 0xac75fda2929b17efn],
    [1, 0n, 0xe934a84adb052768n],
    [1, seed, 0x5014607643a9b4c3n],
    [4, 0n, 0x9136a0dca57457een],
    [14, 0n, 0x8282dcc4994e35c8n],
    [14, seed, 0xc3bd6bf63deb6df0n],
    [222, 0n, 0xb641ae8cb691c174n],
    [222, seed, 0x20cb8ab7ae10c14an],
  ]
  for (const [length, start, hash] of cases) {
    assert.equal(BigInt.asUintN(64, xxh64(buffer.subarray(0, length), start)), hash, `${length} bytes`)
  }
})

test('what encode writes decode reads', () => {
  for (const charset of ['UTF-8', 'UTF-16', 'UTF-16LE', 'UTF-16BE', 'utf-8']) {
    assert.equal(evaluateConstant(`decode(encode('a é 日 😀', '${charset}'), '${charset}')`), 'a é 日 😀', charset)
  }
  assert.match(mistakesOf("encode('a', 'GBK') IS NULL").join(), /one of UTF-8, US-ASCII/)
})

test('places and lengths count characters', () => {
  assert.equal(evaluateConstant("OVERLAY('a😀b' PLACING '日' FROM 2 FOR 1)"), 'a日b')
  assert.equal(evaluateConstant("translate('😀a', '😀', '日')"), '日a')
  assert.equal(evaluateConstant("POSITION('b' IN '😀b')"), 2)
  assert.equal(evaluateConstant("levenshtein('😀', '日')"), 1)
  assert.equal(evaluateConstant("mask_first_n('😀A1', 2)"), '😀X1')
})

test('SIMILAR TO takes dots, slashes and dollars as they are', () => {
  const fits = (text: string, pattern: string): unknown => evaluateConstant(`'${text}' SIMILAR TO '${pattern}'`)
  assert.equal(fits('a.b', 'a.b'), true)
  assert.equal(fits('axb', 'a.b'), false)
  assert.equal(fits('^$\\', '^$\\'), true)
  assert.equal(fits('a\nb', 'a%b'), true)
  assert.equal(fits('abab', '(ab){2}'), true)
  assert.equal(fits('c', '[^ab]'), true)
  assert.equal(fits('ab', 'a|b'), false)
})

test('a DECIMAL is rounded and cut to the digits that a constant says', () => {
  const shown = (expression: string): unknown => evaluateConstant(`CAST(${expression} AS STRING)`)
  assert.equal(shown('round(12.3456, 2)'), '12.35')
  assert.equal(shown('round(12.3456, 6)'), '12.3456')
  assert.equal(shown('round(-12.5)'), '-13')
  assert.equal(shown('round(1299.99, -2)'), '1300')
  assert.equal(shown('truncate(-12.3456, 3)'), '-12.345')
  assert.equal(shown('truncate(1299.99, -2)'), '1200')
  const tooMany = evaluateConstant('round(99999999999999999999999999999999999999, -1)')
  assert.ok(tooMany instanceof Failure)
})

test('bases there and back', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 63n - 1n), fc.integer({ min: 2, max: 36 }), (number, base) => {
      assert.equal(evaluateConstant(`conv(conv(${number}, 10, ${base}), ${base}, 10)`), String(number))
    }),
    { numRuns: 50 },
  )
})
