/** GROK: what a pattern captures, as a document. The patterns come as regexes whose groups `_0`, `_1`, … are the captures. */
import { RE2JS } from 're2js'
import type { GrokStep } from '../../src/model/model.ts'
import { fail } from './bad-data.ts'
import { readJson } from './json.ts'
import type { Json } from './json.ts'

interface Place {
  readonly path: readonly string[]
  readonly isNumber: boolean
}

/** Objects stand in the order in which the patterns name them first, those of other patterns included. */
export function readGrok(text: string, { patterns }: GrokStep): Json {
  const matched = patterns.findIndex(({ regex }) => RE2JS.compile(regex).matcher(text).find())
  if (matched < 0) return fail('no pattern matches')
  const matcher = RE2JS.compile(patterns[matched].regex).matcher(text)
  matcher.find()
  const values = new Map<string, string>()
  patterns[matched].captures.forEach(({ path }, index) => {
    const captured = matcher.group(`_${index}`)
    const key = JSON.stringify(path)
    if (captured !== null && !values.has(key)) values.set(key, captured)
  })
  const places = new Map<string, Place>()
  for (const { path, isNumber } of patterns.flatMap(({ captures }) => captures)) {
    const key = JSON.stringify(path)
    places.set(key, { path, isNumber: isNumber || (places.get(key)?.isNumber ?? false) })
  }
  return objectOf([...places.values()], 0, values) ?? { kind: 'object', members: new Map() }
}

/** Of the places that have the same beginning of that length; null: none of them has a value. */
function objectOf(places: readonly Place[], depth: number, values: ReadonlyMap<string, string>): Json | null {
  const members = new Map<string, { readonly key: string; readonly value: Json }>()
  for (const [name, inside] of Map.groupBy(places, ({ path }) => path[depth])) {
    const [first] = inside
    const value = first.path.length === depth + 1 ? valueOf(first, values) : objectOf(inside, depth + 1, values)
    if (value !== null) members.set(name, { key: JSON.stringify(name), value })
  }
  return members.size === 0 ? null : { kind: 'object', members }
}

function valueOf({ path, isNumber }: Place, values: ReadonlyMap<string, string>): Json | null {
  const text = values.get(JSON.stringify(path))
  if (text === undefined) return null
  const number = isNumber && text === text.trim() ? readJson(text) : null
  return number?.kind === 'number' ? number : { kind: 'string', text: JSON.stringify(text) }
}
