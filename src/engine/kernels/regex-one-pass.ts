/**
 * Regexes of which each byte of a text tells where to go on: nothing is tried twice, and groups are where the automaton passes
 * (RE2's "one-pass" regexes; positions and what follows them as in Glushkov's construction). Headers of logs are mostly such.
 * `wasm/regex.ts` runs them, over bytes of UTF-8; other patterns, and texts with characters beyond the Basic Multilingual Plane, are
 * left to `regex-compile.ts`.
 */
import type { Memory } from '../memory.ts'
import { hasGroup, parseRegex } from '../../regex/syntax.ts'
import type { RegexNode } from '../../regex/syntax.ts'

/** A pattern with more is left to the general engine. */
const positionsMax = 400

/** Twice the group's number, and 1 more at its end: noted where the automaton then is. */
type Actions = readonly number[]

/** A place in the pattern that takes a byte, numbered from 1; 0 is the beginning of the text. */
interface Edge {
  readonly to: number
  readonly actions: Actions
}

/** A part of a pattern: how it can begin, how it can end, and what happens when it takes nothing (null: it cannot). */
interface Fragment {
  readonly first: readonly Edge[]
  readonly last: readonly { readonly from: number; readonly actions: Actions }[]
  readonly empty: Actions | null
}

class NotOnePass extends Error {}

const programs = new WeakMap<Memory, Map<string, number>>()

/** Address of the program in the memory's reserved part, one for all that have the pattern; null: it is not one-pass. */
export function placeOnePass(memory: Memory, pattern: string, groups: readonly string[]): number | null {
  let known = programs.get(memory)
  if (known === undefined) programs.set(memory, (known = new Map()))
  const address = known.get(pattern) ?? place(memory, pattern, groups)
  if (address !== null) known.set(pattern, address)
  return address
}

function place(memory: Memory, pattern: string, groups: readonly string[]): number | null {
  const node = parseRegex(pattern)
  if (node === null) return null
  try {
    return layOut(memory, new Automaton(node, groups), groups.length)
  } catch (error) {
    if (error instanceof NotOnePass) return null
    throw error
  }
}

class Automaton {
  /** By position: which bytes it takes, 256 marks. That of position 0 takes none. */
  readonly takes: Uint8Array[] = [new Uint8Array(256)]
  /** By position: what can follow. */
  readonly edges: Edge[][] = [[]]
  /** By position: what happens if the match ends behind it; null: it cannot. */
  readonly endings: (Actions | null)[]
  readonly goesToEnd: boolean
  private readonly groups: readonly string[]
  private hasLazy = false

  constructor(node: RegexNode, groups: readonly string[]) {
    this.groups = groups
    const items = node.kind === 'sequence' ? node.items : [node]
    if (!isAssertion(items[0], '^')) throw new NotOnePass()
    this.goesToEnd = isAssertion(items.at(-1), '$')
    const whole = this.sequence(items.slice(1, this.goesToEnd ? -1 : undefined))
    // What is taken first decides where a match may end at several places.
    if (this.hasLazy && !this.goesToEnd) throw new NotOnePass()
    this.edges[0].push(...whole.first)
    this.endings = this.takes.map(() => null)
    this.endings[0] = whole.empty
    for (const { from, actions } of whole.last) this.endings[from] = actions
  }

  private fragment(node: RegexNode): Fragment {
    switch (node.kind) {
      case 'class':
        return this.position(node.ranges, false)
      case 'assertion':
        throw new NotOnePass()
      case 'sequence':
        return this.sequence(node.items)
      case 'choice':
        return this.choice(node.options)
      case 'named':
        return this.named(node.name, this.fragment(node.item))
      case 'repeat':
        this.hasLazy ||= node.lazy
        return this.repeat(node)
    }
  }

  private position(ranges: readonly number[], isRepeated: boolean): Fragment {
    const position = this.takes.length
    if (position > positionsMax) throw new NotOnePass()
    this.takes.push(bytesOf(ranges, isRepeated))
    this.edges.push([])
    return { first: [{ to: position, actions: [] }], last: [{ from: position, actions: [] }], empty: null }
  }

  private sequence(items: readonly RegexNode[]): Fragment {
    const nothing: Fragment = { first: [], last: [], empty: [] }
    return items.reduce((before, item) => this.join(before, this.fragment(item)), nothing)
  }

  private join(a: Fragment, b: Fragment): Fragment {
    this.connect(a, b)
    const skippedA = a.empty
    const skippedB = b.empty
    return {
      first: skippedA === null ? a.first : [...a.first, ...b.first.map((edge) => after(skippedA, edge))],
      last:
        skippedB === null
          ? b.last
          : [...a.last.map(({ from, actions }) => ({ from, actions: [...actions, ...skippedB] })), ...b.last],
      empty: skippedA === null || skippedB === null ? null : [...skippedA, ...skippedB],
    }
  }

  private connect(a: Fragment, b: Fragment): void {
    for (const { from, actions } of a.last) this.edges[from].push(...b.first.map((edge) => after(actions, edge)))
  }

