/** A page of values of 1, 2 or 4 words: indexes into a dictionary, smallest and largest. */

import { maskFor } from './parquet-slots'

/** Kinds of values, as `word-kinds.ts` of the Parquet writer has them. */
const int32: i32 = 0
const int64: i32 = 1
const int128: i32 = 2
const float: i32 = 3
const double: i32 = 4

/**
 * The indexes of `count` values at `words`, into `indexes`; new ones are added to the `known` values at `dictionary`. `slots` are
 * 16 bytes for each that there may be, and 1,024 at least. Returns how many there are then, or
 * -1: they would be more than `entriesMax`, or after the first `trialValues` more than `trialMax`.
 */
export function indexWords(
  words: i32,
  count: i32,
  stride: i32,
  dictionary: i32,
  known: i32,
  slots: i32,
  indexes: i32,
  entriesMax: i32,
  trialValues: i32,
  trialMax: i32,
): i32 {
  const bytes = stride << 2
  let slotMask = fillSlots(slots, dictionary, known, stride)
  for (let i = 0; i < count; i++) {
    const value = words + i * bytes
    const slot = slotOf(value, stride, dictionary, slots, slotMask)
    let place = load<i32>(slot)
    if (place == 0) {
      if (known == entriesMax) return -1
      memory.copy(dictionary + known * bytes, value, bytes)
      place = ++known
      store<i32>(slot, place)
      if (known * 2 > slotMask) slotMask = fillSlots(slots, dictionary, known, stride)
    }
    store<i32>(indexes + (i << 2), place - 1)
    if (i + 1 == trialValues && known > trialMax) return -1
  }
  return known
}

/** A hash table of the values, half empty at least. Returns its mask. */
function fillSlots(slots: i32, dictionary: i32, known: i32, stride: i32): i32 {
  const mask = maskFor(known)
  memory.fill(slots, 0, (mask + 1) << 2)
  for (let index = 0; index < known; index++) {
    let slot = hashOf(dictionary + index * (stride << 2), stride) & mask
    while (load<i32>(slots + (slot << 2)) != 0) slot = (slot + 1) & mask
    store<i32>(slots + (slot << 2), index + 1)
  }
  return mask
}

/** Where the value's index + 1 stands, or belongs. */
function slotOf(value: i32, stride: i32, dictionary: i32, slots: i32, slotMask: i32): i32 {
  let slot = hashOf(value, stride) & slotMask
  while (true) {
    const at = slots + (slot << 2)
    const place = load<i32>(at)
    if (place == 0 || isSame(dictionary + (place - 1) * (stride << 2), value, stride)) return at
    slot = (slot + 1) & slotMask
  }
}

function hashOf(value: i32, stride: i32): i32 {
  if (stride == 1) return mixed(load<u32>(value))
  if (stride == 2) return mixed(load<u64>(value))
  return mixed(load<u64>(value) ^ rotl<u64>(load<u64>(value, 8), 29))
}

/** Well mixed, its high half (the golden ratio's multiplier, as Knuth has it). */
function mixed(value: u64): i32 {
  const product = (value ^ (value >> 32)) * 0x9e37_79b9_7f4a_7c15
  return <i32>(product >> 40)
}

function isSame(a: i32, b: i32, stride: i32): bool {
  if (stride == 1) return load<i32>(a) == load<i32>(b)
  return load<i64>(a) == load<i64>(b) && (stride == 2 || load<i64>(a, 8) == load<i64>(b, 8))
}

/** Widens `range`, the smallest value and the largest behind it, by `count` values at `words`. */
export function widenRange(kind: i32, words: i32, count: i32, range: i32): void {
  switch (kind) {
    case int32:
      widen<i32>(words, count, range)
      return
    case int64:
      widen<i64>(words, count, range)
      return
    case int128:
      widen128(words, count, range)
      return
    case float:
      widen<f32>(words, count, range)
      return
    case double:
      widen<f64>(words, count, range)
  }
}

function widen<T>(words: i32, count: i32, range: i32): void {
  let least = load<T>(range)
  let most = load<T>(range + sizeof<T>())
  for (let at = words, end = words + count * <i32>sizeof<T>(); at < end; at += sizeof<T>()) {
    const value = load<T>(at)
    if (value < least) least = value
    if (value > most) most = value
  }
  store<T>(range, least)
  store<T>(range + sizeof<T>(), most)
}

function widen128(words: i32, count: i32, range: i32): void {
  for (let at = words, end = words + (count << 4); at < end; at += 16) {
    if (isLess128(at, range)) v128.store(range, v128.load(at))
    if (isLess128(range + 16, at)) v128.store(range + 16, v128.load(at))
  }
}

function isLess128(a: i32, b: i32): bool {
  const highA = load<i64>(a, 8)
  const highB = load<i64>(b, 8)
  return highA < highB || (highA == highB && load<u64>(a) < load<u64>(b))
}
