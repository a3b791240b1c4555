/**
 * Byte strings a word at a time: comparison and copy. A native call costs as much as some hundred bytes here. The last words
 * of a string overlap those before them, so that nothing beyond its end is touched.
 */

/** Strings of some length and more are copied and compared by the caller's native means. */
export const nativeBytesMin = 256

export function viewOf(bytes: Uint8Array): DataView<ArrayBufferLike> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function sameString(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  if (length < 4) {
    for (let i = 0; i < length; i++) if (a.getUint8(atA + i) !== b.getUint8(atB + i)) return false
    return true
  }
  for (let i = 0; i < length - 4; i += 4) {
    if (a.getInt32(atA + i, true) !== b.getInt32(atB + i, true)) return false
  }
  return a.getInt32(atA + length - 4, true) === b.getInt32(atB + length - 4, true)
}

export function copyString(from: DataView, start: number, to: DataView, at: number, length: number): void {
  if (length < 4) {
    for (let i = 0; i < length; i++) to.setUint8(at + i, from.getUint8(start + i))
    return
  }
  for (let i = 0; i < length - 4; i += 4) to.setInt32(at + i, from.getInt32(start + i, true), true)
  to.setInt32(at + length - 4, from.getInt32(start + length - 4, true), true)
}
