/** XXH64, as https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md describes it. */

const prime1 = 0x9e3779b185ebca87n
const prime2 = 0xc2b2ae3d27d4eb4fn
const prime3 = 0x165667b19e3779f9n
const prime4 = 0x85ebca77c2b2ae63n
const prime5 = 0x27d4eb2f165667c5n

/** With a sign, as BIGINT has one. */
export function xxh64(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.byteLength
  let at = 0
  let hash = cut(seed + prime5)
  if (length >= 32) {
    const lanes = [seed + prime1 + prime2, seed + prime2, seed, seed - prime1].map(cut)
    for (; at + 32 <= length; at += 32) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane], view.getBigUint64(at + lane * 8, true))
    }
    hash = cut(rotate(lanes[0], 1n) + rotate(lanes[1], 7n) + rotate(lanes[2], 12n) + rotate(lanes[3], 18n))
    for (const lane of lanes) hash = cut((hash ^ round(0n, lane)) * prime1 + prime4)
  }
  hash = cut(hash + BigInt(length))
  for (; at + 8 <= length; at += 8) {
    hash = cut(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4)
  }
  if (at + 4 <= length) {
    hash = cut(rotate(hash ^ cut(BigInt(view.getUint32(at, true)) * prime1), 23n) * prime2 + prime3)
    at += 4
  }
  for (; at < length; at++) hash = cut(rotate(hash ^ cut(BigInt(view.getUint8(at)) * prime5), 11n) * prime1)
  return BigInt.asIntN(64, avalanche(hash))
}

function avalanche(hash: bigint): bigint {
  const once = cut((hash ^ (hash >> 33n)) * prime2)
  const twice = cut((once ^ (once >> 29n)) * prime3)
  return twice ^ (twice >> 32n)
}

function round(lane: bigint, input: bigint): bigint {
  return cut(rotate(cut(lane + input * prime2), 31n) * prime1)
}

function rotate(value: bigint, bits: bigint): bigint {
  return cut(value << bits) | (value >> (64n - bits))
}

function cut(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
