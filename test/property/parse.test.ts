/** The parser never throws, never loses a statement silently, and gives operators their precedence. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import type { CreateTable, ExpressionNode } from '../../src/language/ast.ts'
import { parse } from '../../src/language/parse.ts'
import { renderDiagnostics } from '../../src/language/render.ts'
import { expressionTexts, inParentheses } from '../support/expressions.ts'

const example = readFileSync(new URL('../golden/parse/language-example/input.sql', import.meta.url), 'utf8')
const pieces = example.match(/\w+|\s+|'[^']*'|[^\w\s]/g) ?? []
const symbols = `' " \` $$ /* */ -- ; , ( ) [ ] < > ， ‘ 1e . 😀`
const words = 'CREATE SELECT CASE NOT NULL ROW< STARTS WITH IS END PATH LIKE OR REPLACE'
const intruders = [...symbols.split(' '), ...words.split(' ').map((word) => ` ${word} `), '\u0000', '\uD800', '\r\n']

interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    at: fc.nat(pieces.length - 1),
    remove: fc.nat(3),
    insert: fc.oneof(fc.constantFrom('', ...intruders), fc.constantFrom(...pieces), fc.string({ maxLength: 4 })),
  }),
  { minLength: 1, maxLength: 4 },
)

function edited(changes: readonly Edit[]): string {
  const changed = [...pieces]
  for (const { at, remove, insert } of changes) changed.splice(at, remove, insert)
  return changed.join('')
}

test('a mutated program gives what is left of it, or says why not', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      const text = edited(changes)
      const { source, diagnostics } = parse({ path: 'mutated.sql', text })
      assert.ok(diagnostics.length > 0 || source.statements.length >= 6, text)
      for (const { span, message, label } of diagnostics) {
        assert.ok(span.start >= 0 && span.end >= span.start && span.end <= text.length, message)
        assert.doesNotMatch(`${message}${label}`, /undefined|NaN|something else/)
      }
      for (const { span } of source.statements) assert.ok(span.start < span.end && span.end <= text.length)
      renderDiagnostics(diagnostics, { color: true })
    }),
    { numRuns: 300 },
  )
})

test('any text at all is read or reported', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const { source, diagnostics } = parse({ path: 'any.sql', text })
      const blank = text.replace(/\/\*[^]*?\*\/|--[^\n]*|[\s;\uFEFF]/g, '') === ''
      assert.ok(blank || diagnostics.length > 0 || source.statements.length > 0)
    }),
    { numRuns: 500 },
  )
})

test('brackets that go too deep are told of wherever they stand', () => {
  const deep = '('.repeat(10_000)
  const texts = [
    `CREATE STREAMING TABLE t (a INT AS ${deep}1);`,
    `${deep}; CREATE SOURCE s WITH ('connector' = 'file');`,
    `CREATE SOURCE s WITH ('connector' = 'file'); ${deep}`,
    `CREATE STREAMING TABLE t (a INT) FROM s PARSE JSON WHERE a = lower; ${deep}`,
    `CREATE SOURCE s WITH ('connector' = 'file') ${deep}; WITH ${deep};`,
  ]
  for (const text of texts) {
    const { diagnostics } = parse({ path: 'deep.sql', text })
    assert.ok(diagnostics.length > 0 && diagnostics.length <= 3, renderDiagnostics(diagnostics, { color: false }))
  }
})

test('an expression in all its parentheses is the same expression', () => {
  fc.assert(
    fc.property(expressionTexts, (text) => {
      const read = whereOf(text)
      assert.deepEqual(withoutSpans(whereOf(inParentheses(read))), withoutSpans(read))
    }),
    { numRuns: 500 },
  )
})

function whereOf(text: string): ExpressionNode {
  const { source, diagnostics } = parse({
    path: 'expression.sql',
    text: `CREATE STREAMING TABLE t (a INT) WHERE ${text};`,
  })
  assert.equal(renderDiagnostics(diagnostics, { color: false }), '')
  const { where } = source.statements[0] as CreateTable
  assert.ok(where !== null)
  return where
}

function withoutSpans(node: ExpressionNode): unknown {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'span' ? undefined : value)))
}
