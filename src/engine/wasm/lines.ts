/** Where lines end. */

const lineFeed: i8 = 10

/**
 * Puts the places behind the LFs of [start, end), `base` more than in the text, to `ends` as words, at most `endsMax` of them.
 * Returns how many. Up to 15 bytes behind the end are read, and do not matter.
 */
export function findLineEnds(start: i32, end: i32, base: i32, ends: i32, endsMax: i32): i32 {
  const sought = i8x16.splat(lineFeed)
  let count = 0
  for (let at = start; at < end; at += 16) {
    for (let places = i8x16.bitmask(i8x16.eq(v128.load(at), sought)); places != 0; places &= places - 1) {
      const place = at + ctz(places)
      if (place >= end || count == endsMax) return count
      store<i32>(ends + count++ * 4, base + place - start + 1)
    }
  }
  return count
}
