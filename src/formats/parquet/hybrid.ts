/**
 * Parquet's RLE / bit-packed hybrid: definition levels and dictionary indexes. Groups of 8 equal values become RLE runs, the rest
 * is bit-packed. https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE = 3)
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

/**
 * Writes values[0 .. count), each below 2^width, width 1 .. 16. Returns where they end. Looks at groups of 8: those of one value, and what
 * follows of it, become a run.
 */
export function writeHybrid(
  out: Uint8Array,
  at: number,
  values: Uint8Array | Int32Array,
  count: number,
  width: number,
): number {
  let literalStart = 0
  let i = 0
  while (i + groupValues <= count) {
    const end = isRepeated(values, i) ? runEnd(values, i, count) : i
    if (end === i) {
      i += groupValues
      continue
    }
    at = writeLiterals(out, at, values, literalStart, i, width)
    at = writeRun(out, at, values[i], end - i, width)
    literalStart = end
    i = end
  }
  return writeLiterals(out, at, values, literalStart, count, width)
}

/** One run of a value below 2^width. */
export function writeRun(out: Uint8Array, at: number, value: number, length: number, width: number): number {
  at = writeVarint(out, at, length * 2)
  for (let bits = 0; bits < width; bits += 8) out[at++] = value >>> bits
  return at
}

const groupValues = 8

function isRepeated(values: Uint8Array | Int32Array, from: number): boolean {
  const value = values[from]
  for (let i = from + 1; i < from + groupValues; i++) if (values[i] !== value) return false
  return true
}

function runEnd(values: Uint8Array | Int32Array, from: number, count: number): number {
  const value = values[from]
  let end = from + groupValues
  while (end < count && values[end] === value) end++
  return end
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
  // Below 16 bits are held before a value and below 32 after it.
  for (let i = start; i < end; i++) {
    held |= values[i] << bits
    bits += width
    if (bits < 16) continue
    out[at++] = held
    out[at++] = held >>> 8
    held >>>= 16
    bits -= 16
  }
  while (at < next) {
    out[at++] = held
    held >>>= 8
  }
  return at
}
