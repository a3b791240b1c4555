/**
 * The JSON parser: validates each text strictly and, in the same pass, finds the values at the places of a plan
 * (`kernels/json-plan.ts` lays it out). Keys are expected in the order in which they came last time and compared as `"key":`,
 * 16 bytes at a time; a key that is not the expected one, nor one of the next three, is found by its hash. The last of
 * repeated keys counts.
 */
import {
  continuesNumber,
  escapedTextEnd,
  fractionEnd,
  integerEnd,
  maxNesting,
  plainTextEnd,
  skipBlanks,
  valueEnd,
  wordEnd,
} from './json-syntax'
import { elementCount, elementIndex, elementNode, lastElement } from './json-plan'
import { elementsOf, insideCount, insideSlot, membersOf, slotOf } from './json-plan'
import { findMember, firstMember, literalAt, literalLength, nextMember, nodeOf, seenIn } from './json-plan'
import { setFirstMember, setNextMember, setSeenIn } from './json-plan'
import { findEscapedMember } from './json-keys'
import {
  arrayKind,
  escapedKind,
  falseKind,
  fractionKind,
  integerKind,
  missingKind,
  nullKind,
  objectKind,
  stringKind,
  trueKind,
} from './slice-kinds'

/** How many members behind the expected one are tried before the key is hashed. */
const lookAheads: i32 = 3

/** Addresses of the row's slice at slot 0; slot s stands s strides behind. */
let kindAt: i32 = 0
let startAt: i32 = 0
let lengthAt: i32 = 0
/** Between the slots: in bytes for kinds, times four for starts and lengths. */
let slotStride: i32 = 0
/** Objects are numbered, so that a member knows whether it was seen in this one. */
let objectsSeen: i32 = 0

/**
 * Scans `count` texts, each three words at `texts`: row, start, length. Slot s of row r: its kind at `kinds + s * stride + r`,
 * its start and length as words at `starts` and `lengths + (s * stride + r) * 4`. All kinds must be 0 (missing) before. Texts
 * that are not JSON find nothing; each leaves two words at `misfits`: its number of the `count`, and the address where it stops
 * being JSON. Returns how many they are.
 */
export function scanTexts(
  root: i32,
  slotCount: i32,
  texts: i32,
  count: i32,
  kinds: i32,
  starts: i32,
  lengths: i32,
  stride: i32,
  misfits: i32,
): i32 {
  slotStride = stride
  let misfitCount = 0
  for (let k = 0; k < count; k++, texts += 12) {
    const row = load<i32>(texts)
    const start = load<i32>(texts, 4)
    const end = start + load<i32>(texts, 8)
    kindAt = kinds + row
    startAt = starts + row * 4
    lengthAt = lengths + row * 4
    const behind = load<u8>(end)
    store<u8>(end, 0)
    const at = scanText(root, start, end)
    store<u8>(end, behind)
    if (at >= 0) continue
    for (let slot = 0; slot < slotCount; slot++) store<u8>(kindAt + slot * stride, missingKind)
    store<i32>(misfits + misfitCount * 8, k)
    store<i32>(misfits + misfitCount * 8, ~at, 4)
    misfitCount++
  }
  return misfitCount
}

function scanText(root: i32, start: i32, end: i32): i32 {
  const at = scanValue(root, skipBlanks(start), 0)
  if (at < 0) return at
  const rest = skipBlanks(at)
  return rest == end ? rest : ~rest
}

function put(slot: i32, start: i32, end: i32, kind: u8): void {
  if (slot < 0) return
  const offset = slot * slotStride
  store<u8>(kindAt + offset, kind)
  store<i32>(startAt + offset * 4, start)
  store<i32>(lengthAt + offset * 4, end - start)
}

