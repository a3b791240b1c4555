/**
 * Which members of a JSON value have to go: all but the last of repeated keys, and those that columns claim. One pass over
 * the value, iterative, in linear time for any value; it also notices white space. Most values have nothing to cut.
 */
import { randomInt } from 'node:crypto'
import type { Memory } from '../memory.ts'
import { findMember } from './json-paths.ts'
import type { PlanNode } from './json-paths.ts'
import { unescapeInto } from './json-strings.ts'
import { maxNesting, scalarEnd, skipBlanks, stringEnd } from './json-syntax.ts'

/** Equality of keys must not be slow for texts made to be: their hashes differ from process to process. */
const seed = randomInt(2 ** 31)

/** Members of all objects of the value, numbered by where their keys stand. */
interface MemberTable {
  /** The number of the object, from 1. */
  readonly objects: Int32Array
  readonly hashes: Int32Array
  /** Of the key's meaning, escapes undone. */
  readonly keyStarts: Uint32Array
  readonly keyLengths: Uint32Array
  /** From the key's quote to behind the comma that follows, or to the closing brace. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** 1: the member is to go. */
  readonly cut: Uint8Array
}

function memberTable(size: number): MemberTable {
  return {
    objects: new Int32Array(size),
    hashes: new Int32Array(size),
    keyStarts: new Uint32Array(size),
    keyLengths: new Uint32Array(size),
    starts: new Uint32Array(size),
    ends: new Uint32Array(size),
    cut: new Uint8Array(size),
  }
}

export class CutFinder {
  /** What `find` found: whether there is white space outside strings, how many members go, and which. */
  hasBlanks = false
  cutCount = 0
  memberCount = 0
  members = memberTable(256)

  private readonly memory: Memory
  private readonly view: DataView
  // By open container: its number as an object (0: an array), its member that is being read, what is claimed in it.
  private readonly objectOf = new Int32Array(maxNesting + 1)
  private readonly memberOf = new Int32Array(maxNesting + 1)
  private readonly claimsOf: (PlanNode | null)[] = Array.from({ length: maxNesting + 1 }, () => null)
  /** Hash table of (object, key): `base` + 1 + the member's number; what is not above `base` is of an earlier value. */
  private places = new Int32Array(1024)
  private base = 0
  /** Claims inside the value that follows. */
  private claimsInside: PlanNode | null = null

  constructor(memory: Memory) {
    this.memory = memory
    this.view = new DataView(memory.buffer)
  }

  /**
   * Reads the valid object or array that starts at `start`. Members at wanted places of `claims` go. The meaning of escaped
   * keys is written into the arena, which the caller takes back.
   */
  find(start: number, claims: PlanNode | null): void {
    this.hasBlanks = false
    this.cutCount = 0
    this.base += this.memberCount + 1
    this.memberCount = 0
    if (this.base > 2 ** 30) {
      this.places.fill(0)
      this.base = 0
    }
    this.walk(start, claims)
  }

  private walk(at: number, claims: PlanNode | null): void {
    const { u8 } = this.memory
    let depth = 0
    let objectCount = 0
    this.claimsInside = claims
    for (;;) {
      const byte = u8[at]
      if (byte === 0x7b /* { */ || byte === 0x5b /* [ */) {
        const isObject = byte === 0x7b
        const inside = this.blanks(at + 1)
        if (u8[inside] === (isObject ? 0x7d : 0x5d)) {
          at = inside + 1
        } else {
          this.objectOf[depth] = isObject ? ++objectCount : 0
          this.claimsOf[depth] = this.claimsInside
          depth++
          at = this.startItem(inside, depth - 1)
          continue
        }
      } else {
        at = scalarEnd(u8, this.view, at)
      }
      for (;;) {
        if (depth === 0) return
        at = this.blanks(at)
        const goesOn = u8[at] === 0x2c /* , */
        if (this.objectOf[depth - 1] !== 0) this.members.ends[this.memberOf[depth - 1]] = goesOn ? at + 1 : at
        at++
        if (goesOn) {
          at = this.startItem(this.blanks(at), depth - 1)
          break
        }
        depth--
      }
    }
  }

