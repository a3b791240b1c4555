/** A GROK document as JSON text: objects in the order in which their first captures stand in the patterns; what is missing is left out. */
import { quoteText } from '../kernels/json-strings.ts'
import type { Memory } from '../memory.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'

/** A place of the document: where a capture's text goes. */
export interface Leaf {
  readonly path: readonly string[]
  /** Written without quotes where it is a JSON number. */
  readonly isNumber: boolean
}

export interface Tree {
  readonly members: readonly TreeMember[]
  /** Of all keys, braces and commas. */
  readonly frameBytes: number
}

interface TreeMember {
  /** `"key":` */
  readonly key: Uint8Array
  /** Number of the leaf, or what is inside. */
  readonly value: number | readonly TreeMember[]
  readonly isNumber: boolean
}

/** No leaf's path is the beginning of another's: the checker has seen to that. */
export function planTree(leaves: readonly Leaf[]): Tree {
  const members = membersAt(
    leaves.map((leaf, index) => ({ ...leaf, index })),
    0,
  )
  const frameBytes = leaves.flatMap(({ path }) => path).reduce((sum, name) => sum + Buffer.byteLength(name) * 6 + 6, 2)
  return { members, frameBytes }
}

function membersAt(leaves: readonly (Leaf & { readonly index: number })[], depth: number): readonly TreeMember[] {
  const byName = Map.groupBy(leaves, ({ path }) => path[depth])
  return [...byName].map(([name, inside]): TreeMember => {
    const key = Buffer.from(`${JSON.stringify(name)}:`)
    const [first] = inside
    if (first.path.length === depth + 1) return { key, value: first.index, isNumber: first.isNumber }
    return { key, value: membersAt(inside, depth + 1), isNumber: false }
  })
}

export function treeBytesMax(tree: Tree, places: readonly Slices[], row: number): number {
  let bytes = tree.frameBytes
  for (const { kinds, lengths } of places) if (kinds[row] !== SliceKind.Missing) bytes += lengths[row] * 6 + 2
  return bytes
}

/** Returns the end. */
export function writeTree(tree: Tree, memory: Memory, places: readonly Slices[], row: number, target: number): number {
  return writeObject(tree.members, memory, places, row, target)
}

function writeObject(
  members: readonly TreeMember[],
  memory: Memory,
  places: readonly Slices[],
  row: number,
  target: number,
): number {
  const { u8 } = memory
  let at = target
  u8[at++] = 0x7b /* { */
  for (const { key, value, isNumber } of members) {
    const before = at
    if (at > target + 1) u8[at++] = 0x2c /* , */
    u8.set(key, at)
    const start = at + key.length
    at =
      typeof value === 'number'
        ? writeLeaf(memory, places[value], row, isNumber, start)
        : writeObject(value, memory, places, row, start)
    // Nothing, or an object with nothing in it.
    if (at === start || (typeof value !== 'number' && at === start + 2)) at = before
  }
  u8[at++] = 0x7d /* } */
  return at
}

/** Returns `at` where it is missing. */
function writeLeaf(
  memory: Memory,
  { kinds, starts, lengths }: Slices,
  row: number,
  isNumber: boolean,
  at: number,
): number {
  if (kinds[row] === SliceKind.Missing) return at
  const { u8 } = memory
  if (!isNumber || !isJsonNumber(memory, starts[row], lengths[row])) {
    return quoteText(u8, starts[row], lengths[row], u8, at)
  }
  u8.copyWithin(at, starts[row], starts[row] + lengths[row])
  return at + lengths[row]
}

function isJsonNumber({ u8, kernels }: Memory, start: number, length: number): boolean {
  const end = start + length
  const behind = u8[end]
  u8[end] = 0
  const at = kernels.numberEnd(start)
  u8[end] = behind
  return at === end
}
