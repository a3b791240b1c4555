/**
 * A grok pattern as one regex of RE2's syntax: every `%{NAME}` replaced by what it stands for, every field a named group `_0`,
 * `_1`, … in order. `(?>x)` becomes `(?:x)` and `x++` becomes `x+`: RE2 never backtracks.
 */
import type { GrokDefinition, GrokDefinitions } from './definitions.ts'
import { fieldPath } from './field-path.ts'
import { pieceAt } from './pieces.ts'
import type { Piece } from './pieces.ts'

export interface GrokExpansion {
  readonly regex: string
  /** By number of the group `_n`. Several may have one path: the first that took part counts. */
  readonly captures: readonly GrokCapture[]
}

export interface GrokCapture {
  /** Where the text goes in the document: `[a][b]` is `['a', 'b']`. */
  readonly path: readonly string[]
  /** `:int`, `:float`: a JSON number, where the text is one. */
  readonly isNumber: boolean
}

export interface GrokMistake {
  readonly kind: 'unknown-name' | 'unknown-type' | 'wrong-field' | 'foreign' | 'cycle' | 'conflict' | 'too-long'
  /** The name, type, field or construct. */
  readonly subject: string
  /** The definition in which it stands; null: the pattern itself. */
  readonly definition: GrokDefinition | null
  /** In the text of the definition, or of the pattern. */
  readonly start: number
  readonly end: number
}

export const groupPrefix = '_'

const numberTypes: ReadonlySet<string> = new Set(['int', 'integer', 'long', 'float', 'double'])
const textTypes: ReadonlySet<string> = new Set(['string', 'boolean'])
export const captureTypes: readonly string[] = [...numberTypes, ...textTypes]

const regexCharactersMax = 200_000

/** Where there are mistakes, the expansion is of no use. */
export function expandGrok(
  pattern: string,
  definitions: GrokDefinitions,
): { readonly expansion: GrokExpansion; readonly mistakes: readonly GrokMistake[] } {
  const expander = new Expander(definitions)
  const regex = expander.expand(pattern, null)
  return { expansion: { regex, captures: expander.captures }, mistakes: expander.mistakes }
}

interface Place {
  readonly definition: GrokDefinition | null
  readonly start: number
  readonly end: number
}

class Expander {
  readonly captures: GrokCapture[] = []
  readonly mistakes: GrokMistake[] = []
  private readonly definitions: GrokDefinitions
  private readonly open: GrokDefinition[] = []
  private characters = 0

  constructor(definitions: GrokDefinitions) {
    this.definitions = definitions
  }

  expand(text: string, definition: GrokDefinition | null): string {
    let regex = ''
    for (let start = 0; start < text.length;) {
      const { piece, end } = pieceAt(text, start)
      regex += this.write(piece, { definition, start, end })
      start = end
    }
    return regex
  }

  private write(piece: Piece, place: Place): string {
    switch (piece.kind) {
      case 'text':
        this.characters += piece.text.length
        return piece.text
      case 'foreign':
        return this.fail('foreign', piece.construct, place)
      case 'named-group':
        return this.openGroup(piece.field, null, place)
      case 'reference': {
        const group = piece.field === null ? '(?:' : this.openGroup(piece.field, piece.type, place)
        return `${group}${this.body(piece.name, place)})`
      }
    }
  }

  private body(name: string, place: Place): string {
    const found = this.definitions.get(name)
    if (found === undefined) return this.fail('unknown-name', name, place)
    if (this.open.includes(found)) return this.fail('cycle', name, place)
    if (this.characters > regexCharactersMax) return this.fail('too-long', name, place)
    this.open.push(found)
    const body = this.expand(found.pattern, found)
    this.open.pop()
    return body
  }

  private openGroup(field: string, type: string | null, place: Place): string {
    const path = fieldPath(field)
    if (path === null) this.fail('wrong-field', field, place)
    if (type !== null && !captureTypes.includes(type)) this.fail('unknown-type', type, place)
    const own = path ?? [field]
    if (this.captures.some((other) => other.path.length !== own.length && begins(other.path, own))) {
      this.fail('conflict', field, place)
    }
    this.captures.push({ path: own, isNumber: type !== null && numberTypes.has(type) })
    return `(?P<${groupPrefix}${this.captures.length - 1}>`
  }

  /** What is left of the regex is of no use then. */
  private fail(kind: GrokMistake['kind'], subject: string, { definition, start, end }: Place): string {
    this.mistakes.push({ kind, subject, definition, start, end })
    return ''
  }
}

/** Whether one of the two is the beginning of the other: a field that would be text and an object. */
function begins(a: readonly string[], b: readonly string[]): boolean {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, i) => a[i] === b[i]).every(Boolean)
}