/** A wanted value, or one with wanted places inside. `depth` containers are open around it. */
function scanValue(node: i32, at: i32, depth: i32): i32 {
  const byte = load<u8>(at)
  if (byte == 0x22 /* " */) {
    let kind = stringKind
    let end = plainTextEnd(at + 1)
    if (load<u8>(end) != 0x22) {
      end = escapedTextEnd(end)
      if (end < 0) return end
      kind = escapedKind
    }
    put(slotOf(node), at + 1, end, kind)
    return end + 1
  }
  if (byte == 0x7b /* { */) {
    const members = membersOf(node)
    const end = members == 0 ? valueEnd(at, depth) : scanObject(members, at, depth)
    if (end >= 0) put(slotOf(node), at, end, objectKind)
    return end
  }
  if (byte == 0x5b /* [ */) {
    const elements = elementsOf(node)
    const end = elements == 0 ? valueEnd(at, depth) : scanArray(elements, at, depth)
    if (end >= 0) put(slotOf(node), at, end, arrayKind)
    return end
  }
  if (byte <= 0x39 /* 9 */) {
    let kind = integerKind
    let end = integerEnd(at)
    if (end >= 0 && continuesNumber(load<u8>(end))) {
      end = fractionEnd(end)
      kind = fractionKind
    }
    if (end >= 0) put(slotOf(node), at, end, kind)
    return end
  }
  const end = wordEnd(at)
  if (end >= 0) put(slotOf(node), at, end, byte == 0x74 ? trueKind : byte == 0x66 ? falseKind : nullKind)
  return end
}

function scanObject(members: i32, at: i32, depth: i32): i32 {
  if (depth == maxNesting) return ~at
  const visit = ++objectsSeen
  let previous = 0
  let expected = firstMember(members)
  at++
  if (load<u8>(at) != 0x22) {
    at = skipBlanks(at)
    if (load<u8>(at) == 0x7d) return at + 1
  }
  while (true) {
    let member = expectedAt(expected, at)
    if (member != 0) {
      at += literalLength(member)
    } else {
      if (load<u8>(at) != 0x22) return ~at
      const key = at + 1
      at = plainTextEnd(key)
      if (load<u8>(at) == 0x22) {
        member = findMember(members, key, at - key)
      } else {
        at = escapedTextEnd(at)
        if (at < 0) return at
        member = findEscapedMember(members, key, at)
      }
      at = skipBlanks(at + 1)
      if (load<u8>(at) != 0x3a) return ~at
      at++
      if (member != 0) {
        if (previous == 0) setFirstMember(members, member)
        else setNextMember(previous, member)
      }
    }
    if (load<u8>(at) <= 0x20) at = skipBlanks(at)
    if (member == 0) {
      at = valueEnd(at, depth + 1)
    } else {
      if (seenIn(member) == visit) clearInside(nodeOf(member))
      setSeenIn(member, visit)
      at = scanValue(nodeOf(member), at, depth + 1)
      previous = member
      expected = nextMember(member)
    }
    if (at < 0) return at
    if (load<u8>(at) <= 0x20) at = skipBlanks(at)
    const next = load<u8>(at)
    if (next == 0x7d) return at + 1
    if (next != 0x2c) return ~at
    at++
    if (load<u8>(at) <= 0x20) at = skipBlanks(at)
  }
}

/** The member whose key stands here, if it is the expected one or one of the next; else 0. */
function expectedAt(expected: i32, at: i32): i32 {
  for (let tries = 0; expected != 0 && tries <= lookAheads; tries++) {
    if (literalAt(expected, at)) return expected
    expected = nextMember(expected)
  }
  return 0
}

function clearInside(node: i32): void {
  const count = insideCount(node)
  for (let k = 0; k < count; k++) store<u8>(kindAt + insideSlot(node, k) * slotStride, missingKind)
}

/** The element at `[last]` is read again once it is known to be the last. */
function scanArray(elements: i32, at: i32, depth: i32): i32 {
  if (depth == maxNesting) return ~at
  const count = elementCount(elements)
  const last = lastElement(elements)
  at = skipBlanks(at + 1)
  if (load<u8>(at) == 0x5d) return at + 1
  let wanted = 0
  let index = 0
  while (true) {
    const start = at
    if (wanted < count && elementIndex(elements, wanted) == index) {
      at = scanValue(elementNode(elements, wanted++), at, depth + 1)
    } else {
      at = valueEnd(at, depth + 1)
    }
    if (at < 0) return at
    at = skipBlanks(at)
    const next = load<u8>(at)
    if (next == 0x5d) {
      if (last != 0) scanValue(last, start, depth + 1)
      return at + 1
    }
    if (next != 0x2c) return ~at
    at = skipBlanks(at + 1)
    index++
  }
}
