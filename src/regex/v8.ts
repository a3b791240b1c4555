/**
 * A regex tree as source for V8, together with how to tell where its named groups are. V8 can report positions (flag `d`), but
 * twice as slowly and without its guard against backtracking; so all pieces of variable length in front of a named group
 * are captured too, and lengths add up to positions.
 */
import { hasGroup, readRegex } from './syntax.ts'
import type { RegexNode } from './syntax.ts'

export interface Translation {
  readonly source: string
  readonly locator: Locator
}

/** How to walk over a part of the match, from its start. */
export type Locator =
  | { readonly kind: 'skip'; readonly length: number }
  /** The length of a capture that took part; inside it (if not null) more is to be found. */
  | {
      readonly kind: 'capture'
      readonly capture: number
      readonly name: string | null
      readonly inside: Locator | null
    }
  | { readonly kind: 'sequence'; readonly steps: readonly Locator[] }
  /** All of them start at the same place. */
  | { readonly kind: 'choice'; readonly options: readonly Locator[] }

/** V8's linear engine takes counted repetition up to so many copies. */
const copiesMax = 16

/** What is in a pattern of RE2's syntax that V8 cannot run with RE2's meaning, so that re2js runs it: "the flag m"; null: nothing is. */
export function notOnV8(pattern: string): string | null {
  const node = readRegex(pattern)
  if (typeof node === 'string') return node
  return meansTheSame(node) ? null : 'a repetition of a group, or of what can be empty'
}

/** Null where V8 gives a group another meaning than RE2 does: repeated groups, and repeated parts that can be empty. */
export function translateRegex(node: RegexNode): Translation | null {
  if (!meansTheSame(node)) return null
  const writer = new Writer()
  const { source, locator } = writer.write(node, true)
  return { source, locator }
}

/**
 * RE2 keeps a group of an earlier round, V8 forgets it; and V8 refuses rounds that match nothing, RE2 takes one. Neither can be
 * seen where groups are not repeated and what is repeated is never empty.
 */
function meansTheSame(node: RegexNode): boolean {
  switch (node.kind) {
    case 'class':
    case 'assertion':
      return true
    case 'sequence':
      return node.items.every(meansTheSame)
    case 'choice':
      return node.options.every(meansTheSame)
    case 'named':
      return meansTheSame(node.item)
    case 'repeat':
      return (
        meansTheSame(node.item) && !canBeEmpty(node.item) && (!hasGroup(node.item) || (node.max === 1 && node.min <= 1))
      )
  }
}

function canBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'class':
      return false
    case 'assertion':
      return true
    case 'sequence':
      return node.items.every(canBeEmpty)
    case 'choice':
      return node.options.some(canBeEmpty)
    case 'named':
      return canBeEmpty(node.item)
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.item)
  }
}

/** In UTF-16 code units; null where it varies. */
function fixedLength(node: RegexNode): number | null {
  switch (node.kind) {
    case 'class':
      return 1
    case 'assertion':
      return 0
    case 'sequence':
      return node.items.reduce<number | null>((sum, item) => {
        const length = fixedLength(item)
        return sum === null || length === null ? null : sum + length
      }, 0)
    case 'choice': {
      const lengths = node.options.map(fixedLength)
      return lengths.every((length) => length === lengths[0]) ? lengths[0] : null
    }
    case 'named':
      return fixedLength(node.item)
    case 'repeat': {
      const length = fixedLength(node.item)
      return node.min === node.max && length !== null ? length * node.min : null
    }
  }
}

class Writer {
  private captures = 0

  /** `located`: whether the place where this ends, or of what is in it, must be known. */
  write(node: RegexNode, located: boolean): Translation {
    switch (node.kind) {
      case 'class':
        return { source: classSource(node.ranges), locator: { kind: 'skip', length: 1 } }
      case 'assertion':
        return { source: node.source, locator: { kind: 'skip', length: 0 } }
      case 'sequence':
        return this.sequence(node.items, located)
      case 'choice': {
        const options = node.options.map((option) => this.write(option, located))
        return {
          source: `(?:${options.map((option) => option.source).join('|')})`,
          locator: { kind: 'choice', options: options.map((option) => option.locator) },
        }
      }
      case 'named': {
        const capture = ++this.captures
        const inside = this.write(node.item, hasGroup(node.item))
        return {
          source: `(${inside.source})`,
          locator: {
            kind: 'capture',
            capture,
            name: node.name,
            inside: hasGroup(node.item) ? inside.locator : null,
          },
        }
      }
      case 'repeat': {
        const inside = this.write(node.item, located && hasGroup(node.item))
        return { source: repeatSource(node, inside.source), locator: inside.locator }
      }
    }
  }

