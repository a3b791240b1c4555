/**
 * Regexes that backtracking takes exponential time for: a state of the automaton (positions of the pattern, as Glushkov made them) that
 * comes back to itself by two ways over one text. The criterion EDA of Weber and Seidl, "On the degree of ambiguity of finite
 * automata" (1991), for which pairs of states are walked that take the same characters.
 */
import type { RegexNode } from './syntax.ts'

/** A pattern that has more, or whose pairs take more steps to walk, is not judged: milliseconds. */
const positionsMax = 200
const stepsMax = 200_000
/** Counted repetitions up to so many rounds are no loops. */
const roundsMax = 8

type Ranges = readonly number[]

/** How a part of the pattern can begin and end; a position stands there once for each way. */
interface Fragment {
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly canBeEmpty: boolean
}

class TooLarge extends Error {}

class Positions {
  readonly takes: Ranges[] = []
  /** By position: what can follow, once for each way. */
  readonly next: number[][] = []

  fragment(node: RegexNode): Fragment {
    switch (node.kind) {
      case 'class':
        return this.position(node.ranges)
      case 'assertion':
        return { first: [], last: [], canBeEmpty: true }
      case 'sequence':
        return node.items.map((item) => this.fragment(item)).reduce((a, b) => this.join(a, b), nothing)
      case 'choice': {
        const options = node.options.map((option) => this.fragment(option))
        return {
          first: options.flatMap(({ first }) => first),
          last: options.flatMap(({ last }) => last),
          canBeEmpty: options.some(({ canBeEmpty }) => canBeEmpty),
        }
      }
      case 'named':
        return this.fragment(node.item)
      case 'repeat': {
        const item = this.fragment(node.item)
        if (node.max > roundsMax) this.connect(item, item)
        return { ...item, canBeEmpty: item.canBeEmpty || node.min === 0 }
      }
    }
  }

  private position(ranges: Ranges): Fragment {
    const position = this.takes.push(ranges) - 1
    if (position === positionsMax) throw new TooLarge()
    this.next.push([])
    return { first: [position], last: [position], canBeEmpty: false }
  }

  private join(a: Fragment, b: Fragment): Fragment {
    this.connect(a, b)
    return {
      first: a.canBeEmpty ? [...a.first, ...b.first] : a.first,
      last: b.canBeEmpty ? [...a.last, ...b.last] : b.last,
      canBeEmpty: a.canBeEmpty && b.canBeEmpty,
    }
  }

  private connect(a: Fragment, b: Fragment): void {
    for (const position of a.last) this.next[position].push(...b.first)
  }
}

const nothing: Fragment = { first: [], last: [], canBeEmpty: true }

/** Whether a text may be taken in exponentially many ways. False where the pattern is too large to tell. */
export function isExponential(node: RegexNode): boolean {
  try {
    const positions = new Positions()
    positions.fragment(node)
    return hasTwoWays(positions)
  } catch (error) {
    if (error instanceof TooLarge) return false
    throw error
  }
}

function hasTwoWays({ takes, next }: Positions): boolean {
  const reach = next.map((_, position) => reachable(position, next))
  const isInLoop = (from: number, to: number): boolean => reach[to].has(from)
  const looping = next.map((all, from) => all.filter((to) => isInLoop(from, to)))
  if (looping.some((all) => new Set(all).size < all.length)) return true
  const size = takes.length
  const isSame = (pair: number): boolean => Math.floor(pair / size) === pair % size
  const before = new Map<number, number[]>()
  const seen = new Set(takes.map((_, position) => position * size + position))
  let steps = 0
  for (const pair of seen) {
    const [left, right] = [looping[Math.floor(pair / size)], looping[pair % size]]
    steps += left.length * right.length
    if (steps > stepsMax) throw new TooLarge()
    for (const x of left) {
      for (const y of right) {
        if (!overlap(takes[x], takes[y])) continue
        const after = x * size + y
        const earlier = before.get(after)
        if (earlier === undefined) before.set(after, [pair])
        else earlier.push(pair)
        seen.add(after)
      }
    }
  }
  // All that is seen is reached from two equal states; what differs and comes back to two equal ones is a second way.
  const back = new Set([...seen].filter(isSame))
  for (const pair of back) for (const earlier of before.get(pair) ?? []) back.add(earlier)
  return [...back].some((pair) => !isSame(pair))
}

function reachable(from: number, next: readonly (readonly number[])[]): ReadonlySet<number> {
  const seen = new Set(next[from])
  for (const position of seen) for (const to of next[position]) seen.add(to)
  return seen
}

function overlap(a: Ranges, b: Ranges): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i + 1] < b[j]) i += 2
    else if (b[j + 1] < a[i]) j += 2
    else return true
  }
  return false
}
