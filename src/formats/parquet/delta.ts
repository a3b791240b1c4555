/**
 * DELTA_BINARY_PACKED: blocks of 128 differences in four miniblocks of 32, each with the bits that its largest difference needs.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/ (DELTA_BINARY_PACKED = 5)
 */
import { writeVarint, writeZigzag64 } from '../varint.ts'

const blockValues = 128
const miniblocks = 4
const miniblockValues = 32

/** Room for so many values. */
export function deltaLengthMax(count: number): number {
  return 32 + Math.ceil(count / blockValues) * (10 + miniblocks + blockValues * 4)
}

/** Blocks that are looked at to tell the length. */
const sampledBlocks = 8

/** About how long they become, judged by some blocks, and rather less than that. */
export function deltaLengthLikely(words: Int32Array, stride: 1 | 2, count: number): number {
  const step = Math.max(blockValues, Math.floor(count / sampledBlocks))
  let bits = 0
  let values = 0
  for (let first = 1; first < count; first += step) {
    const length = Math.min(blockValues, count - first)
    const fits = stride === 1 ? differences32(words, first, length) : differences64(words, first, length)
    if (!fits) return Infinity
    bits += bitsOfRange(length) * length
    values += length
  }
  return values === 0 ? 0 : (0.8 * (bits / values) * count) / 8
}

/** The bits that differences need beyond the least. */
function bitsOfRange(length: number): number {
  let least = deltas[0]
  let most = deltas[0]
  for (let i = 1; i < length; i++) {
    if (deltas[i] < least) least = deltas[i]
    else if (deltas[i] > most) most = deltas[i]
  }
  return Math.ceil(Math.log2(most - least + 1))
}

const deltas = new Float64Array(blockValues)

/**
 * Writes values of one word (INT32) or two (INT64) each. Returns where they end, or -1 where the encoding cannot pay: neighbours
 * lie so far apart that more than 32 bits a value would be needed. All arithmetic is exact in doubles.
 */
export function writeDeltas(out: Uint8Array, at: number, words: Int32Array, stride: 1 | 2, count: number): number {
  at = writeVarint(out, at, blockValues)
  at = writeVarint(out, at, miniblocks)
  at = writeVarint(out, at, count)
  at = writeZigzag64(out, at, words[0], stride === 1 ? words[0] >> 31 : words[1])
  for (let first = 1; first < count && at >= 0; first += blockValues) {
    const length = Math.min(blockValues, count - first)
    const fits = stride === 1 ? differences32(words, first, length) : differences64(words, first, length)
    at = fits ? writeBlock(out, at, length) : -1
  }
  return at
}

function differences32(words: Int32Array, first: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const delta = words[first + i] - words[first + i - 1]
    if (delta !== (delta | 0)) return false
    deltas[i] = delta
  }
  return true
}

/** Differences below 2^51, so that they and their zigzag form are exact. */
function differences64(words: Int32Array, first: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const here = (first + i) * 2
    const high = words[here + 1] - words[here - 1]
    if (high > 0x4_0000 || high < -0x4_0000) return false
    deltas[i] = high * 4_294_967_296 + ((words[here] >>> 0) - (words[here - 2] >>> 0))
  }
  return true
}

function writeBlock(out: Uint8Array, at: number, length: number): number {
  let least = deltas[0]
  let most = deltas[0]
  for (let i = 1; i < length; i++) {
    if (deltas[i] < least) least = deltas[i]
    else if (deltas[i] > most) most = deltas[i]
  }
  if (most - least > 0xffff_ffff) return -1
  at = writeVarint(out, at, least < 0 ? -least * 2 - 1 : least * 2)
  let widthAt = at
  at += miniblocks
  for (let start = 0; start < blockValues; start += miniblockValues) {
    const end = Math.min(length, start + miniblockValues)
    let largest = 0
    for (let i = start; i < end; i++) largest = Math.max(largest, deltas[i] - least)
    const width = 32 - Math.clz32(largest)
    out[widthAt++] = width
    if (width > 0) at = packMiniblock(out, at, start, end, least, width)
  }
  return at
}

/** 32 values of `width` bits; those behind `end` are zero. A value goes in two halves so that 32 bits hold what is pending. */
function packMiniblock(out: Uint8Array, at: number, start: number, end: number, least: number, width: number): number {
  const next = at + width * 4
  const lowWidth = Math.min(16, width)
  let held = 0
  let bits = 0
  for (let i = start; i < end; i++) {
    const value = deltas[i] - least
    held |= (value & 0xffff) << bits
    bits += lowWidth
    while (bits >= 8) {
      out[at++] = held
      held >>>= 8
      bits -= 8
    }
    if (width <= 16) continue
    held |= (value >>> 16) << bits
    bits += width - 16
    while (bits >= 8) {
      out[at++] = held
      held >>>= 8
      bits -= 8
    }
  }
  while (at < next) {
    out[at++] = held
    held = 0
  }
  return at
}
