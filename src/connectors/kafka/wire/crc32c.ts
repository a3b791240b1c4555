/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720, appendix B.4), eight bytes at a time by eight tables
 * ("slicing-by-8", M. Kounavis and F. Berry, 2005). Of many bytes all but the last ones are first left out by a kernel, which
 * is several times as fast (`engine/wasm/crc32c.ts`). Node has only the other CRC-32.
 */
import { foldDistance } from '../../../engine/kernels/wasm.ts'
import { Memory } from '../../../engine/memory.ts'

const polynomial = 0x82f6_3b78
const tables = makeTables()

/** Fewer bytes are sooner done without. */
const foldedBytesMin = 2 * foldDistance
/** So many are copied into the kernel's memory at a time: they stay in a processor's nearer caches. */
const pieceBytes = 32 * 1024

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
  if (end - start >= foldedBytesMin) return (folding ??= new Folding()).crc32c(bytes, start, end)
  return (byTables(viewOf(bytes), -1, start, end) ^ -1) >>> 0
}

/** Made for the first long text of a thread. */
let folding: Folding | null = null

class Folding {
  private readonly memory = new Memory(128 * 1024)
  private readonly view = viewOf(this.memory.u8)
  /** Of what was left out last, and what comes next. */
  private readonly before = this.memory.reserve(foldDistance + pieceBytes)
  private readonly piece = this.before + foldDistance

  crc32c(bytes: Uint8Array, start: number, end: number): number {
    const { before, piece, view } = this
    const { u8, kernels } = this.memory
    u8.fill(0, before, piece)
    const foldedEnd = end - foldDistance - ((end - start - foldDistance) % 16)
    for (let at = start; at < foldedEnd; at += pieceBytes) {
      const pieceEnd = piece + Math.min(foldedEnd - at, pieceBytes)
      u8.set(bytes.subarray(at, at + pieceEnd - piece), piece)
      // What a checksum begins with, -1, is the same as turning all bits of the first four bytes.
      if (at === start) view.setInt32(piece, ~view.getInt32(piece))
      kernels.foldBytes(piece, pieceEnd)
      u8.copyWithin(before, pieceEnd - foldDistance, pieceEnd)
    }
    u8.set(bytes.subarray(foldedEnd, end), piece)
    kernels.foldEnd(piece)
    return (byTables(view, 0, piece, piece + end - foldedEnd) ^ -1) >>> 0
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Goes on from the register `before`. */
function byTables(view: DataView, before: number, start: number, end: number): number {
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
