/**
 * Parquet's RLE / bit-packed hybrid: definition levels and dictionary indexes. Runs of 8 equal values or more become RLE runs, the rest
 * bit-packed groups of 8. https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE = 3)
 */
import { varint32BytesMax, writeVarint } from '../varint.ts'

/** Bits that the values 0 .. max need; at least 1. */
export function bitWidth(max: number): number {
  return Math.max(1, 32 - Math.clz32(max))
}

/** Room for so many values of so many bits, whatever the runs: a literal run grows by no more than its header a run before it. */
export function hybridLengthMax(count: number, width: number): number {
  return Math.ceil(count / 8) * (width + 2) + count + 2 * varint32BytesMax + 8
}

/** Writes values[0 .. count), each below 2^width, width 1 .. 24. Returns where they end. */
export function writeHybrid(
  out: Uint8Array,
  at: number,
  values: Uint8Array | Int32Array,
  count: number,
  width: number,
): number {
  let literalStart = 0
  let i = 0
  while (i < count) {
    const run = runLength(values, i, count)
    // A literal run holds whole groups: take from the run what fills up the last group, and see whether enough is left.
    const fill = (8 - ((i - literalStart) & 7)) & 7
    if (run - fill >= 8) {
      const runStart = i + fill
      at = writeLiterals(out, at, values, literalStart, runStart, width)
      at = writeRun(out, at, values[runStart], i + run - runStart, width)
      literalStart = i + run
    }
    i += run
  }
  return writeLiterals(out, at, values, literalStart, count, width)
}

function runLength(values: Uint8Array | Int32Array, from: number, count: number): number {
  const value = values[from]
  let end = from + 1
  while (end < count && values[end] === value) end++
  return end - from
}

function writeRun(out: Uint8Array, at: number, value: number, length: number, width: number): number {
  at = writeVarint(out, at, length * 2)
  for (let bits = 0; bits < width; bits += 8) out[at++] = value >>> bits
  return at
}

/** One bit-packed run; only the last of a page may end in an incomplete group, which is padded with zeros. */
function writeLiterals(
  out: Uint8Array,
  at: number,
  values: Uint8Array | Int32Array,
  start: number,
  end: number,
  width: number,
): number {
  if (start === end) return at
  const groups = (end - start + 7) >> 3
  at = writeVarint(out, at, groups * 2 + 1)
  const next = at + groups * width
  let bits = 0
  let held = 0
  for (let i = start; i < end; i++) {
    held |= values[i] << bits
    bits += width
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
