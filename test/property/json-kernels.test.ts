/**
 * The JSON kernels give what JSON.parse gives: what is JSON at all, each value at each path, REST, escapes. `PROPERTY_INPUTS=2000000`
 * for a long run of the scanner.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { planDocument } from '../../src/engine/kernels/json-plan.ts'
import { scanDocuments } from '../../src/engine/kernels/json-scan.ts'
import { quoteText, unescapeString } from '../../src/engine/kernels/json-strings.ts'
import { compactJson, planRest, restOf } from '../../src/engine/kernels/json-text.ts'
import { Memory } from '../../src/engine/memory.ts'
import { allRows } from '../../src/engine/selection.ts'
import { SliceKind } from '../../src/engine/slices.ts'
import type { JsonPath, PathStep } from '../../src/types/json/path.ts'
import { runsOf } from '../support/inputs.ts'
import { newMemory, putTexts, sliceJson, textAt } from '../unit/kernels/texts.ts'

const runs = runsOf(1500, 10)

/** The oracle: JSON.parse, which keeps the digits of numbers through its reviver's source text. */
class Digits {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

function parse(text: string): unknown {
  return JSON.parse(text, function (_key, value: unknown, context?: { source?: string }) {
    return typeof value === 'number' ? new Digits(context!.source!) : value
  } as (key: string, value: unknown) => unknown)
}

const keys = ['a', 'b', 'cc', 'role', '__proto__', 'é', 'x"y', '']
const blanks = fc.constantFrom('', '', '', ' ', '\n\t', '\r ')
const number = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('0', '-0', '1.50', '1e5', '-2.5E-3', '9007199254740993', '123456789012345678901234567890'),
)
const stringBody = fc
  .array(fc.constantFrom('a', 'z', ' ', '中', '🙂', '\\n', '\\"', '\\\\', '\\/', '\\u0041', '\\ud83d\\ude42', ',', '}'))
  .map((parts) => parts.join(''))
/** A key as somebody might write it, with escapes or without. */
const keyText = fc.tuple(fc.constantFrom(...keys), fc.boolean()).map(([key, escaped]) => {
  const body = JSON.stringify(key).slice(1, -1)
  return escaped && key !== ''
    ? `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${JSON.stringify(key.slice(1)).slice(1, -1)}`
    : body
})

/** JSON texts with all there is: blanks, escapes, repeated keys, odd numbers. */
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 5 },
    number,
    stringBody.map((body) => `"${body}"`),
    fc.constantFrom('true', 'false', 'null'),
    fc
      .array(fc.tuple(keyText, tie('value'), blanks, blanks), { maxLength: 6 })
      .map((members) => `{${members.map(([key, value, b, c]) => `${b}"${key}"${c}:${b}${value}${c}`).join(',')}}`),
    fc
      .array(fc.tuple(tie('value'), blanks), { maxLength: 4 })
      .map((all) => `[${all.map(([v, b]) => b + v + b).join(',')}]`),
  ),
})).value

const step: fc.Arbitrary<PathStep> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...keys).map((name) => ({ kind: 'member', name }) as const) },
  fc.nat(3).map((index) => ({ kind: 'index', index }) as const),
  fc.constant({ kind: 'last' } as const),
)
const paths: fc.Arbitrary<JsonPath[]> = fc.array(fc.array(step, { maxLength: 3 }), { minLength: 1, maxLength: 8 })

function follow(value: unknown, path: JsonPath): unknown {
  let at = value
  for (const one of path) {
    if (one.kind === 'member') {
      const isObject = typeof at === 'object' && at !== null && !Array.isArray(at) && !(at instanceof Digits)
      at = isObject && Object.hasOwn(at as object, one.name) ? (at as Record<string, unknown>)[one.name] : undefined
    } else {
      const list: readonly unknown[] = Array.isArray(at) ? at : []
      at = list[one.kind === 'index' ? one.index : one.kind === 'last' ? list.length - 1 : -1]
    }
  }
  return at
}

/** A few bytes changed, dropped or doubled: mostly no JSON any more, and only JSON.parse knows. */
const mutation = fc.record({
  at: fc.nat(),
  action: fc.constantFrom('drop', 'double', 'set', 'cut'),
  byte: fc.constantFrom(...Array.from('{}[]",:\\0123456789.eE+-tfn u\u0001 \n')),
})

function mutate(text: string, { at, action, byte }: { at: number; action: string; byte: string }): string {
  const place = at % (text.length + 1)
  switch (action) {
    case 'drop':
      return text.slice(0, place) + text.slice(place + 1)
    case 'double':
      return text.slice(0, place) + text.slice(Math.max(place - 1, 0))
    case 'set':
      return text.slice(0, place) + byte + text.slice(place + 1)
    default:
      return text.slice(0, place)
  }
}

/** Such as games log, longer than the kernels' steps of 16 bytes. */
const records = [
  '{"server":10001,"account":"u1234567@example.com","role":{"id":"9007199254740993","name":"剑客42","level":87},"ip":"10.1.2.3","a":{"b":[1,{"cc":2}]}}',
  '{"a":"a long text without anything special in it, and then \\"quotes\\" and \\u00e9 and 中文 and 🙂 at last","b":-12.50e+3,"cc":[[[]],{}],"role":null}',
  '[{"a":1,"b":true},{"a":2,"b":false,"a":[0.10,-0,1E9]},"\\ud83d\\ude42","\\/\\b\\f\\n\\r\\t"]',
]

