/**
 * JSON, read slowly: `JSON.parse` says whether a text is JSON at all, then a tiny reader that trusts it keeps what
 * `JSON.parse` loses: digits as written, escapes, the order of keys. Of repeated keys the last stays, where it stands.
 */
import type { JsonPath } from '../../src/types/json/path.ts'

export type Json =
  | { readonly kind: 'word'; readonly text: 'null' | 'true' | 'false' }
  | { readonly kind: 'number'; readonly text: string }
  /** With its quotes and escapes. */
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly elements: readonly Json[] }
  /** By key after unescaping; `key` is as written, with its quotes. */
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, { readonly key: string; readonly value: Json }> }

const levelsMax = 1000

/** Null: not JSON, or too deep. */
export function readJson(text: string): Json | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  if (levelsOf(text) > levelsMax) return null
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? []
  return valueOf(tokens, { at: 0 })
}

function levelsOf(text: string): number {
  let level = 0
  let most = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') most = Math.max(most, ++level)
    if (token === ']' || token === '}') level--
  }
  return most
}

function valueOf(tokens: readonly string[], cursor: { at: number }): Json {
  const token = tokens[cursor.at++]
  if (token === '[') {
    const elements: Json[] = []
    while (tokens[cursor.at] !== ']') {
      elements.push(valueOf(tokens, cursor))
      if (tokens[cursor.at] === ',') cursor.at++
    }
    cursor.at++
    return { kind: 'array', elements }
  }
  if (token === '{') {
    const members = new Map<string, { readonly key: string; readonly value: Json }>()
    while (tokens[cursor.at] !== '}') {
      const key = tokens[cursor.at]
      cursor.at += 2
      const name = JSON.parse(key) as string
      members.delete(name)
      members.set(name, { key, value: valueOf(tokens, cursor) })
      if (tokens[cursor.at] === ',') cursor.at++
    }
    cursor.at++
    return { kind: 'object', members }
  }
  if (token.startsWith('"')) return { kind: 'string', text: token }
  if (token === 'null' || token === 'true' || token === 'false') return { kind: 'word', text: token }
  return { kind: 'number', text: token }
}

export function compact(json: Json): string {
  switch (json.kind) {
    case 'array':
      return `[${json.elements.map(compact).join(',')}]`
    case 'object':
      return `{${[...json.members.values()].map(({ key, value }) => `${key}:${compact(value)}`).join(',')}}`
    default:
      return json.text
  }
}

/** As STRING: the text of a string, anything else compact. May hold lone surrogates. */
export function plainText(json: Json): string {
  return json.kind === 'string' ? (JSON.parse(json.text) as string) : compact(json)
}

export function isNull(json: Json): boolean {
  return json.kind === 'word' && json.text === 'null'
}

/** The value at a path, undefined where there is none. With a wildcard: an array of all that stands there. */
export function at(json: Json, path: JsonPath): Json | undefined {
  const [step, ...rest] = path
  if (step === undefined) return json
  if (step.kind === 'member') {
    const member = json.kind === 'object' ? json.members.get(step.name) : undefined
    return member === undefined ? undefined : at(member.value, rest)
  }
  if (json.kind !== 'array') return undefined
  if (step.kind === 'wildcard') return { kind: 'array', elements: json.elements.flatMap((each) => places(each, rest)) }
  const element = json.elements.at(step.kind === 'last' ? -1 : step.index)
  return element === undefined ? undefined : at(element, rest)
}

function places(json: Json, path: JsonPath): readonly Json[] {
  const found = at(json, path)
  if (found === undefined) return []
  const isMany = path.some(({ kind }) => kind === 'wildcard')
  return isMany && found.kind === 'array' ? found.elements : [found]
}

/** The document less the members that the paths name. */
export function without(json: Json, claims: readonly JsonPath[]): Json {
  if (json.kind !== 'object') return json
  const members = new Map<string, { readonly key: string; readonly value: Json }>()
  for (const [name, { key, value }] of json.members) {
    const here = claims.filter(([step]) => step.kind === 'member' && step.name === name)
    if (here.some((path) => path.length === 1)) continue
    members.set(name, {
      key,
      value: without(
        value,
        here.map((path) => path.slice(1)),
      ),
    })
  }
  return { kind: 'object', members }
}
