/**
 * Compact JSON: which parts of a value have to go: white space, all but the last of repeated keys, and the members that columns
 * claim. One pass over the valid value finds them, in linear time for any value; most values have nothing to cut and stay where
 * they are. A second pass writes what is left.
 */
import { unescape } from './host'
import { findMember, membersOf, nodeOf, slotOf } from './json-plan'
import { scalarEnd, skipBlanks, stringEnd } from './json-syntax'
import { fewMembers, fewMembersRoom, openContainers } from './scratch'

/**
 * Members of all objects of the value, numbered by where their keys stand; 32 bytes each, of which these are the words: the number
 * of the object (from 1); the hash of the key; its address and length, escapes undone; from the key's quote to behind the comma
 * that follows or to the closing brace; whether it goes.
 */
const memberBytes: i32 = 32
/** Behind the members of a table: four words for each, a hash table of (object, key) -> `base` + 1 + number of the member. */
const placesPerMember: i32 = 4

/** Equality of keys must not be slow for texts made to be: their hashes differ from process to process. */
let seed: i32 = 0
let members: i32 = 0
let room: i32 = 0
let places: i32 = 0
let placesMask: i32 = 0
/** What is not above it in the hash table is of an earlier value. */
let base: i32 = 0
let fewMembersBase: i32 = 0
let memberCount: i32 = 0
let cutCount: i32 = 0
let hasBlanks: bool = false
/** The meaning of the next key with escapes; 0: there is no room for any. */
let meaning: i32 = 0
/** Claims inside the value that follows. */
let claimsInside: i32 = 0

export function seedKeys(value: i32): void {
  seed = value
}

/** Bytes of a table for so many members, a power of two. */
export function cutTableBytes(memberRoom: i32): i32 {
  return memberRoom * (memberBytes + placesPerMember * 4)
}

/**
 * Reads the valid object or array at `start`; members at wanted places of `claims` (a node of a plan, or 0) go. `table` of
 * `cutTableBytes(tableRoom)` and `meanings` of the value's length are room for members and for keys with escapes; 0: only what is
 * small. Returns 1 where something is to be cut, 0 where nothing is, -1 where there is not enough room.
 */
export function findCuts(start: i32, claims: i32, table: i32, tableRoom: i32, meanings: i32): i32 {
  if (table == 0) {
    room = fewMembersRoom
    members = fewMembers
    if (fewMembersBase > 1 << 30) fewMembersBase = 0
    base = fewMembersBase
  } else {
    room = tableRoom
    members = table
    base = 0
  }
  places = members + room * memberBytes
  placesMask = room * placesPerMember - 1
  if (base == 0) memory.fill(places, 0, room * placesPerMember * 4)
  meaning = meanings
  hasBlanks = false
  cutCount = 0
  memberCount = 0
  claimsInside = claims
  const fits = walk(start)
  if (table == 0) fewMembersBase += memberCount + 1
  return fits ? (hasBlanks || cutCount > 0 ? 1 : 0) : -1
}

/** Copies the value that `findCuts` has just read, less what is cut. Up to 15 bytes behind the end are overwritten. Returns the end. */
export function writeUncut(start: i32, end: i32, target: i32): i32 {
  let member = members
  const lastMember = members + memberCount * memberBytes
  let at = start
  let to = target
  while (at < end) {
    const byte = load<u8>(at)
    if (byte == 0x22 /* " */) {
      while (member < lastMember && startOf(member) < at) member += memberBytes
      if (member < lastMember && startOf(member) == at && isCut(member)) {
        at = endOf(member)
        continue
      }
      const after = stringEnd(at)
      copy(at, after, to)
      to += after - at
      at = after
      continue
    }
    at++
    if (byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09) continue
    // A comma before a closing brace was left by the last member, which was cut.
    if (byte == 0x7d /* } */ && load<u8>(to - 1) == 0x2c) to--
    store<u8>(to++, byte)
  }
  return to
}

function copy(from: i32, end: i32, to: i32): void {
  for (; from < end; from += 16, to += 16) v128.store(to, v128.load(from))
}

