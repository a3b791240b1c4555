/**
 * Snappy as Kafka has it: blocks (google/snappy, format_description.txt) in the framing of xerial's SnappyOutputStream, which
 * Java's clients write; a single block without framing, as others write, is read too. No library that is both kept up
 * and free of native code bounds what it decompresses, so both directions are here.
 */

const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
const xerialMagicBytes = 8
const blockBytesMax = 32_768
const hashBits = 14
const hashTable = new Int32Array(1 << hashBits)

export function compressSnappy(bytes: Buffer): Buffer {
  const blocks = Math.ceil(bytes.length / blockBytesMax)
  const out = Buffer.allocUnsafeSlow(xerialHeader.length + blocks * 12 + bytes.length + (bytes.length >> 5))
  let at = xerialHeader.copy(out)
  for (let start = 0; start < bytes.length; start += blockBytesMax) {
    const end = writeBlock(bytes, start, Math.min(start + blockBytesMax, bytes.length), out, at + 4)
    out.writeInt32BE(end - at - 4, at)
    at = end
  }
  return out.subarray(0, at)
}

/** Raises an Error where the bytes are broken, or would become more than `bytesMax`. */
export function decompressSnappy(bytes: Buffer, bytesMax: number): Buffer {
  if (
    bytes.length < xerialHeader.length ||
    xerialHeader.compare(bytes, 0, xerialMagicBytes, 0, xerialMagicBytes) !== 0
  ) {
    const out = Buffer.allocUnsafeSlow(sizeOf(bytes, 0, bytes.length, bytesMax))
    readBlock(bytes, 0, bytes.length, out, 0)
    return out
  }
  const out = Buffer.allocUnsafeSlow(xerialSize(bytes, bytesMax))
  for (let at = xerialHeader.length, written = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readInt32BE(at)
    written = readBlock(bytes, at + 4, end, out, written)
    at = end
  }
  return out
}

/** Of all blocks together; after this every block is known to lie within the bytes. */
function xerialSize(bytes: Buffer, bytesMax: number): number {
  let size = 0
  for (let at = xerialHeader.length; at < bytes.length;) {
    const length = at + 4 <= bytes.length ? bytes.readInt32BE(at) : -1
    if (length <= 0 || at + 4 + length > bytes.length) throw new Error('snappy: a block is cut off')
    size += sizeOf(bytes, at + 4, at + 4 + length, bytesMax - size)
    at += 4 + length
  }
  return size
}

/** A block begins with its uncompressed size. No 3 bytes become more than 64: what claims more is refused unread. */
function sizeOf(bytes: Buffer, start: number, end: number, bytesMax: number): number {
  let size = 0
  let at = start
  for (let scale = 1; ; scale *= 128) {
    if (at >= end || scale > 0x1000_0000) throw new Error('snappy: no size')
    size += (bytes[at] & 127) * scale
    if (bytes[at++] < 128) break
  }
  if (size > bytesMax) throw new Error(`snappy: more than ${bytesMax} bytes`)
  if (size > (end - at) * 64) throw new Error('snappy: a size that its bytes cannot have')
  return size
}

function readBlock(bytes: Buffer, start: number, end: number, out: Buffer, from: number): number {
  let at = start
  let size = 0
  for (let shift = 0; ; shift += 7) {
    size += (bytes[at] & 127) * 2 ** shift
    if (bytes[at++] < 128) break
  }
  const outEnd = from + size
  let to = from
  while (at < end) {
    const tag = bytes[at++]
    const kind = tag & 3
    if (kind === 0) {
      let length = (tag >>> 2) + 1
      if (length > 60) {
        const width = length - 60
        if (at + width > end) throw new Error('snappy: cut off')
        length = bytes.readUIntLE(at, width) + 1
        at += width
      }
      if (at + length > end || to + length > outEnd) throw new Error('snappy: a literal that is too long')
      if (length > 24) bytes.copy(out, to, at, at + length)
      else for (let k = 0; k < length; k++) out[to + k] = bytes[at + k]
      at += length
      to += length
      continue
    }
    const width = kind === 3 ? 4 : kind
    if (at + width > end) throw new Error('snappy: cut off')
    const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
    const near = kind === 1 ? (tag >>> 5) << 8 : bytes[at + 1] << 8
    const distance = bytes[at] | near | (kind === 3 ? (bytes[at + 2] << 16) | (bytes[at + 3] << 24) : 0)
    at += width
    if (distance <= 0 || distance > to - from || to + length > outEnd) throw new Error('snappy: a copy from nowhere')
    for (let k = 0; k < length; k++, to++) out[to] = out[to - distance]
  }
  if (to !== outEnd) throw new Error('snappy: another size than it says')
  return to
}

/** Greedy matches of at least 4 bytes, found by a hash of 4 bytes. */
function writeBlock(bytes: Buffer, start: number, end: number, out: Buffer, at: number): number {
  let to = at
  for (let size = end - start; ; size >>>= 7) {
    out[to++] = size < 128 ? size : (size & 127) | 128
    if (size < 128) break
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  hashTable.fill(-1)
  let literal = start
  let position = start
  for (const last = end - 4; position <= last;) {
    const word = view.getInt32(position, true)
    const slot = Math.imul(word, 0x1e35_a7bd) >>> (32 - hashBits)
    const candidate = hashTable[slot]
    hashTable[slot] = position
    if (candidate < 0 || view.getInt32(candidate, true) !== word) {
      position += 1 + ((position - literal) >> 5)
      continue
    }
    let matched = 4
    while (position + matched < end && bytes[candidate + matched] === bytes[position + matched]) matched++
    to = writeLiteral(bytes, literal, position, out, to)
    to = writeCopies(position - candidate, matched, out, to)
    position += matched
    literal = position
  }
  return writeLiteral(bytes, literal, end, out, to)
}

function writeLiteral(bytes: Buffer, start: number, end: number, out: Buffer, at: number): number {
  const length = end - start
  if (length === 0) return at
  let to = at
  if (length <= 60) {
    out[to++] = (length - 1) << 2
  } else {
    const width = length <= 256 ? 1 : 2
    out[to++] = (59 + width) << 2
    to = out.writeUIntLE(length - 1, to, width)
  }
  if (length > 24) bytes.copy(out, to, start, end)
  else for (let k = 0; k < length; k++) out[to + k] = bytes[start + k]
  return to + length
}

/** A copy has at most 64 bytes; the distance within a block fits 16 bits. */
function writeCopies(distance: number, length: number, out: Buffer, at: number): number {
  let to = at
  for (let left = length; left > 0;) {
    const piece = Math.min(left, 64)
    out[to++] = ((piece - 1) << 2) | 2
    out[to++] = distance & 255
    out[to++] = distance >>> 8
    left -= piece
  }
  return to
}
