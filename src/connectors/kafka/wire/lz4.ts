/**
 * LZ4 frames (lz4/lz4, lz4_Frame_format.md and lz4_Block_format.md) as Kafka's clients write them: independent blocks of 64 KB
 * without checksums of their own, since a record batch has one. Frames of other writers (linked blocks, larger blocks,
 * checksums, a content size) are read too. The npm packages are native, unmaintained, or know no frames.
 */

const magic = 0x184d_2204
const blockBytesMax = 65_536
/** Version 1, independent blocks; 64 KB a block; the second byte of the descriptor's XXH32. */
const frameHeader = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82])
const storedFlag = 0x8000_0000
const hashBits = 14
const hashTable = new Int32Array(1 << hashBits)
/** A block ends with 5 literals at least, and its last match begins 12 bytes before the end at the latest. */
const lastLiterals = 5
const matchMargin = 12

export function compressLz4(bytes: Buffer): Buffer {
  const blocks = Math.ceil(bytes.length / blockBytesMax)
  const worst = bytes.length + Math.ceil(bytes.length / 255) + 20 * blocks
  const out = Buffer.allocUnsafeSlow(frameHeader.length + worst + 4)
  let at = frameHeader.copy(out)
  for (let start = 0; start < bytes.length; start += blockBytesMax) {
    const end = Math.min(start + blockBytesMax, bytes.length)
    const written = writeBlock(bytes, start, end, out, at + 4)
    const isSmaller = written - at - 4 < end - start
    if (!isSmaller) bytes.copy(out, at + 4, start, end)
    out.writeUInt32LE(isSmaller ? written - at - 4 : storedFlag + end - start, at)
    at = isSmaller ? written : at + 4 + end - start
  }
  return out.subarray(0, out.writeUInt32LE(0, at))
}

/** Raises an Error where the bytes are broken, or would become more than `bytesMax`. */
export function decompressLz4(bytes: Buffer, bytesMax: number): Buffer {
  const output = { bytes: Buffer.allocUnsafeSlow(Math.min(bytes.length * 4 + 64, bytesMax)), length: 0, bytesMax }
  for (let at = 0; at < bytes.length;) at = readFrame(bytes, at, output)
  return output.bytes.subarray(0, output.length)
}

interface Output {
  bytes: Buffer
  length: number
  readonly bytesMax: number
}

function readFrame(bytes: Buffer, start: number, output: Output): number {
  if (start + 7 > bytes.length || bytes.readUInt32LE(start) !== magic) throw new Error('lz4: no frame')
  const flags = bytes[start + 4]
  if (flags >>> 6 !== 1) throw new Error(`lz4: version ${flags >>> 6} is unknown`)
  const blockChecksum = (flags & 0x10) === 0 ? 0 : 4
  const contentChecksum = (flags & 0x04) === 0 ? 0 : 4
  const blockMax = 1 << (8 + 2 * ((bytes[start + 5] >>> 4) & 7))
  let at = start + 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4)
  while (true) {
    if (at + 4 > bytes.length) throw new Error('lz4: cut off')
    const word = bytes.readUInt32LE(at)
    at += 4
    if (word === 0) break
    const end = at + (word % storedFlag)
    if (end + blockChecksum > bytes.length || end - at > blockMax) throw new Error('lz4: a block is cut off')
    if (word >= storedFlag) storeBlock(bytes, at, end, output)
    else unpackBlock(bytes, at, end, output, blockMax)
    at = end + blockChecksum
  }
  if (at + contentChecksum > bytes.length) throw new Error('lz4: cut off')
  return at + contentChecksum
}

function storeBlock(bytes: Buffer, start: number, end: number, output: Output): void {
  const needed = output.length + end - start
  if (needed > output.bytesMax) throw new Error(`lz4: more than ${output.bytesMax} bytes`)
  makeRoom(output, needed)
  bytes.copy(output.bytes, output.length, start, end)
  output.length = needed
}

function unpackBlock(bytes: Buffer, start: number, end: number, output: Output, blockMax: number): void {
  const limit = Math.min(output.length + blockMax, output.bytesMax)
  makeRoom(output, limit)
  output.length = readBlock(bytes, start, end, output.bytes, output.length, limit)
}

