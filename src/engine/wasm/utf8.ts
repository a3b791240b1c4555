/** UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */

/**
 * Puts 1 to `marks` by row where the text is not valid, else 0; returns how many are not. Texts are words by row, addresses at `starts`
 * and `lengths`; `rows` are `count` of the rows.
 */
export function markInvalid(starts: i32, lengths: i32, rows: i32, count: i32, marks: i32): i32 {
  let invalid = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const start = load<i32>(starts + row * 4)
    const mark = <i32>!isUtf8(start, start + load<i32>(lengths + row * 4))
    store<u8>(marks + row, <u8>mark)
    invalid += mark
  }
  return invalid
}

/** Whether the text is valid. Up to 15 bytes behind its end are read, and do not matter. */
function isUtf8(start: i32, end: i32): bool {
  let at = start
  while (true) {
    at = asciiEnd(at, end)
    if (at >= end) return true
    do {
      const bytes = characterBytes(at)
      if (bytes == 0 || at + bytes > end) return false
      at += bytes
    } while (load<u8>(at) >= 0x80 && at < end)
  }
}

/** The first byte from `at` on that is not ASCII; somewhere behind the end where there is none. */
function asciiEnd(at: i32, end: i32): i32 {
  for (; at < end; at += 16) {
    const others = i8x16.bitmask(v128.load(at))
    if (others != 0) return at + ctz(others)
  }
  return at
}

/** Of a character that is not ASCII; 0 where there is none (the Unicode Standard's table 3-7 of well-formed sequences). */
function characterBytes(at: i32): i32 {
  const lead = load<u8>(at)
  if (lead < 0xc2 || lead > 0xf4) return 0
  const second = load<u8>(at, 1)
  if (lead < 0xe0) return isContinuation(second) ? 2 : 0
  const lowest: u8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80
  const highest: u8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf
  if (second < lowest || second > highest || !isContinuation(load<u8>(at, 2))) return 0
  if (lead < 0xf0) return 3
  return isContinuation(load<u8>(at, 3)) ? 4 : 0
}

function isContinuation(byte: u8): bool {
  return (byte & 0xc0) == 0x80
}
