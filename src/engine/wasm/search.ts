/** A constant looked for in texts, given as words by row: addresses at `starts`, and `lengths`. `rows` are `count` of the rows. */

/**
 * Puts 1 to `marks` by row where the text contains the needle of at least one byte, else 0: looks at 16 places at a time for its
 * first byte and its last. Up to 15 bytes behind a text are read, and do not matter.
 */
export function markContaining(
  needle: i32,
  needleLength: i32,
  starts: i32,
  lengths: i32,
  rows: i32,
  count: i32,
  marks: i32,
): void {
  const first = i8x16.splat(load<i8>(needle))
  const last = i8x16.splat(load<i8>(needle + needleLength - 1))
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const start = load<i32>(starts + row * 4)
    const lastPlace = start + load<i32>(lengths + row * 4) - needleLength
    store<u8>(marks + row, <u8>isWithin(start, lastPlace, needle, needleLength, first, last))
  }
}

function isWithin(at: i32, lastPlace: i32, needle: i32, needleLength: i32, first: v128, last: v128): bool {
  for (; at <= lastPlace; at += 16) {
    const begins = i8x16.eq(v128.load(at), first)
    const ends = i8x16.eq(v128.load(at + needleLength - 1), last)
    for (let places = i8x16.bitmask(v128.and(begins, ends)); places != 0; places &= places - 1) {
      const place = at + ctz(places)
      if (place > lastPlace) return false
      if (isAt(place, needle, needleLength)) return true
    }
  }
  return false
}

function isAt(at: i32, needle: i32, needleLength: i32): bool {
  const end = needle + needleLength
  for (; needle < end; needle++, at++) if (load<u8>(at) != load<u8>(needle)) return false
  return true
}

/** The same where the text begins with the needle, or (`atEnd`) ends with it. */
export function markBordering(
  needle: i32,
  needleLength: i32,
  atEnd: bool,
  starts: i32,
  lengths: i32,
  rows: i32,
  count: i32,
  marks: i32,
): void {
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const rest = load<i32>(lengths + row * 4) - needleLength
    const at = load<i32>(starts + row * 4) + (atEnd ? rest : 0)
    store<u8>(marks + row, <u8>(rest >= 0 && isAt(at, needle, needleLength)))
  }
}
