/**
 * A page of byte strings in Parquet's PLAIN form (length in 4 bytes, bytes): indexes into a dictionary, smallest and largest. Up to
 * 7 bytes behind a string are read, and do not matter.
 */

import { maskFor } from './parquet-slots'

/** Of an entry: where the string stands, and its hash. */
const entryBytes: i32 = 8

/**
 * The indexes of `count` strings at `page`, into `indexes`; new ones are added to the `known` ones at `dictionary`, which end at
 * `dictionaryEnd`. `entries` are 8 bytes for each that there may be, and `slots` 16, and 1,024 at least. Returns where the dictionary ends then, and at `entries` how many they are; or 0: they would be more than `entriesMax` or go
 * beyond `limit`, or after the first `trialValues` of them be more than `trialMax`.
 */
export function indexStrings(
  page: i32,
  count: i32,
  dictionary: i32,
  dictionaryEnd: i32,
  limit: i32,
  entries: i32,
  slots: i32,
  indexes: i32,
  entriesMax: i32,
  trialValues: i32,
  trialMax: i32,
): i32 {
  let known = 0
  for (let at = dictionary; at < dictionaryEnd; at += 4 + load<i32>(at)) addEntry(entries, known++, at, hashOf(at))
  let slotMask = fillSlots(slots, entries, known)
  for (let i = 0; i < count; i++) {
    const hash = hashOf(page)
    const slot = slotOf(page, hash, entries, slots, slotMask)
    const bytes = 4 + load<i32>(page)
    let place = load<i32>(slot)
    if (place == 0) {
      if (known == entriesMax || bytes > limit - dictionaryEnd) return 0
      memory.copy(dictionaryEnd, page, bytes)
      addEntry(entries, known++, dictionaryEnd, hash)
      store<i32>(slot, (place = known))
      dictionaryEnd += bytes
      if (known * 2 > slotMask) slotMask = fillSlots(slots, entries, known)
    }
    store<i32>(indexes + (i << 2), place - 1)
    page += bytes
    if (i + 1 == trialValues && known > trialMax) return 0
  }
  store<i32>(entries, known)
  return dictionaryEnd
}

function addEntry(entries: i32, index: i32, string: i32, hash: i32): void {
  store<i32>(entries + index * entryBytes, string)
  store<i32>(entries + index * entryBytes, hash, 4)
}

/** A hash table of the entries, half empty at least. Returns its mask. */
function fillSlots(slots: i32, entries: i32, known: i32): i32 {
  const mask = maskFor(known)
  memory.fill(slots, 0, (mask + 1) << 2)
  for (let index = 0; index < known; index++) {
    let slot = load<i32>(entries + index * entryBytes, 4) & mask
    while (load<i32>(slots + (slot << 2)) != 0) slot = (slot + 1) & mask
    store<i32>(slots + (slot << 2), index + 1)
  }
  return mask
}

/** Where the string's index + 1 stands, or belongs. */
function slotOf(string: i32, hash: i32, entries: i32, slots: i32, slotMask: i32): i32 {
  let slot = hash & slotMask
  while (true) {
    const at = slots + (slot << 2)
    const place = load<i32>(at)
    if (place == 0) return at
    const entry = entries + (place - 1) * entryBytes
    if (load<i32>(entry, 4) == hash && isSame(load<i32>(entry), string)) return at
    slot = (slot + 1) & slotMask
  }
}

/** 32 bits, well mixed: the low ones are places of a table. Eight bytes at a time; the last overlap those before them. */
function hashOf(string: i32): i32 {
  const length = load<i32>(string)
  const start = string + 4
  let hash: u64 = length
  if (length < 8) return folded(mixed(hash, load<u64>(start) & firstBytes(length)))
  const last = start + length - 8
  for (let at = start; at < last; at += 8) hash = mixed(hash, load<u64>(at))
  return folded(mixed(hash, load<u64>(last)))
}

function mixed(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * 0x9e37_79b9_7f4a_7c15
  return product ^ (product >> 32)
}

function folded(hash: u64): i32 {
  return <i32>((hash * 0xd6e8_feb8_6659_fd93) >> 32)
}

/** A mask of the first bytes of eight, less than eight of them. */
function firstBytes(count: i32): u64 {
  return ((<u64>1) << (count << 3)) - 1
}

function isSame(a: i32, b: i32): bool {
  const length = load<i32>(a)
  if (load<i32>(b) != length) return false
  if (length < 8) return ((load<u64>(a, 4) ^ load<u64>(b, 4)) & firstBytes(length)) == 0
  const last = length - 4
  for (let i = 4; i < last; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false
  return load<u64>(a + last) == load<u64>(b + last)
}

/** Where the smallest of the strings from `at` to `end`, one at least, stands goes to `result`, the largest to the word behind it. */
export function rangeOfStrings(at: i32, end: i32, result: i32): void {
  let least = at
  let most = at
  let leastStart = startOf(at)
  let mostStart = leastStart
  for (; at < end; at += 4 + load<i32>(at)) {
    const start = startOf(at)
    if (start < leastStart || (start == leastStart && isLess(at, least))) {
      least = at
      leastStart = start
    } else if (start > mostStart || (start == mostStart && isLess(most, at))) {
      most = at
      mostStart = start
    }
  }
  store<i32>(result, least)
  store<i32>(result, most, 4)
}

/** The first eight bytes as a number that is in the order of strings, with zeros behind a shorter one. */
function startOf(string: i32): u64 {
  const length = load<i32>(string)
  const bytes = load<u64>(string, 4)
  return bswap<u64>(length < 8 ? bytes & firstBytes(length) : bytes)
}

/** In the order of unsigned bytes; a beginning is less than what goes on. */
function isLess(a: i32, b: i32): bool {
  const lengthA = load<i32>(a)
  const lengthB = load<i32>(b)
  const common = min(lengthA, lengthB)
  let i = 0
  for (; i + 8 <= common; i += 8) {
    const x = load<u64>(a + i, 4)
    const y = load<u64>(b + i, 4)
    if (x != y) return bswap<u64>(x) < bswap<u64>(y)
  }
  for (; i < common; i++) {
    const x = load<u8>(a + i, 4)
    const y = load<u8>(b + i, 4)
    if (x != y) return x < y
  }
  return lengthA < lengthB
}
