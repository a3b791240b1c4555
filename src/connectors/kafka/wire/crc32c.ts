/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720, appendix B.4), eight bytes at a time by eight tables
 * ("slicing-by-8", M. Kounavis and F. Berry, 2005), two blocks side by side: each step waits for the one before, and a
 * processor works on the other block meanwhile. Node has only the other CRC-32.
 */

const polynomial = 0x82f6_3b78
const blockBytes = 4096
const tables = makeTables()
const beyondBlock = makeBlockTables()

function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    made[byte] = crc
  }
  for (let at = 256; at < made.length; at++) made[at] = (made[at - 256] >>> 8) ^ made[made[at - 256] & 255]
  return made
}

/** What each byte of a checksum becomes behind a block of zeros: sums (XOR) of what its bits become. */
function makeBlockTables(): Int32Array {
  const made = new Int32Array(4 * 256)
  for (let bit = 0; bit < 32; bit++) {
    let crc = 1 << bit
    for (let zeros = 0; zeros < blockBytes; zeros++) crc = tables[crc & 255] ^ (crc >>> 8)
    const start = (bit >> 3) * 256
    const size = 1 << (bit & 7)
    for (let below = 0; below < size; below++) made[start + size + below] = made[start + below] ^ crc
  }
  return made
}

/** Of bytes[start .. end), as an unsigned number. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const pairsEnd = end - ((end - start) % (2 * blockBytes))
  let crc = -1
  for (let at = start; at < pairsEnd; at += 2 * blockBytes) crc = overTwoBlocks(view, crc, at)
  return (overRest(view, crc, pairsEnd, end) ^ -1) >>> 0
}

function overTwoBlocks(view: DataView, crc: number, start: number): number {
  const t = tables
  let first = crc
  let second = 0
  for (let at = start; at < start + blockBytes; at += 8) {
    const low = first ^ view.getInt32(at, true)
    const high = view.getInt32(at + 4, true)
    const secondLow = second ^ view.getInt32(at + blockBytes, true)
    const secondHigh = view.getInt32(at + blockBytes + 4, true)
    first =
      t[1792 + (low & 255)] ^
      t[1536 + ((low >>> 8) & 255)] ^
      t[1280 + ((low >>> 16) & 255)] ^
      t[1024 + (low >>> 24)] ^
      t[768 + (high & 255)] ^
      t[512 + ((high >>> 8) & 255)] ^
      t[256 + ((high >>> 16) & 255)] ^
      t[high >>> 24]
    second =
      t[1792 + (secondLow & 255)] ^
      t[1536 + ((secondLow >>> 8) & 255)] ^
      t[1280 + ((secondLow >>> 16) & 255)] ^
      t[1024 + (secondLow >>> 24)] ^
      t[768 + (secondHigh & 255)] ^
      t[512 + ((secondHigh >>> 8) & 255)] ^
      t[256 + ((secondHigh >>> 16) & 255)] ^
      t[secondHigh >>> 24]
  }
  const b = beyondBlock
  return (
    b[first & 255] ^ b[256 + ((first >>> 8) & 255)] ^ b[512 + ((first >>> 16) & 255)] ^ b[768 + (first >>> 24)] ^ second
  )
}

function overRest(view: DataView, before: number, start: number, end: number): number {
  const t = tables
  let crc = before
  let at = start
  for (const eights = end - 7; at < eights; at += 8) {
    const low = crc ^ view.getInt32(at, true)
    const high = view.getInt32(at + 4, true)
    crc =
      t[1792 + (low & 255)] ^
      t[1536 + ((low >>> 8) & 255)] ^
      t[1280 + ((low >>> 16) & 255)] ^
      t[1024 + (low >>> 24)] ^
      t[768 + (high & 255)] ^
      t[512 + ((high >>> 8) & 255)] ^
      t[256 + ((high >>> 16) & 255)] ^
      t[high >>> 24]
  }
  for (; at < end; at++) crc = t[(crc ^ view.getUint8(at)) & 255] ^ (crc >>> 8)
  return crc
}
