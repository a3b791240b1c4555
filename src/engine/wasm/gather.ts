/** Strings of some rows, out of where they lie. */

/** Longer ones are copied by the memory's own means, of which a call costs as much as some words here. */
const shortBytesMax: i32 = 128

/**
 * The strings of `count` `rows` that are no NULLs, one behind the other from `out` on, each behind its length in 4 bytes (Parquet's
 * PLAIN form). Ends with the string that reaches `enough`, or before one that would go beyond `limit`. Returns how many rows were
 * taken; at `result`: where the strings end, where the last one begins, how many they are. Up to 15 bytes behind a string are
 * read, and written behind the last one.
 */
export function gatherStrings(
  rows: i32,
  count: i32,
  starts: i32,
  lengths: i32,
  valid: i32,
  out: i32,
  enough: i32,
  limit: i32,
  result: i32,
): i32 {
  let at = out
  let last = out
  let strings = 0
  let taken = 0
  while (taken < count && at < enough) {
    const row = load<i32>(rows + (taken << 2))
    if (load<u8>(valid + row) != 0) {
      const length = load<i32>(lengths + (row << 2))
      if (length > limit - at - 4) break
      store<i32>(at, length)
      copy(at + 4, load<i32>(starts + (row << 2)), length)
      last = at
      at += 4 + length
      strings++
    }
    taken++
  }
  store<i32>(result, at)
  store<i32>(result, last, 4)
  store<i32>(result, strings, 8)
  return taken
}

function copy(to: i32, from: i32, bytes: i32): void {
  if (bytes > shortBytesMax) memory.copy(to, from, bytes)
  else for (let i = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i))
}
