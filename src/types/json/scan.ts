/**
 * Finds one place in a JSON text in one pass, without a tree: what is not on the way is only checked. It gives what `parseJson`
 * and `jsonAt` give, which a property test holds.
 */
import { endOfBlanks, endOfNumber, endOfString } from './lexical.ts'
import { jsonDepthMax, parseJson } from './parse.ts'
import { type JsonNode, unescapeJson } from './node.ts'
import type { JsonPath } from './path.ts'

/** The value at a path without wildcards; null if nothing stands there; `invalid` if the text is not JSON. */
export function scanJson(text: string, path: JsonPath): JsonNode | null | 'invalid' {
  const scanner = new Scanner(text, path)
  if (!scanner.scan()) return 'invalid'
  return scanner.foundStart < 0 ? null : parseJson(text.slice(scanner.foundStart, scanner.foundEnd))
}

class Scanner {
  foundStart = -1
  foundEnd = -1
  private readonly text: string
  private readonly path: JsonPath
  private at = 0

  constructor(text: string, path: JsonPath) {
    this.text = text
    this.path = path
  }

  /** Whether the whole text is one JSON value. */
  scan(): boolean {
    if (!this.value(0, 0)) return false
    this.skipBlanks()
    return this.at === this.text.length
  }

  /** `matched`: how many steps of the path lead here; -1 if this is not on the way. False: not JSON. */
  private value(matched: number, depth: number): boolean {
    this.skipBlanks()
    const start = this.at
    const isValid = this.anyValue(matched, depth)
    if (matched === this.path.length) {
      this.foundStart = start
      this.foundEnd = this.at
    }
    return isValid
  }

  private anyValue(matched: number, depth: number): boolean {
    switch (this.text.charCodeAt(this.at)) {
      case 0x7b:
        return depth < jsonDepthMax && this.object(matched, depth + 1)
      case 0x5b:
        return depth < jsonDepthMax && this.array(matched, depth + 1)
      case 0x22:
        return this.string()
      case 0x74:
        return this.word('true')
      case 0x66:
        return this.word('false')
      case 0x6e:
        return this.word('null')
      default:
        return this.number()
    }
  }

  private object(matched: number, depth: number): boolean {
    const step = this.stepAt(matched)
    this.at++
    if (this.sign(0x7d)) return true
    do {
      this.skipBlanks()
      const start = this.at
      if (!this.string()) return false
      const isNext = step?.kind === 'member' && unescapeJson(this.text.slice(start + 1, this.at - 1)) === step.name
      // Of repeated keys the last counts, even if nothing is found below it.
      if (isNext) this.foundStart = -1
      if (!this.sign(0x3a) || !this.value(isNext ? matched + 1 : -1, depth)) return false
    } while (this.sign(0x2c))
    return this.sign(0x7d)
  }

  private array(matched: number, depth: number): boolean {
    const step = this.stepAt(matched)
    this.at++
    if (this.sign(0x5d)) return true
    let index = 0
    do {
      const isNext = step?.kind === 'last' || (step?.kind === 'index' && step.index === index)
      if (isNext) this.foundStart = -1
      if (!this.value(isNext ? matched + 1 : -1, depth)) return false
      index++
    } while (this.sign(0x2c))
    return this.sign(0x5d)
  }

  private stepAt(matched: number): JsonPath[number] | undefined {
    return matched < 0 ? undefined : this.path[matched]
  }

  private string(): boolean {
    return this.moveTo(endOfString(this.text, this.at))
  }

  private number(): boolean {
    return this.moveTo(endOfNumber(this.text, this.at))
  }

  private moveTo(end: number): boolean {
    if (end >= 0) this.at = end
    return end >= 0
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false
    this.at += word.length
    return true
  }

  /** Skips blanks and the character behind them, if it is there. */
  private sign(code: number): boolean {
    this.skipBlanks()
    if (this.text.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }

  private skipBlanks(): void {
    this.at = endOfBlanks(this.text, this.at)
  }
}
