/**
 * XXH64 with seed 0, the hash of Parquet's bloom filters, in two words of 32 bits: BigInt is ten times slower.
 * https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */

/** Where `xxhash64` leaves its result; valid until the next call. */
export const hash64 = { low: 0, high: 0 }

/** A word of 64 bits, changed in place. */
interface Word {
  low: number
  high: number
}

const prime1: Readonly<Word> = { high: 0x9e37_79b1 | 0, low: 0x85eb_ca87 | 0 }
const prime2: Readonly<Word> = { high: 0xc2b2_ae3d | 0, low: 0x27d4_eb4f | 0 }
const prime3: Readonly<Word> = { high: 0x1656_67b1, low: 0x9e37_79f9 | 0 }
const prime4: Readonly<Word> = { high: 0x85eb_ca77 | 0, low: 0xc2b2_ae63 | 0 }
const prime5: Readonly<Word> = { high: 0x27d4_eb2f, low: 0x1656_67c5 }

const lanes: readonly [Word, Word, Word, Word] = [newWord(), newWord(), newWord(), newWord()]
const input: Word = newWord()
const round: Word = newWord()
const none: Readonly<Word> = newWord()

/** Hashes view[start .. start + length) into `hash64`. */
export function xxhash64(view: DataView, start: number, length: number): void {
  const end = start + length
  let at = start
  if (length >= 32) {
    at = hashStripes(view, start, end)
  } else copy(hash64, prime5)
  addNumber(hash64, length)
  for (; at + 8 <= end; at += 8) {
    read(view, at)
    copy(round, none)
    accumulate(round, input)
    xor(hash64, round)
    rotate(hash64, 27)
    multiply(hash64, prime1)
    add(hash64, prime4)
  }
  if (at + 4 <= end) {
    input.low = view.getInt32(at, true)
    input.high = 0
    multiply(input, prime1)
    xor(hash64, input)
    rotate(hash64, 23)
    multiply(hash64, prime2)
    add(hash64, prime3)
    at += 4
  }
  for (; at < end; at++) {
    input.low = view.getUint8(at)
    input.high = 0
    multiply(input, prime5)
    xor(hash64, input)
    rotate(hash64, 11)
    multiply(hash64, prime1)
  }
  avalanche(hash64)
}

/** Stripes of 32 bytes over four lanes; returns where they end. */
function hashStripes(view: DataView, start: number, end: number): number {
  const [a, b, c, d] = lanes
  copy(a, prime1)
  add(a, prime2)
  copy(b, prime2)
  copy(c, none)
  copy(d, none)
  subtract(d, prime1)
  let at = start
  for (; at + 32 <= end; at += 32) {
    for (let lane = 0; lane < 4; lane++) {
      read(view, at + lane * 8)
      accumulate(lanes[lane], input)
    }
  }
  copy(hash64, none)
  addRotated(hash64, a, 1)
  addRotated(hash64, b, 7)
  addRotated(hash64, c, 12)
  addRotated(hash64, d, 18)
  for (const lane of lanes) {
    copy(round, none)
    accumulate(round, lane)
    xor(hash64, round)
    multiply(hash64, prime1)
    add(hash64, prime4)
  }
  return at
}

/** One round: lane = rotate(lane + word * prime2, 31) * prime1. The word is lost. */
function accumulate(lane: Word, word: Word): void {
  multiply(word, prime2)
  add(lane, word)
  rotate(lane, 31)
  multiply(lane, prime1)
}

function avalanche(word: Word): void {
  xorShifted(word, 33)
  multiply(word, prime2)
  xorShifted(word, 29)
  multiply(word, prime3)
  xorShifted(word, 32)
}

function newWord(): Word {
  return { low: 0, high: 0 }
}

function copy(to: Word, from: Readonly<Word>): void {
  to.low = from.low
  to.high = from.high
}

function read(view: DataView, at: number): void {
  input.low = view.getInt32(at, true)
  input.high = view.getInt32(at + 4, true)
}

function add(to: Word, other: Readonly<Word>): void {
  const low = (to.low >>> 0) + (other.low >>> 0)
  to.high = (to.high + other.high + (low > 0xffff_ffff ? 1 : 0)) | 0
  to.low = low | 0
}

function addNumber(to: Word, number: number): void {
  const low = (to.low >>> 0) + number
  to.high = (to.high + (low > 0xffff_ffff ? 1 : 0)) | 0
  to.low = low | 0
}

function subtract(from: Word, other: Readonly<Word>): void {
  const borrow = from.low >>> 0 < other.low >>> 0 ? 1 : 0
  from.low = (from.low - other.low) | 0
  from.high = (from.high - other.high - borrow) | 0
}

function xor(to: Word, other: Readonly<Word>): void {
  to.low ^= other.low
  to.high ^= other.high
}

/** By 1 .. 31 bits. */
function rotate(word: Word, bits: number): void {
  const { low, high } = word
  word.low = (low << bits) | (high >>> (32 - bits))
  word.high = (high << bits) | (low >>> (32 - bits))
}

const rotated = newWord()

function addRotated(to: Word, word: Readonly<Word>, bits: number): void {
  copy(rotated, word)
  rotate(rotated, bits)
  add(to, rotated)
}

/** word ^= word >>> bits, for 29 .. 33 bits. */
function xorShifted(word: Word, bits: number): void {
  const { low, high } = word
  if (bits < 32) {
    word.low = low ^ ((low >>> bits) | (high << (32 - bits)))
    word.high = high ^ (high >>> bits)
  } else word.low = low ^ (high >>> (bits - 32))
}

/** The low words' product in steps of 16 bits, each of which is exact in doubles. */
function multiply(to: Word, by: Readonly<Word>): void {
  const a0 = to.low & 0xffff
  const a1 = to.low >>> 16
  const b0 = by.low & 0xffff
  const b1 = by.low >>> 16
  const lowest = a0 * b0
  const middle = a1 * b0 + (lowest >>> 16)
  const other = a0 * b1 + (middle & 0xffff)
  const carry = a1 * b1 + (middle >>> 16) + (other >>> 16)
  to.high = (carry + Math.imul(to.low, by.high) + Math.imul(to.high, by.low)) | 0
  to.low = (other << 16) | (lowest & 0xffff)
}