  /** Pieces up to the last one with a group in it are located, the others need not be. */
  private sequence(items: readonly RegexNode[], located: boolean): Translation {
    const lastGroup = located ? items.findLastIndex(hasGroup) : -1
    const sources: string[] = []
    const steps: Locator[] = []
    for (const [k, item] of items.entries()) {
      if (k > lastGroup) {
        sources.push(this.write(item, false).source)
        continue
      }
      const piece = this.piece(item)
      sources.push(piece.source)
      steps.push(piece.locator)
    }
    return { source: sources.join(''), locator: { kind: 'sequence', steps } }
  }

  /** A part of a sequence with the length that it took. */
  private piece(item: RegexNode): Translation {
    const length = fixedLength(item)
    if (!hasGroup(item) && length !== null) {
      return { source: this.write(item, false).source, locator: { kind: 'skip', length } }
    }
    if (item.kind === 'named') return this.write(item, true)
    const capture = ++this.captures
    const inside = this.write(item, hasGroup(item))
    return {
      source: `(${inside.source})`,
      locator: { kind: 'capture', capture, name: null, inside: hasGroup(item) ? inside.locator : null },
    }
  }
}

function classSource(ranges: readonly number[]): string {
  if (ranges.length === 0) return '[]'
  let source = ''
  for (let k = 0; k < ranges.length; k += 2) {
    source += unitSource(ranges[k])
    if (ranges[k + 1] > ranges[k]) source += `-${unitSource(ranges[k + 1])}`
  }
  return ranges.length === 2 && ranges[0] === ranges[1] ? source : `[${source}]`
}

function unitSource(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}

/**
 * V8's linear engine takes counts up to `copiesMax`, those around one another multiplied. Where there are more, they are
 * written out: `x{0,40}` as `x{0,16}x{0,16}x{0,8}`, which takes and gives back characters in the same order.
 */
function repeatSource(node: Extract<RegexNode, { kind: 'repeat' }>, inside: string): string {
  const item = node.item.kind === 'class' ? inside : `(?:${inside})`
  const lazy = node.lazy ? '?' : ''
  if (node.min === 0 && node.max === 1) return `${item}?${lazy}`
  if (node.min === 0 && node.max === Infinity) return `${item}*${lazy}`
  if (node.min === 1 && node.max === Infinity) return `${item}+${lazy}`
  const size = Math.max(1, Math.floor(copiesMax / copiesOf(node.item)))
  const required = inChunks(node.min, size, (count) => (count === 1 ? item : `${item}{${count}}`))
  if (node.max === Infinity) return `${required}${item}*${lazy}`
  return required + inChunks(node.max - node.min, size, (count) => `${item}{0,${count}}${lazy}`)
}

function inChunks(total: number, size: number, write: (count: number) => string): string {
  const rest = total % size
  return write(size).repeat(Math.floor(total / size)) + (rest === 0 ? '' : write(rest))
}

/** How many copies of its parts the engine makes of one. */
function copiesOf(node: RegexNode): number {
  switch (node.kind) {
    case 'class':
    case 'assertion':
      return 1
    case 'sequence':
      return Math.max(1, ...node.items.map(copiesOf))
    case 'choice':
      return Math.max(1, ...node.options.map(copiesOf))
    case 'named':
      return copiesOf(node.item)
    case 'repeat': {
      const size = Math.max(1, Math.floor(copiesMax / copiesOf(node.item)))
      const own = node.max === Infinity ? node.min : node.max
      return copiesOf(node.item) * Math.max(1, Math.min(own, size))
    }
  }
}
