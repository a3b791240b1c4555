/** Formatting changes layout and nothing else: tokens and comments stay in their order, the plan stays, and twice is once. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { tokenize } from '../../grammar/tokens.ts'
import { compile } from '../../src/compile.ts'
import { format } from '../../src/language/format/index.ts'
import { parse } from '../../src/language/parse.ts'
import { planFingerprint } from '../../src/plan/fingerprint.ts'
import { expressionTexts } from '../support/expressions.ts'
import { specs } from '../support/arbitrary-specs.ts'

const root = new URL('../../', import.meta.url).pathname
const files = globSync('{schemas,test}/**/*.sql', { cwd: root }).toSorted()
const texts = files.map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
const readable = texts.filter((file) => parse(file).diagnostics.length === 0)

function formatted(text: string, path = 'test.sql'): string {
  const result = format({ path, text })
  assert.ok('text' in result, `does not parse: ${text}`)
  return result.text
}

/** Comments and tokens in their order; without what may change: separators, letter case of words, `!=`. */
function contents(text: string): readonly string[] {
  const { tokens } = tokenize(text)
  const ends = [0, ...tokens.map(({ startOffset, image }) => startOffset + image.length)]
  const starts = [...tokens.map(({ startOffset }) => startOffset), text.length]
  return starts.flatMap((start, index) => {
    const comments = text.slice(ends[index], start).match(/--[^\n]*|\/\*[^]*?\*\//g) ?? []
    const image = tokens[index]?.image ?? ''
    const token = /^\w+$/.test(image) ? image.toUpperCase() : image.replace('!=', '<>')
    return [...comments.map((comment) => comment.trimEnd()), ...(token === ',' || token === ';' ? [] : [token])]
  })
}

const placeKeys = new Set(['span', 'file', 'start', 'end'])

function tree(text: string): unknown {
  const { source } = parse({ path: 'test.sql', text })
  return JSON.parse(
    JSON.stringify(source.statements, (key, value: unknown) => (placeKeys.has(key) ? undefined : value)),
  )
}

function assertKept(text: string): void {
  const once = formatted(text)
  assert.equal(formatted(once), once, 'twice is once')
  assert.deepEqual(contents(once), contents(text))
  assert.deepEqual(tree(once), tree(text))
  assert.doesNotMatch(once.replaceAll(/'[^']*'|\$\$[^]*?\$\$|\/\*[^]*?\*\//g, "''"), /[ \t]$|\n\n\n/m)
}

test('every .sql file of the repository', () => {
  assert.ok(readable.length > 80)
  for (const { path, text } of readable) {
    try {
      assertKept(text)
    } catch (error) {
      throw new Error(path, { cause: error })
    }
  }
})

test('the plan of a formatted file is the same plan', () => {
  const planOf = (text: string): string | null => {
    const { plan } = compile([{ path: 'test.sql', text }])
    return plan === null ? null : planFingerprint(plan)
  }
  for (const { path, text } of readable) assert.equal(planOf(formatted(text)), planOf(text), path)
  fc.assert(
    fc.property(specs, (text) => assert.equal(planOf(formatted(text)), planOf(text))),
    { numRuns: 50 },
  )
})

const gap = fc.oneof(
  { arbitrary: fc.constantFrom(' ', '\n', '\n\n\n', '\t', '\r\n  '), weight: 20 },
  fc.constantFrom(
    ' -- one\n',
    '\n-- two\n',
    '\n\n  -- three\n\n',
    ' /* four */ ',
    '\n/* five\n   six */\n',
    '/*7*/',
    ' /* 8 */ -- 9\n',
  ),
)

/** A program with other layout: random gaps between its tokens, its own comments gone. */
function relaid(program: string): fc.Arbitrary<string> {
  const images = tokenize(program).tokens.map(({ image }) => image)
  return fc
    .array(gap, { minLength: images.length + 1, maxLength: images.length + 1 })
    .map((gaps) => gaps.map((blank, index) => blank + (images[index] ?? '')).join(''))
}

test('any layout of any program, comments between any two tokens', () => {
  const programs = readable.map(({ text }) => text).filter((text) => text.length < 5000)
  const layouts = fc.oneof(fc.constantFrom(...programs).chain(relaid), specs.chain(relaid))
  fc.assert(fc.property(layouts, assertKept), { numRuns: 300 })
})

test('expressions, long and short', () => {
  fc.assert(
    fc.property(fc.array(expressionTexts, { minLength: 1, maxLength: 5 }), (conditions) =>
      assertKept(`CREATE STREAMING TABLE t (a INT) FILTER ${conditions.join(' AND ')} WHERE ${conditions[0]};`),
    ),
    { numRuns: 300 },
  )
})

test('a file that does not parse is not touched', () => {
  const text = "CREATE SOURCE s WITH ('a' = 'b'\n;"
  const result = format({ path: 'broken.sql', text })
  assert.ok('mistakes' in result)
  assert.deepEqual(
    result.mistakes.map(({ code }) => code),
    ['E1001'],
  )
})

test('any text at all is formatted or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => void format({ path: 'any.sql', text })),
  )
})
