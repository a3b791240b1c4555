/**
 * DELTA_BINARY_PACKED: blocks of 128 differences in four miniblocks of 32, each with the bits that its largest difference needs.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/ (DELTA_BINARY_PACKED = 5)
 */
import { packBits } from './parquet-hybrid'
import { deltaBlock, packedBlock } from './scratch'
import { writeVarint, writeZigzag } from './varint'

const blockValues: i32 = 128
const miniblocks: i32 = 4
const miniblockValues: i32 = 32
/** Blocks that are looked at to tell the length. */
const sampledBlocks: i32 = 8
/** High words of neighbours may lie so far apart. */
const highStepMax: i64 = 0x4_0000

/**
 * Writes `count` values, one at least, of one word (INT32) or two (INT64) each at `words`, from `out` on. Returns where they end, or 0 where they are
 * not shorter than `bound`; not all is tried where some blocks show that they cannot be. What needs more than 32 bits a value
 * cannot pay.
 */
export function writeDeltas(out: i32, words: i32, stride: i32, count: i32, bound: i32): i32 {
  if (!isShort(words, stride, count, bound)) return 0
  let at = writeVarint(out, blockValues)
  at = writeVarint(at, miniblocks)
  at = writeVarint(at, count)
  at = writeZigzag(at, stride == 1 ? <i64>load<i32>(words) : load<i64>(words))
  for (let first = 1; first < count; first += blockValues) {
    const length = min(blockValues, count - first)
    if (!findDifferences(words, stride, first, length)) return 0
    at = writeBlock(at, length)
    if (at == 0 || at - out >= bound) return 0
  }
  return at - out < bound ? at : 0
}

/** Whether they become shorter, judged by some blocks, and rather said too often. */
function isShort(words: i32, stride: i32, count: i32, bound: i32): bool {
  const step = max(blockValues, count / sampledBlocks)
  let bits: i64 = 0
  let values: i64 = 0
  for (let first = 1; first < count; first += step) {
    const length = min(blockValues, count - first)
    if (!findDifferences(words, stride, first, length)) return false
    bits += <i64>bitsOf(rangeOfBlock(length)) * length
    values += length
  }
  // 0.8 of what the blocks that were looked at need.
  return values == 0 || bits * count < <i64>bound * values * 10
}

/** Into the block: of `length` values from `first` on, each less the one before it. False: they lie too far apart. */
function findDifferences(words: i32, stride: i32, first: i32, length: i32): bool {
  if (stride == 1) {
    for (let i = 0; i < length; i++) {
      const at = words + ((first + i) << 2)
      const delta = <i64>load<i32>(at) - <i64>load<i32>(at - 4)
      if (delta != <i64>(<i32>delta)) return false
      store<i64>(deltaBlock + (i << 3), delta)
    }
    return true
  }
  for (let i = 0; i < length; i++) {
    const at = words + ((first + i) << 3)
    const here = load<i64>(at)
    const before = load<i64>(at - 8)
    const high = (here >> 32) - (before >> 32)
    if (high > highStepMax || high < -highStepMax) return false
    store<i64>(deltaBlock + (i << 3), here - before)
  }
  return true
}

/** Of the block's differences: the largest less the smallest. */
function rangeOfBlock(length: i32): u64 {
  let most = load<i64>(deltaBlock)
  for (let i = 1; i < length; i++) most = max(most, load<i64>(deltaBlock + (i << 3)))
  return most - leastOfBlock(length)
}

function leastOfBlock(length: i32): i64 {
  let least = load<i64>(deltaBlock)
  for (let i = 1; i < length; i++) least = min(least, load<i64>(deltaBlock + (i << 3)))
  return least
}

function bitsOf(value: u64): i32 {
  return 64 - <i32>clz(value)
}

/** The block behind its least difference and the widths of its miniblocks; what is left of each is packed. 0: more than 32 bits. */
function writeBlock(at: i32, length: i32): i32 {
  if (rangeOfBlock(length) > 0xffff_ffff) return 0
  const least = leastOfBlock(length)
  at = writeZigzag(at, least)
  let widths = at
  at += miniblocks
  for (let start = 0; start < blockValues; start += miniblockValues) {
    const end = min(length, start + miniblockValues)
    let largest: u32 = 0
    for (let i = start; i < end; i++) {
      const rest = <u32>(load<i64>(deltaBlock + (i << 3)) - least)
      store<u32>(packedBlock + (i << 2), rest)
      largest |= rest
    }
    const width = bitsOf(largest)
    store<u8>(widths++, width)
    if (width > 0) at = packBits(at, at + width * 4, packedBlock + (start << 2), packedBlock + (end << 2), width)
  }
  return at
}
