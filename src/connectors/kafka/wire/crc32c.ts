/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720, appendix B.4), eight bytes at a time by eight tables
 * ("slicing-by-8", M. Kounavis and F. Berry, 2005). Node has only the other CRC-32.
 */

const polynomial = 0x82f6_3b78
const tables = makeTables()

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

/** Of bytes[start .. end), as an unsigned number. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const t = tables
  let crc = -1
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
  for (; at < end; at++) crc = t[(crc ^ bytes[at]) & 255] ^ (crc >>> 8)
  return (crc ^ -1) >>> 0
}
