/**
 * The places of a document that are wanted, as a tree: built once per JSON step from the paths that columns, steps and
 * expressions read, and followed by the scanner for every record. It also learns in which order keys come.
 */
import type { JsonPath, PathStep } from '../../types/json/path.ts'
import { bytesAt } from './search.ts'

/** One place in the tree. It may be wanted itself, and places inside it too, as an object and as an array. */
export interface PlanNode {
  /** Number of the output for the value here, or -1. */
  slot: number
  /** Outputs of all places inside, to be reset when a repeated key replaces the value here. */
  inside: Int32Array
  /** Wanted members; null: none. */
  members: Members | null
  /** Wanted elements; null: none. */
  elements: Elements | null
}

export interface Members {
  /** Open addressing by `hashKey`; a power of two, at most half full. */
  readonly table: (Member | null)[]
  /** What came first last time, and before the first object: the first member of the plan. */
  first: Member
}

export interface Member {
  /** UTF-8. */
  readonly key: Uint8Array
  /** `"key":` as words, the last one padded with zeros, to compare four bytes at a time; empty if the key needs escapes. */
  readonly literal: Int32Array
  /** In bytes; 0 if the key needs escapes. */
  readonly literalLength: number
  /** Which bytes of the last word count. */
  readonly literalMask: number
  readonly node: PlanNode
  /** What came after this member last time. */
  next: Member | null
  /** The number of the object in which it was last seen, to notice repeated keys. */
  seenIn: number
}

export interface Elements {
  /** Wanted indexes, ascending, and their places. */
  readonly indexes: Int32Array
  readonly nodes: readonly PlanNode[]
  /** `[last]` */
  readonly last: PlanNode | null
}

export interface DocumentPlan {
  readonly root: PlanNode
  readonly slotCount: number
  /** The slot of each path. Paths to one place share a slot. */
  readonly slotOfPath: Int32Array
}

/**
 * An empty path is the whole document. A path with a wildcard is served the value before its first wildcard, as written:
 * what lies behind is collected by `json_query`'s scalar code.
 */
export function planDocument(paths: readonly JsonPath[]): DocumentPlan {
  const root = draft()
  let slotCount = 0
  const slotOfPath = Int32Array.from(paths, (path) => {
    let place = root
    for (const step of path) {
      if (step.kind === 'wildcard') break
      place = enter(place, step)
    }
    if (place.slot < 0) place.slot = slotCount++
    return place.slot
  })
  return { root: finish(root), slotCount, slotOfPath }
}

/** A place while the tree grows. Keys are user text: they live in Maps. */
interface Draft {
  slot: number
  readonly members: Map<string, Draft>
  readonly elements: Map<number, Draft>
  last: Draft | null
}

function draft(): Draft {
  return { slot: -1, members: new Map(), elements: new Map(), last: null }
}

function enter(place: Draft, step: Exclude<PathStep, { kind: 'wildcard' }>): Draft {
  switch (step.kind) {
    case 'member':
      return getOrAdd(place.members, step.name)
    case 'index':
      return getOrAdd(place.elements, step.index)
    case 'last':
      return (place.last ??= draft())
  }
}

function getOrAdd<Key>(places: Map<Key, Draft>, key: Key): Draft {
  let place = places.get(key)
  if (place === undefined) places.set(key, (place = draft()))
  return place
}

function finish(place: Draft): PlanNode {
  const members = [...place.members].map(([name, inner]) => member(name, finish(inner)))
  const indexes = [...place.elements.keys()].toSorted((a, b) => a - b)
  const nodes = indexes.map((index) => finish(place.elements.get(index)!))
  const last = place.last === null ? null : finish(place.last)
  const inner = [...members.map((each) => each.node), ...nodes, ...(last === null ? [] : [last])]
  const inside = inner.flatMap((node) => (node.slot < 0 ? [...node.inside] : [node.slot, ...node.inside]))
  return {
    slot: place.slot,
    inside: Int32Array.from(inside),
    members: members.length === 0 ? null : linkMembers(members),
    elements: inner.length === members.length ? null : { indexes: Int32Array.from(indexes), nodes, last },
  }
}

function member(name: string, node: PlanNode): Member {
  const key = Buffer.from(name)
  const plain = JSON.stringify(name) === `"${name}"`
  const literal = plain ? Buffer.from(`"${name}":`) : Buffer.alloc(0)
  const padded = Buffer.alloc((literal.length + 3) & ~3)
  literal.copy(padded)
  const words = Int32Array.from({ length: padded.length / 4 }, (_, k) => padded.readInt32LE(k * 4))
  const bytesInLastWord = literal.length & 3
  const literalMask = bytesInLastWord === 0 ? -1 : (1 << (bytesInLastWord * 8)) - 1
  return { key, literal: words, literalLength: literal.length, literalMask, node, next: null, seenIn: 0 }
}

/** Expected in the order of the plan, until documents teach another one. */
function linkMembers(members: readonly Member[]): Members {
  members.forEach((each, k) => (each.next = members[k + 1] ?? null))
  const size = 2 ** Math.ceil(Math.log2(members.length * 2 + 1))
  const table: (Member | null)[] = Array.from({ length: size }, () => null)
  for (const each of members) {
    let place = hashKey(each.key, 0, each.key.length) & (size - 1)
    while (table[place] !== null) place = (place + 1) & (size - 1)
    table[place] = each
  }
  return { table, first: members[0] }
}

/** Of a key's first bytes and length; the tables hold only keys of the plan, so that no document can make them slow. */
export function hashKey(bytes: Uint8Array, start: number, length: number): number {
  let hash = length
  const end = start + (length < 32 ? length : 32)
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]) | 0
  return hash ^ (hash >>> 15)
}

/** The wanted member with that key, or null. */
export function findMember(members: Members, bytes: Uint8Array, start: number, length: number): Member | null {
  const { table } = members
  const mask = table.length - 1
  let place = hashKey(bytes, start, length) & mask
  for (;;) {
    const found = table[place]
    if (found === null) return null
    if (found.key.length === length && bytesAt(bytes, start, found.key)) return found
    place = (place + 1) & mask
  }
}
