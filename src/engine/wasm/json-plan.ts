/**
 * The plan of a document as it lies in the memory: words of four bytes, at addresses that are multiples of 16. What writes it is
 * `kernels/json-plan.ts`; only what is learned (which key came next) is written here.
 *
 * | what     | words                                                                                              |
 * | -------- | -------------------------------------------------------------------------------------------------- |
 * | node     | slot or -1, members or 0, elements or 0, count of inside slots, the inside slots                   |
 * | members  | the member expected first, size of the hash table less 1, the table: members or 0                  |
 * | member   | node, the member expected next or 0, the object it was last seen in, length of the literal or 0,   |
 * |          | address of the key, its length, 0, 0, the literal `"key":` padded with zeros to a multiple of 16   |
 * | elements | count, node of `[last]` or 0, for each: its index, its node                                        |
 */
export function slotOf(node: i32): i32 {
  return load<i32>(node)
}

export function membersOf(node: i32): i32 {
  return load<i32>(node, 4)
}

export function elementsOf(node: i32): i32 {
  return load<i32>(node, 8)
}

export function insideCount(node: i32): i32 {
  return load<i32>(node, 12)
}

export function insideSlot(node: i32, k: i32): i32 {
  return load<i32>(node + k * 4, 16)
}

export function firstMember(members: i32): i32 {
  return load<i32>(members)
}

export function setFirstMember(members: i32, member: i32): void {
  store<i32>(members, member)
}

export function nodeOf(member: i32): i32 {
  return load<i32>(member)
}

export function nextMember(member: i32): i32 {
  return load<i32>(member, 4)
}

export function setNextMember(member: i32, next: i32): void {
  store<i32>(member, next, 4)
}

export function seenIn(member: i32): i32 {
  return load<i32>(member, 8)
}

export function setSeenIn(member: i32, visit: i32): void {
  store<i32>(member, visit, 8)
}

/** 0: the key needs escapes, and is only found by its hash. */
export function literalLength(member: i32): i32 {
  return load<i32>(member, 12)
}

export function literalAt(member: i32, at: i32): bool {
  let left = literalLength(member)
  if (left == 0) return false
  let literal = member + 32
  while (left > 16) {
    if (i8x16.bitmask(i8x16.ne(v128.load(literal), v128.load(at))) != 0) return false
    literal += 16
    at += 16
    left -= 16
  }
  return (i8x16.bitmask(i8x16.ne(v128.load(literal), v128.load(at))) & ((1 << left) - 1)) == 0
}

/** The wanted member with that key, or 0. */
export function findMember(members: i32, key: i32, length: i32): i32 {
  const mask = load<i32>(members, 4)
  let place = hashKey(key, length) & mask
  while (true) {
    const found = load<i32>(members + place * 4, 8)
    if (found == 0 || hasKey(found, key, length)) return found
    place = (place + 1) & mask
  }
}

/** Puts a member whose key and length are written into the hash table, which is at most half full. */
export function addMember(members: i32, member: i32): void {
  const mask = load<i32>(members, 4)
  let place = hashKey(load<i32>(member, 16), load<i32>(member, 20)) & mask
  while (load<i32>(members + place * 4, 8) != 0) place = (place + 1) & mask
  store<i32>(members + place * 4, member, 8)
}

function hasKey(member: i32, key: i32, length: i32): bool {
  if (load<i32>(member, 20) != length) return false
  const own = load<i32>(member, 16)
  for (let k = 0; k < length; k++) if (load<u8>(own + k) != load<u8>(key + k)) return false
  return true
}

/** Of a key's first bytes and length; the tables hold only keys of the plan, so that no document can make them slow. */
function hashKey(key: i32, length: i32): i32 {
  let hash = length
  const end = key + (length < 32 ? length : 32)
  for (let at = key; at < end; at++) hash = hash * 31 + load<u8>(at)
  return hash ^ (hash >>> 15)
}

export function elementCount(elements: i32): i32 {
  return load<i32>(elements)
}

export function lastElement(elements: i32): i32 {
  return load<i32>(elements, 4)
}

export function elementIndex(elements: i32, k: i32): i32 {
  return load<i32>(elements + k * 8, 8)
}

export function elementNode(elements: i32, k: i32): i32 {
  return load<i32>(elements + k * 8, 12)
}
