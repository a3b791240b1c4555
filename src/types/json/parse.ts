/** Parses JSON (RFC 8259, strictly; at most 1,000 levels of arrays and objects) into a tree that keeps what was written. */
import { endOfBlanks, endOfNumber, endOfString } from './lexical.ts'
import { type JsonMember, type JsonNode, unescapeJson } from './node.ts'

export const jsonDepthMax = 1000

/** Null if the text is not JSON. */
export function parseJson(text: string): JsonNode | null {
  const reader = new Reader(text)
  const node = reader.value(0)
  return node !== null && reader.atEnd() ? node : null
}

class Reader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  atEnd(): boolean {
    this.skipBlanks()
    return this.at === this.text.length
  }

  /** The value that begins here, blanks around it skipped; null if there is none. */
  value(depth: number): JsonNode | null {
    this.skipBlanks()
    switch (this.text[this.at]) {
      case '{':
        return depth === jsonDepthMax ? null : this.object(depth + 1)
      case '[':
        return depth === jsonDepthMax ? null : this.array(depth + 1)
      case '"': {
        const escaped = this.string()
        return escaped === null ? null : { kind: 'string', escaped }
      }
      case 't':
        return this.word('true') ? { kind: 'boolean', value: true } : null
      case 'f':
        return this.word('false') ? { kind: 'boolean', value: false } : null
      case 'n':
        return this.word('null') ? { kind: 'null' } : null
      default: {
        const text = this.take(endOfNumber(this.text, this.at))
        return text === null ? null : { kind: 'number', text }
      }
    }
  }

  private array(depth: number): JsonNode | null {
    const elements: JsonNode[] = []
    this.at++
    if (this.word(']')) return { kind: 'array', elements }
    do {
      const element = this.value(depth)
      if (element === null) return null
      elements.push(element)
    } while (this.word(','))
    return this.word(']') ? { kind: 'array', elements } : null
  }

  private object(depth: number): JsonNode | null {
    const members = new Map<string, JsonMember>()
    this.at++
    if (this.word('}')) return { kind: 'object', members: [] }
    do {
      this.skipBlanks()
      const escapedName = this.string()
      if (escapedName === null || !this.word(':')) return null
      const value = this.value(depth)
      if (value === null) return null
      const name = unescapeJson(escapedName)
      members.delete(name)
      members.set(name, { escapedName, name, value })
    } while (this.word(','))
    return this.word('}') ? { kind: 'object', members: [...members.values()] } : null
  }

  /** What stands between the quotes, as written. */
  private string(): string | null {
    return this.take(endOfString(this.text, this.at))?.slice(1, -1) ?? null
  }

  private take(end: number): string | null {
    if (end < 0) return null
    const text = this.text.slice(this.at, end)
    this.at = end
    return text
  }

  /** Skips blanks and the word behind them, if it is there. */
  private word(word: string): boolean {
    this.skipBlanks()
    if (!this.text.startsWith(word, this.at)) return false
    this.at += word.length
    return true
  }

  private skipBlanks(): void {
    this.at = endOfBlanks(this.text, this.at)
  }
}