/** False: there is no room for all members. */
function walk(at: i32): bool {
  let depth = 0
  let objectCount = 0
  while (true) {
    const byte = load<u8>(at)
    if (byte == 0x7b /* { */ || byte == 0x5b /* [ */) {
      const isObject = byte == 0x7b
      const inside = blanks(at + 1)
      if (load<u8>(inside) == (isObject ? 0x7d : 0x5d)) {
        at = inside + 1
      } else {
        const container = openContainers + depth * 12
        store<i32>(container, isObject ? ++objectCount : 0)
        store<i32>(container, claimsInside, 8)
        depth++
        at = startItem(inside, container)
        if (at < 0) return false
        continue
      }
    } else {
      at = scalarEnd(at)
    }
    while (true) {
      if (depth == 0) return true
      const container = openContainers + (depth - 1) * 12
      at = blanks(at)
      const goesOn = load<u8>(at) == 0x2c /* , */
      if (load<i32>(container) != 0) setEnd(load<i32>(container, 4), goesOn ? at + 1 : at)
      at++
      if (goesOn) {
        at = startItem(blanks(at), container)
        if (at < 0) return false
        break
      }
      depth--
    }
  }
}

function blanks(at: i32): i32 {
  const end = skipBlanks(at)
  if (end != at) hasBlanks = true
  return end
}

/** From the start of a member or element of the container to its value; -1: there is no room for it. */
function startItem(at: i32, container: i32): i32 {
  claimsInside = 0
  const object = load<i32>(container)
  if (object == 0) return at
  const end = stringEnd(at)
  const member = addMember(object, at, end - 1, load<i32>(container, 8))
  if (member == 0) return -1
  store<i32>(container, member, 4)
  return blanks(blanks(end) + 1)
}

/** A member whose key stands from the quote at `start` to the one at `keyEnd`; 0: no room. */
function addMember(object: i32, start: i32, keyEnd: i32, claims: i32): i32 {
  if (memberCount == room) return 0
  const member = members + memberCount * memberBytes
  store<i32>(member, object)
  store<i32>(member, start, 16)
  store<i32>(member, 0, 24)
  if (!setKey(member, start + 1, keyEnd)) return 0
  memberCount++
  const claimed = claims == 0 ? 0 : membersOf(claims)
  const wanted = claimed == 0 ? 0 : findMember(claimed, load<i32>(member, 8), load<i32>(member, 12))
  if (wanted != 0 && slotOf(nodeOf(wanted)) >= 0) {
    cut(member)
  } else {
    claimsInside = wanted == 0 ? 0 : nodeOf(wanted)
    cutRepeated(member)
  }
  return member
}

/** Hash (FNV-1a, from the seed), address and length of the key's meaning; false: it has escapes, and there is no room for it. */
function setKey(member: i32, start: i32, end: i32): bool {
  let hash = seed
  let escaped = false
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at)
    escaped = escaped || byte == 0x5c
    hash = (hash ^ byte) * 0x01000193
  }
  if (escaped) {
    if (meaning == 0) return false
    const written = unescape(start, end, meaning)
    start = meaning
    end = written < 0 ? ~written : written
    meaning = end
    hash = seed
    for (let at = start; at < end; at++) hash = (hash ^ load<u8>(at)) * 0x01000193
  }
  store<i32>(member, hash, 4)
  store<i32>(member, start, 8)
  store<i32>(member, end - start, 12)
  return true
}

function startOf(member: i32): i32 {
  return load<i32>(member, 16)
}

function endOf(member: i32): i32 {
  return load<i32>(member, 20)
}

function setEnd(member: i32, end: i32): void {
  store<i32>(member, end, 20)
}

function isCut(member: i32): bool {
  return load<i32>(member, 24) != 0
}

function cut(member: i32): void {
  store<i32>(member, 1, 24)
  cutCount++
}

/** Cuts the earlier member with this key in this object, if there is one, and takes its place in the table. */
function cutRepeated(member: i32): void {
  let place = placeOf(member)
  while (true) {
    const found = load<i32>(places + place * 4) - base
    if (found <= 0) break
    const earlier = members + (found - 1) * memberBytes
    if (haveSameKey(earlier, member)) {
      cut(earlier)
      break
    }
    place = (place + 1) & placesMask
  }
  store<i32>(places + place * 4, base + 1 + (member - members) / memberBytes)
}

function placeOf(member: i32): i32 {
  const mixed = (load<i32>(member, 4) ^ (load<i32>(member) * 0x9e3779b1)) * 0x85ebca6b
  return (mixed ^ (mixed >>> 15)) & placesMask
}

function haveSameKey(a: i32, b: i32): bool {
  if (load<i32>(a, 4) != load<i32>(b, 4) || load<i32>(a) != load<i32>(b)) return false
  const length = load<i32>(a, 12)
  if (length != load<i32>(b, 12)) return false
  const keyA = load<i32>(a, 8)
  const keyB = load<i32>(b, 8)
  for (let k = 0; k < length; k++) if (load<u8>(keyA + k) != load<u8>(keyB + k)) return false
  return true
}
