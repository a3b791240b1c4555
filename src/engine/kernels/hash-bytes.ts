/** A hash of bytes for hash tables and for spreading, read a word at a time: the last words overlap those before them. */

/** 32 bits, well mixed: its low bits are places in hash tables. */
export function hashBytes(view: DataView, start: number, length: number): number {
  let hash = length
  const end = start + length
  if (length >= 8) {
    hash = mix(mix(hash, view.getInt32(start, true)), view.getInt32(start + 4, true))
    for (let at = start + 8; at < end - 8; at += 4) hash = mix(hash, view.getInt32(at, true))
    hash = mix(mix(hash, view.getInt32(end - 8, true)), view.getInt32(end - 4, true))
  } else if (length >= 4) {
    hash = mix(mix(hash, view.getInt32(start, true)), view.getInt32(end - 4, true))
  } else {
    for (let at = start; at < end; at++) hash = mix(hash, view.getUint8(at))
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d)
  return hash ^ (hash >>> 13)
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e37_79b1)
  return product ^ (product >>> 15)
}