const document = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: json }, fc.constantFrom(...records)),
    blanks,
    fc.array(mutation, { maxLength: 2 }),
  )
  .map(([text, around, mutations]) => mutations.reduce(mutate, around + text + around))
  .filter((text) => text.isWellFormed())

test('the scanner accepts what JSON.parse does, and finds the same values', () => {
  let accepted = 0
  let rejected = 0
  fc.assert(
    fc.property(paths, fc.array(document, { minLength: 1, maxLength: 20 }), (wanted, texts) => {
      const memory = new Memory(1 << 20)
      const plan = planDocument(memory, wanted)
      const misfits = new Set<number>()
      const places = putTexts(memory, texts)
      const slots = scanDocuments(plan, memory, places, allRows(texts.length), texts.length, (row) => {
        misfits.add(row)
      })
      const out = Array.from(plan.slotOfPath, (slot) => slots[slot])
      texts.forEach((text, row) => {
        let oracle: unknown
        let isJson = true
        try {
          oracle = parse(text)
        } catch {
          isJson = false
        }
        assert.equal(misfits.has(row), !isJson, JSON.stringify(text))
        if (isJson) accepted++
        else rejected++
        wanted.forEach((path, k) => {
          const found = sliceJson(memory, out[k], row)
          const expected = isJson ? follow(oracle, path) : undefined
          assert.deepEqual(
            found === undefined ? undefined : parse(found),
            expected,
            `${JSON.stringify(path)} in ${text}`,
          )
        })
      })
    }),
    { numRuns: runs },
  )
  assert.ok(accepted > runs && rejected > runs, `${accepted} accepted, ${rejected} rejected`)
})

/** Compact, of repeated keys the last where it stands, by recursion over a tree that keeps what was written. */
function without(text: string, claims: readonly JsonPath[]): string {
  const memory = newMemory()
  const whole = planDocument(memory, [[]])
  const rest = planRest(memory, claims)
  const [slices] = scanDocuments(whole, memory, putTexts(memory, [text]), allRows(1), 1, () => assert.fail())
  restOf(rest, memory, slices, 0, slices)
  return textAt(memory, slices, 0)
}

function rest(value: unknown, claims: readonly JsonPath[]): unknown {
  const valid = claims.filter((path) => path.length > 0 && path.every((one) => one.kind === 'member'))
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Digits) return value
  const left: [string, unknown][] = []
  for (const [key, inner] of Object.entries(value)) {
    const inside = valid.filter((path) => (path[0] as { name: string }).name === key).map((path) => path.slice(1))
    if (inside.some((path) => path.length === 0)) continue
    left.push([key, inside.length === 0 ? inner : rest(inner, inside)])
  }
  return Object.fromEntries(left)
}

test('REST is the document less what is claimed, compact and with its digits', () => {
  fc.assert(
    fc.property(json, paths, (text, claims) => {
      const left = without(text, claims)
      assert.deepEqual(parse(left), rest(parse(text), claims))
      assert.equal(without(left, []), left)
      assert.ok(!/[ \t\n\r]/.test(left.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')))
    }),
    { numRuns: 1500 },
  )
})

test('compact JSON keeps escapes, digits and order, and stays in place if it is compact', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{ "b" : 1.50 , "a" : [ 1 , { } , [ ] ] }', '{"b":1.50,"a":[1,{},[]]}'],
    ['{"a":1,"b":2,"a":3}', '{"b":2,"a":3}'],
    ['{"a":1,"\\u0061":2}', '{"\\u0061":2}'],
    ['[{"a":1,"a":{"c":1,"c":2}},{"a":" x "}]', '[{"a":{"c":2}},{"a":" x "}]'],
    ['{"a":{"b":1,"b":2},"a":1}', '{"a":1}'],
  ]
  for (const [text, expected] of cases) assert.equal(without(text, []), expected)
  const memory = newMemory()
  const texts = putTexts(memory, ['{"a":[1,"x y"],"b":{"a":2}}'])
  const out = { starts: new Uint32Array(1), lengths: new Uint32Array(1) }
  compactJson(memory, texts.starts[0], texts.lengths[0], SliceKind.Object, out, 0)
  assert.deepEqual(out, texts)
})

test('a hundred thousand keys, all repeated, are no trouble', () => {
  const members = Array.from({ length: 100_000 }, (_, k) => `"k${k % 50_000}": ${k}`)
  const compact = JSON.parse(without(`{${members.join(',')}}`, [])) as Record<string, number>
  assert.equal(Object.keys(compact).length, 50_000)
  assert.equal(compact.k7, 50_007)
})

test('strings are unescaped as JSON.parse does; lone surrogates are found', () => {
  const body = fc
    .array(
      fc.constantFrom('a', '\\n', '\\u00e9', '\\ud83d', '\\ude42', '\\uD83D\\uDE42', '中', '\\\\', '\\u0000', '\\b'),
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(body, (text) => {
      const memory = newMemory()
      const { starts, lengths } = putTexts(memory, [text])
      const out = { starts: new Uint32Array(1), lengths: new Uint32Array(1) }
      const expected = JSON.parse(`"${text}"`) as string
      assert.equal(unescapeString(memory, starts[0], lengths[0], out, 0), expected.isWellFormed())
      if (expected.isWellFormed()) assert.equal(textAt(memory, out, 0), expected)
    }),
    { numRuns: 3000 },
  )
})

test('text is quoted as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const source = Buffer.from(text)
      const target = Buffer.alloc(source.length * 6 + 2)
      const end = quoteText(source, 0, source.length, target, 0)
      assert.equal(target.toString('utf8', 0, end), JSON.stringify(source.toString()))
    }),
  )
})
