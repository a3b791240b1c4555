/** KEY_VALUE: pairs as a flat document of texts, character by character. */
import type { KeyValueStep } from '../../src/model/model.ts'
import { fail } from './bad-data.ts'
import type { Json } from './json.ts'

/** The last of repeated keys stays, where it stands. A key without a value has an empty one; one key at least has a value. */
export function readKeyValue(text: string, step: KeyValueStep): Json {
  const pairs = new Map<string, string>()
  const reader = new Reader(text, step)
  let values = 0
  for (reader.skipDelimiters(); !reader.isAtEnd; reader.skipDelimiters()) {
    const key = reader.until([step.valueDelimiter, step.fieldDelimiter])
    const hasValue = reader.take(step.valueDelimiter)
    if (hasValue && key === '') fail('a value without a key')
    if (hasValue) values++
    pairs.delete(key)
    pairs.set(key, hasValue ? reader.value() : '')
  }
  if (pairs.size > 0 && values === 0) fail('no key has a value')
  const members = new Map(
    [...pairs].map(([key, value]): [string, { key: string; value: Json }] => [
      key,
      { key: JSON.stringify(key), value: { kind: 'string', text: JSON.stringify(value) } },
    ]),
  )
  return { kind: 'object', members }
}

class Reader {
  private rest: string
  private readonly step: KeyValueStep

  constructor(text: string, step: KeyValueStep) {
    this.rest = text
    this.step = step
  }

  get isAtEnd(): boolean {
    return this.rest === ''
  }

  take(delimiter: string): boolean {
    if (!this.rest.startsWith(delimiter)) return false
    this.rest = this.rest.slice(delimiter.length)
    return true
  }

  skipDelimiters(): void {
    const { fieldDelimiter, trims } = this.step
    while (this.take(fieldDelimiter) || (trims && this.takeBlank()));
  }

  private takeBlank(): boolean {
    const isBlank = /^[ \t\r\n]/.test(this.rest)
    if (isBlank) this.rest = this.rest.slice(1)
    return isBlank
  }

  /** Up to the first of the delimiters, or to the end. */
  until(delimiters: readonly string[]): string {
    let at = 0
    while (at < this.rest.length && !delimiters.some((each) => this.rest.startsWith(each, at))) at++
    const found = this.rest.slice(0, at)
    this.rest = this.rest.slice(at)
    return this.step.trims ? found.replace(/[ \t\r\n]+$/, '') : found
  }

  value(): string {
    const { fieldDelimiter, quote, trims } = this.step
    if (trims) this.skipBlanks()
    if (quote === null || !this.take(quote)) return this.until([fieldDelimiter])
    const value = this.quoted(quote)
    if (trims) this.skipBlanks()
    if (!this.isAtEnd && !this.rest.startsWith(fieldDelimiter)) fail('text behind a closing quote')
    return value
  }

  private skipBlanks(): void {
    while (!this.rest.startsWith(this.step.fieldDelimiter) && this.takeBlank());
  }

  private quoted(quote: string): string {
    const { escape } = this.step
    const characters = [...this.rest]
    let value = ''
    for (let at = 0; at < characters.length; at++) {
      if (characters[at] === escape) {
        const escaped = characters[++at]
        if (escaped === undefined) break
        const unit = escaped === 'u' ? /^[\dA-Fa-f]{4}/.exec(characters.slice(at + 1, at + 5).join(''))?.[0] : undefined
        const isHalf = unit !== undefined && /^[dD][89a-fA-F]/.test(unit)
        if (unit !== undefined && !isHalf) {
          value += String.fromCharCode(Number.parseInt(unit, 16))
          at += 4
        } else value += { n: '\n', r: '\r', t: '\t' }[escaped] ?? escaped
      } else if (characters[at] === quote) {
        this.rest = characters.slice(at + 1).join('')
        return value
      } else value += characters[at]
    }
    return fail('a quote is not closed')
  }
}
