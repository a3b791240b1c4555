/** One pass over the text finds what the tree has at a path. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { jsonAt } from '../../src/types/json/navigate.ts'
import { parseJson } from '../../src/types/json/parse.ts'
import type { JsonPath, PathStep } from '../../src/types/json/path.ts'
import { scanJson } from '../../src/types/json/scan.ts'

const keys = ['a', 'b', '__proto__', 'é', 'x"y', '']
const blank = fc.constantFrom('', '', ' ', '\n\t\r')
/** Keys with escapes and without; some are repeated. */
const key = fc.tuple(fc.constantFrom(...keys), fc.boolean()).map(([name, escaped]) => {
  const codes = Array.from(name, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return escaped ? `"${codes.join('')}"` : JSON.stringify(name)
})
const leaf = fc.constantFrom(
  'null',
  'true',
  'false',
  '0',
  '-1.50e+3',
  '9007199254740993',
  '"x"',
  '"\\ud83d\\n"',
  '"日"',
)

const json = fc.letrec<{ value: string }>((tie) => {
  const value = fc.tuple(blank, tie('value'), blank).map((parts) => parts.join(''))
  const member = fc
    .tuple(blank, key, blank, value)
    .map(([before, name, behind, text]) => `${before}${name}${behind}:${text}`)
  return {
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      leaf,
      fc.array(value, { maxLength: 4 }).map((values) => `[${values.join(',') || ' '}]`),
      fc.array(member, { maxLength: 5 }).map((members) => `{${members.join(',') || '\n'}}`),
    ),
  }
}).value

const step: fc.Arbitrary<PathStep> = fc.oneof(
  { arbitrary: fc.constantFrom(...keys).map((name) => ({ kind: 'member', name }) as const), weight: 3 },
  fc.nat(3).map((index) => ({ kind: 'index', index }) as const),
  fc.constant({ kind: 'last' } as const),
)
const path: fc.Arbitrary<JsonPath> = fc.array(step, { maxLength: 3 })

/** A character more, or fewer, or another: mostly no JSON any more. */
const damaged = fc
  .tuple(json, fc.nat(60), fc.constantFrom('', '"', '\\', '{', '}', '[', ',', ':', '0', '.', '\u0001', 'e'))
  .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1))

function expected(text: string, place: JsonPath): ReturnType<typeof scanJson> {
  const tree = parseJson(text)
  return tree === null ? 'invalid' : jsonAt(tree, place)
}

test('what the scanner finds is what stands in the tree', () => {
  fc.assert(
    fc.property(fc.oneof(json, damaged), path, (text, place) => {
      assert.deepEqual(scanJson(text, place), expected(text, place))
    }),
    { numRuns: 3000 },
  )
})

test('a deep text is no JSON for either', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  for (const levels of [1000, 1001, 100_000]) {
    assert.deepEqual(scanJson(deep(levels), [{ kind: 'last' }]), expected(deep(levels), [{ kind: 'last' }]))
  }
})