  private choice(options: readonly RegexNode[]): Fragment {
    const fragments = options.map((option) => this.fragment(option))
    if (fragments.some(({ empty }) => empty !== null)) throw new NotOnePass()
    return {
      first: fragments.flatMap(({ first }) => first),
      last: fragments.flatMap(({ last }) => last),
      empty: null,
    }
  }

  private named(name: string, { first, last, empty }: Fragment): Fragment {
    const begin = this.groups.indexOf(name) * 2
    return {
      first: first.map((edge) => after([begin], edge)),
      last: last.map(({ from, actions }) => ({ from, actions: [...actions, begin + 1] })),
      empty: empty === null ? null : [begin, ...empty, begin + 1],
    }
  }

  /** A group in a repeated part would keep an earlier round, and rounds that take nothing have rules of their own. */
  private repeat({ item, min, max }: Extract<RegexNode, { kind: 'repeat' }>): Fragment {
    if (max > 1 && hasGroup(item)) throw new NotOnePass()
    const make = (): Fragment => {
      const made =
        item.kind === 'class' ? this.position(item.ranges, max === Infinity && min <= 1) : this.fragment(item)
      if (made.empty !== null) throw new NotOnePass()
      return made
    }
    let whole: Fragment = { first: [], last: [], empty: [] }
    if (max !== Infinity) for (let k = min; k < max; k++) whole = optional(this.join(make(), whole))
    else whole = this.loop(make(), min === 0)
    const required = max === Infinity ? min - 1 : min
    for (let k = 0; k < required; k++) whole = this.join(make(), whole)
    return whole
  }

  private loop(once: Fragment, canBeEmpty: boolean): Fragment {
    this.connect(once, once)
    return canBeEmpty ? optional(once) : once
  }
}

function after(actions: Actions, edge: Edge): Edge {
  return actions.length === 0 ? edge : { to: edge.to, actions: [...actions, ...edge.actions] }
}

function optional(fragment: Fragment): Fragment {
  return { ...fragment, empty: [] }
}

function isAssertion(node: RegexNode | undefined, source: '^' | '$'): boolean {
  return node?.kind === 'assertion' && node.source === source
}

const asciiEnd = 0x80
const unitMax = 0xffff
/** Bytes from here on lead characters beyond the Basic Multilingual Plane. */
const beyondPlane = 0xf0

/**
 * A class takes none of the characters beyond ASCII, or all of them, byte for byte: which is right where it is repeated at will,
 * as nothing else that may follow then takes such a byte.
 */
function bytesOf(ranges: readonly number[], isRepeated: boolean): Uint8Array {
  const bytes = new Uint8Array(256)
  for (let k = 0; k < ranges.length; k += 2) {
    const [low, high] = [ranges[k], ranges[k + 1]]
    if (low < asciiEnd) bytes.fill(1, low, Math.min(high + 1, asciiEnd))
    if (high < asciiEnd) continue
    if (low > asciiEnd || high !== unitMax || !isRepeated) throw new NotOnePass()
    bytes.fill(1, asciiEnd, beyondPlane)
  }
  return bytes
}

const stateBytes = 32

/** As `wasm/regex.ts` reads it. Raises NotOnePass where a byte could lead to two places. */
function layOut(memory: Memory, { takes, edges, endings, goesToEnd }: Automaton, groupCount: number): number {
  const table = new Uint16Array(takes.length * 256)
  const edgeList: Edge[] = [{ to: 0, actions: [] }]
  edges.forEach((all, state) => {
    for (const edge of all) {
      takes[edge.to].forEach((isTaken, byte) => {
        if (isTaken === 0) return
        if (table[state * 256 + byte] !== 0) throw new NotOnePass()
        table[state * 256 + byte] = edgeList.length
      })
      edgeList.push(edge)
    }
  })
  if (edgeList.length > 0xffff) throw new NotOnePass()

  const put = (bytes: ArrayBufferView): number => {
    const address = memory.reserve(bytes.byteLength)
    memory.u8.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), address)
    return address
  }
  const putActions = (actions: Actions): number => put(Int32Array.of(actions.length, ...actions))
  const states = new Uint8Array(takes.length * stateBytes)
  takes.forEach((bytes, state) => {
    const ending = endings[state]
    const loops = edges[state].some(({ to, actions }) => to === state && actions.length === 0)
    const words = new Int32Array(states.buffer, state * stateBytes, 3)
    words.set([ending === null ? -1 : putActions(ending), loops ? 1 : 0, loops ? -bytes[asciiEnd] : 0])
    if (!loops) return
    for (let byte = 0; byte < asciiEnd; byte++) {
      if (bytes[byte] !== 0) states[state * stateBytes + 16 + (byte & 15)] |= 1 << (byte >> 4)
    }
  })
  const list = edgeList.flatMap(({ to, actions }) => [to, actions.length === 0 ? 0 : putActions(actions)])
  return put(Int32Array.of(groupCount, goesToEnd ? 1 : 0, put(states), put(table), put(Int32Array.from(list))))
}