  private blanks(at: number): number {
    const end = skipBlanks(this.memory.u8, at)
    if (end !== at) this.hasBlanks = true
    return end
  }

  /** From the start of a member or element of the container to its value. */
  private startItem(at: number, container: number): number {
    this.claimsInside = null
    const object = this.objectOf[container]
    if (object === 0) return at
    const { u8 } = this.memory
    const end = stringEnd(u8, this.view, at)
    this.memberOf[container] = this.addMember(object, at, end - 1, this.claimsOf[container])
    return this.blanks(this.blanks(end) + 1)
  }

  /** A member whose key stands from the quote at `start` to the one at `keyEnd`. Returns its number. */
  private addMember(object: number, start: number, keyEnd: number, claims: PlanNode | null): number {
    const member = this.memberCount++
    if (member === this.members.cut.length) this.grow()
    const { members } = this
    members.objects[member] = object
    members.starts[member] = start
    members.cut[member] = 0
    this.setKey(member, start + 1, keyEnd)
    const { keyStarts, keyLengths } = members
    const claimed = claims === null ? null : claims.members
    const wanted = claimed === null ? null : findMember(claimed, this.memory.u8, keyStarts[member], keyLengths[member])
    if (wanted !== null && wanted.node.slot >= 0) {
      this.cut(member)
    } else {
      this.claimsInside = wanted === null ? null : wanted.node
      this.cutRepeated(member)
    }
    return member
  }

  private setKey(member: number, start: number, end: number): void {
    const { u8 } = this.memory
    let hash = seed
    let escaped = false
    for (let at = start; at < end; at++) {
      if (u8[at] === 0x5c) escaped = true
      hash = Math.imul(hash ^ u8[at], 0x01000193)
    }
    if (escaped) {
      const meaning = this.memory.take(end - start)
      const meaningEnd = unescapeInto(u8, start, end, u8, meaning)
      start = meaning
      end = meaningEnd < 0 ? ~meaningEnd : meaningEnd
      hash = seed
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ u8[at], 0x01000193)
    }
    this.members.hashes[member] = hash
    this.members.keyStarts[member] = start
    this.members.keyLengths[member] = end - start
  }

  private cut(member: number): void {
    this.members.cut[member] = 1
    this.cutCount++
  }

  /** Cuts the earlier member with this key in this object, if there is one, and takes its place in the table. */
  private cutRepeated(member: number): void {
    const { places, base } = this
    let place = this.placeOf(member)
    for (; places[place] > base; place = (place + 1) & (places.length - 1)) {
      const earlier = places[place] - base - 1
      if (this.haveSameKey(earlier, member)) {
        this.cut(earlier)
        break
      }
    }
    places[place] = base + 1 + member
  }

  private placeOf(member: number): number {
    const { hashes, objects } = this.members
    const mixed = Math.imul(hashes[member] ^ Math.imul(objects[member], 0x9e3779b1 | 0), 0x85ebca6b | 0)
    return (mixed ^ (mixed >>> 15)) & (this.places.length - 1)
  }

  private haveSameKey(a: number, b: number): boolean {
    const { hashes, objects, keyStarts, keyLengths } = this.members
    if (hashes[a] !== hashes[b] || objects[a] !== objects[b] || keyLengths[a] !== keyLengths[b]) return false
    const { u8 } = this.memory
    for (let k = 0; k < keyLengths[a]; k++) if (u8[keyStarts[a] + k] !== u8[keyStarts[b] + k]) return false
    return true
  }

  /** Twice the room, the table at most a quarter full. */
  private grow(): void {
    const old = this.members
    const size = old.cut.length * 2
    this.members = memberTable(size)
    for (const field of Object.keys(old) as (keyof MemberTable)[]) this.members[field].set(old[field])
    this.places = new Int32Array(size * 4)
    this.base = 0
    for (let member = 0; member < this.memberCount - 1; member++) {
      if (this.members.cut[member] !== 0) continue
      let place = this.placeOf(member)
      while (this.places[place] !== 0) place = (place + 1) & (this.places.length - 1)
      this.places[place] = 1 + member
    }
  }
}
