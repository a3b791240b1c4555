/**
 * Parquet's RLE / bit-packed hybrid: definition levels and dictionary indexes. Groups of 8 equal values become RLE runs, the rest
 * is bit-packed. https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE = 3)
 */
import { writeVarint } from './varint'

const groupValues: i32 = 8

/**
 * Writes `count` words at `values`, each below 2^width, width 1 .. 16, from `out` on. Returns where they end. Looks at groups of 8:
 * those of one value, and what follows of it, become a run.
 */
export function writeHybrid(out: i32, values: i32, count: i32, width: i32): i32 {
  const end = values + count * 4
  let literals = values
  let at = values
  while (at + groupValues * 4 <= end) {
    const same = endOfSame(at, end)
    if (same - at < groupValues * 4) {
      at += groupValues * 4
      continue
    }
    out = writeLiterals(out, literals, at, width)
    out = writeRun(out, load<i32>(at), (same - at) >> 2, width)
    literals = same
    at = same
  }
  return writeLiterals(out, literals, end, width)
}

/** One run of a value below 2^width. */
export function writeRun(out: i32, value: i32, length: i32, width: i32): i32 {
  out = writeVarint(out, length * 2)
  for (let bits = 0; bits < width; bits += 8) store<u8>(out++, value >>> bits)
  return out
}

/** Where the values end that are as the one at `at`; somewhere in the first group where that has others. */
function endOfSame(at: i32, end: i32): i32 {
  const value = load<i32>(at)
  const all = i32x4.splat(value)
  const same = v128.and(i32x4.eq(v128.load(at), all), i32x4.eq(v128.load(at, 16), all))
  if (!i32x4.all_true(same)) return at
  at += groupValues * 4
  while (at < end && load<i32>(at) == value) at += 4
  return at
}

/** One bit-packed run; only the last of a page may end in an incomplete group, which is padded with zeros. */
function writeLiterals(out: i32, at: i32, end: i32, width: i32): i32 {
  if (at == end) return out
  const groups = (((end - at) >> 2) + 7) >> 3
  out = writeVarint(out, groups * 2 + 1)
  return packBits(out, out + groups * width, at, end, width)
}

/** Words from `at` to `end` of `width` bits each, 1 .. 32, with zeros behind them up to `outEnd`, which is returned. */
export function packBits(out: i32, outEnd: i32, at: i32, end: i32, width: i32): i32 {
  let held: u64 = 0
  let bits = 0
  for (; at < end; at += 4) {
    held |= (<u64>load<u32>(at)) << bits
    bits += width
    if (bits < 32) continue
    store<u32>(out, <u32>held)
    out += 4
    held >>= 32
    bits -= 32
  }
  for (; out < outEnd; held >>= 8) store<u8>(out++, <u8>held)
  return outEnd
}