function makeRoom(output: Output, needed: number): void {
  if (needed <= output.bytes.length) return
  const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(needed, output.bytes.length * 2), output.bytesMax))
  output.bytes.copy(larger, 0, 0, output.length)
  output.bytes = larger
}

/** Returns where the block's text ends in `out`, which has room up to `limit`. */
function readBlock(bytes: Buffer, start: number, end: number, out: Buffer, from: number, limit: number): number {
  let at = start
  let to = from
  while (at < end) {
    const token = bytes[at++]
    let literals = token >>> 4
    for (let more = literals === 15 ? 255 : 0; more === 255 && at < end;) {
      more = bytes[at++]
      literals += more
    }
    if (at + literals > end || to + literals > limit) throw new Error('lz4: a literal that is too long')
    if (literals > 24) bytes.copy(out, to, at, at + literals)
    else for (let k = 0; k < literals; k++) out[to + k] = bytes[at + k]
    at += literals
    to += literals
    if (at === end) return to
    if (at + 2 > end) throw new Error('lz4: cut off')
    const distance = bytes[at] | (bytes[at + 1] << 8)
    at += 2
    let length = (token & 15) + 4
    for (let more = length === 19 ? 255 : 0; more === 255 && at < end;) {
      more = bytes[at++]
      length += more
    }
    if (distance === 0 || distance > to) throw new Error('lz4: a copy from nowhere')
    if (to + length > limit) throw new Error('lz4: a block that is too large')
    if (length > 32 && distance >= length) out.copyWithin(to, to - distance, to - distance + length)
    else for (let k = to; k < to + length; k++) out[k] = out[k - distance]
    to += length
  }
  throw new Error('lz4: a block without an end')
}

/** Greedy matches of at least 4 bytes, found by a hash of 4 bytes; what does not match is skipped faster and faster. */
function writeBlock(bytes: Buffer, start: number, end: number, out: Buffer, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  hashTable.fill(-1)
  let to = at
  let literal = start
  let position = start
  for (const last = end - matchMargin; position <= last;) {
    const word = view.getInt32(position, true)
    const slot = Math.imul(word, 0x9e37_79b1) >>> (32 - hashBits)
    const candidate = hashTable[slot]
    hashTable[slot] = position
    if (candidate < 0 || position - candidate > 65_535 || view.getInt32(candidate, true) !== word) {
      position += 1 + ((position - literal) >> 6)
      continue
    }
    let matched = 4
    const longest = end - lastLiterals - position
    while (
      matched + 4 <= longest &&
      view.getInt32(candidate + matched, true) === view.getInt32(position + matched, true)
    ) {
      matched += 4
    }
    while (matched < longest && bytes[candidate + matched] === bytes[position + matched]) matched++
    to = writeSequence(bytes, literal, position, matched, position - candidate, out, to)
    position += matched
    literal = position
  }
  return writeSequence(bytes, literal, end, 0, 0, out, to)
}

/** Literals, then a match; no match at the end of the block. */
function writeSequence(
  bytes: Buffer,
  start: number,
  end: number,
  matched: number,
  distance: number,
  out: Buffer,
  at: number,
): number {
  const literals = end - start
  const extra = matched === 0 ? 0 : matched - 4
  let to = at + 1
  out[at] = (Math.min(literals, 15) << 4) | Math.min(extra, 15)
  if (literals >= 15) to = writeLength(literals - 15, out, to)
  if (literals > 24) bytes.copy(out, to, start, end)
  else for (let k = 0; k < literals; k++) out[to + k] = bytes[start + k]
  to += literals
  if (matched === 0) return to
  out[to++] = distance & 255
  out[to++] = distance >>> 8
  return extra >= 15 ? writeLength(extra - 15, out, to) : to
}

function writeLength(length: number, out: Buffer, at: number): number {
  let to = at
  let left = length
  for (; left >= 255; left -= 255) out[to++] = 255
  out[to++] = left
  return to
}
