/** XXH64 against values of the reference implementation, and against the specification written down with BigInt. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { hash64, xxhash64 } from '../../../src/formats/parquet/xxhash64.ts'

function hashOf(bytes: Uint8Array): string {
  xxhash64(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)
  const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
  return hex(hash64.high) + hex(hash64.low)
}

test('known hashes', () => {
  const known = {
    '': 'ef46db3751d8e999',
    a: 'd24ec4f1a98c6e5b',
    abc: '44bc2cf5ad770999',
    'Nobody inspects the spammish repetition': 'fbcea83c8a378bf1',
  }
  for (const [text, hash] of Object.entries(known)) assert.equal(hashOf(Buffer.from(text)), hash, text)
})

const primes = [
  11_400_714_785_074_694_791n,
  14_029_467_366_897_019_727n,
  1_609_587_929_392_839_161n,
  9_650_029_242_287_828_579n,
  2_870_177_450_012_600_261n,
]
const [prime1, prime2, prime3, prime4, prime5] = primes
const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotate = (value: bigint, bits: bigint): bigint => u64((value << bits) | (value >> (64n - bits)))
const round = (lane: bigint, word: bigint): bigint => u64(rotate(u64(lane + word * prime2), 31n) * prime1)

function specified(bytes: Buffer): bigint {
  let at = 0
  let hash = prime5
  if (bytes.length >= 32) {
    let lanes = [u64(prime1 + prime2), prime2, 0n, u64(-prime1)]
    for (; at + 32 <= bytes.length; at += 32) {
      lanes = lanes.map((lane, i) => round(lane, bytes.readBigUInt64LE(at + 8 * i)))
    }
    hash = u64([1n, 7n, 12n, 18n].reduce((sum, bits, i) => sum + rotate(lanes[i], bits), 0n))
    for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * prime1 + prime4)
  }
  hash = u64(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) {
    hash = u64(rotate(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * prime1 + prime4)
  }
  for (; at + 4 <= bytes.length; at += 4) {
    hash = u64(rotate(hash ^ u64(BigInt(bytes.readUInt32LE(at)) * prime1), 23n) * prime2 + prime3)
  }
  for (; at < bytes.length; at++) hash = u64(rotate(hash ^ u64(BigInt(bytes[at]) * prime5), 11n) * prime1)
  hash = u64((hash ^ (hash >> 33n)) * prime2)
  hash = u64((hash ^ (hash >> 29n)) * prime3)
  return hash ^ (hash >> 32n)
}

test('any bytes hash as specified', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.equal(hashOf(bytes), specified(Buffer.from(bytes)).toString(16).padStart(16, '0'))
    }),
    { numRuns: 500 },
  )
})
