/** Keys with escapes, by their meaning. */
import { unescape } from './host'
import { findMember, membersOf, slotOf, nodeOf } from './json-plan'

/** Room for the meaning of a key of `keyRoomBytes` with escapes: longer ones mean no key of the plan. */
let keyRoom: i32 = 0
let keyRoomBytes: i32 = 0

export function useKeyRoom(address: i32, bytes: i32): void {
  keyRoom = address
  keyRoomBytes = bytes
}

/** The wanted member whose key this means, or 0. */
export function findEscapedMember(members: i32, start: i32, end: i32): i32 {
  if (end - start > keyRoomBytes) return 0
  const meaningEnd = unescape(start, end, keyRoom)
  return meaningEnd < 0 ? 0 : findMember(members, keyRoom, meaningEnd - keyRoom)
}

/** The slot of the node's member with that key, or -1. */
export function slotOfMember(node: i32, key: i32, length: i32): i32 {
  const members = membersOf(node)
  const member = members == 0 ? 0 : findMember(members, key, length)
  return member == 0 ? -1 : slotOf(nodeOf(member))
}
