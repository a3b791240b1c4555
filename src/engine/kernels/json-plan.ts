/**
 * The places of a document that are wanted, as a tree: built once per JSON step from the paths that columns, steps and
 * expressions read, laid out in the memory (`wasm/json-plan.ts` says how) and followed by the scanner for every record, which
 * also learns there in which order keys come.
 */
import type { JsonPath, PathStep } from '../../types/json/path.ts'
import type { Memory } from '../memory.ts'

export interface DocumentPlan {
  /** Address of the tree's root. */
  readonly root: number
  readonly slotCount: number
  /** The slot of each path: the number of the output for the value there. Paths to one place share a slot. */
  readonly slotOfPath: Int32Array
  /** Where the meaning of a key with escapes is written, and how long such a key may be: no longer one is in the plan. */
  readonly keyRoom: number
  readonly keyRoomBytes: number
}

/**
 * In the memory's reserved part. An empty path is the whole document. A path with a wildcard is served the value before its
 * first wildcard, as written: what lies behind is collected by `json_query`'s scalar code.
 */
export function planDocument(memory: Memory, paths: readonly JsonPath[]): DocumentPlan {
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
  const keyRoomBytes = longestKey(root) * escapeBytesMax
  const keyRoom = memory.reserve(keyRoomBytes)
  const layout = new Layout(memory, memory.reserve(bytesOf(root)))
  return { root: layout.node(root), slotCount, slotOfPath, keyRoom, keyRoomBytes }
}

/** No escape is longer for each byte of what it means. */
const escapeBytesMax = 6

/** A place while the tree grows. Keys are user text: they live in Maps. */
interface Draft {
  /** -1: the value here is not wanted itself. */
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

function innerOf({ members, elements, last }: Draft): readonly Draft[] {
  return [...members.values(), ...elements.values(), ...(last === null ? [] : [last])]
}

function insideOf(place: Draft): readonly number[] {
  return innerOf(place).flatMap((inner) => [...(inner.slot < 0 ? [] : [inner.slot]), ...insideOf(inner)])
}

function longestKey(place: Draft): number {
  const own = [...place.members.keys()].map((name) => Buffer.byteLength(name))
  return Math.max(0, ...own, ...innerOf(place).map(longestKey))
}

/** `"key":`, or the key alone where JSON cannot write it without escapes. */
function keyText(name: string): { readonly bytes: Uint8Array; readonly isLiteral: boolean } {
  const isLiteral = JSON.stringify(name) === `"${name}"`
  return { bytes: Buffer.from(isLiteral ? `"${name}":` : name), isLiteral }
}

/** Size of the hash table: a power of two, at most half full. */
function tableSize(members: number): number {
  return 2 ** Math.ceil(Math.log2(members * 2 + 1))
}

const memberBytes = 32

function nodeBytes(place: Draft): number {
  return (4 + insideOf(place).length) * 4
}

function membersBytes(place: Draft): number {
  return place.members.size === 0 ? 0 : (2 + tableSize(place.members.size)) * 4
}

function elementsBytes(place: Draft): number {
  return (2 + place.elements.size * 2) * 4
}

function aligned(bytes: number): number {
  return (bytes + 15) & ~15
}

function bytesOf(place: Draft): number {
  const own = aligned(nodeBytes(place)) + aligned(membersBytes(place)) + aligned(elementsBytes(place))
  const keys = [...place.members.keys()].map((name) => aligned(memberBytes + keyText(name).bytes.length))
  return [own, ...keys, ...innerOf(place).map(bytesOf)].reduce((sum, bytes) => sum + bytes)
}

/** Writes the tree from `next` on. */
class Layout {
  private readonly memory: Memory
  private next: number

  constructor(memory: Memory, address: number) {
    this.memory = memory
    this.next = address
  }

  /** Returns the node's address. */
  node(place: Draft): number {
    const inside = insideOf(place)
    const at = this.take(nodeBytes(place))
    this.write(at, place.slot, this.members(place), this.elements(place), inside.length, ...inside)
    return at
  }

  private take(bytes: number): number {
    const at = this.next
    this.next += aligned(bytes)
    this.memory.u8.fill(0, at, this.next)
    return at
  }

  private write(at: number, ...words: readonly number[]): void {
    this.memory.i32.set(words, at >>> 2)
  }

  /** Expected in the order of the plan, until documents teach another one. */
  private members(place: Draft): number {
    if (place.members.size === 0) return 0
    const at = this.take(membersBytes(place))
    const all = [...place.members].map(([name, inner]) => this.member(name, this.node(inner)))
    this.write(at, all[0], tableSize(all.length) - 1)
    all.forEach((member, k) => {
      this.write(member + 4, all[k + 1] ?? 0)
      this.memory.kernels.addMember(at, member)
    })
    return at
  }

  private member(name: string, node: number): number {
    const { bytes, isLiteral } = keyText(name)
    const at = this.take(memberBytes + bytes.length)
    const key = at + memberBytes + (isLiteral ? 1 : 0)
    this.write(at, node, 0, 0, isLiteral ? bytes.length : 0, key, Buffer.byteLength(name))
    this.memory.u8.set(bytes, at + memberBytes)
    return at
  }

  private elements(place: Draft): number {
    if (place.elements.size === 0 && place.last === null) return 0
    const at = this.take(elementsBytes(place))
    const sorted = [...place.elements].toSorted(([a], [b]) => a - b)
    const last = place.last === null ? 0 : this.node(place.last)
    this.write(at, sorted.length, last, ...sorted.flatMap(([index, inner]) => [index, this.node(inner)]))
    return at
  }
}
