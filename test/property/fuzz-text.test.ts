/**
 * Texts that hands, editors and cats make of programs: no crash, no hang, no message without a place inside the text; the formatter
 * neither crashes. A hang is told by the tokens that the parser reads again and again to find the best words for a mistake.
 * `FUZZ_SPECS=100000` tries so many; fast-check prints the seed of a failure, and `FUZZ_SEED` sets it; a long run may also set
 * `FUZZ_TIME_MAX_MS`, the longest that a text may take.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { SluiceParser } from '../../grammar/parser.ts'
import { tokenize } from '../../grammar/tokens.ts'
import { compile } from '../../src/compile.ts'
import { format } from '../../src/language/format/index.ts'
import { renderDiagnostics } from '../../src/language/render.ts'

const root = new URL('../../', import.meta.url).pathname
const paths = ['schemas/**/*.sql', 'test/golden/model/*/input.sql', 'test/golden/diagnostics/*/input.sql']
const specs = globSync(paths, { cwd: root })
  .toSorted()
  .map((path) => readFileSync(root + path, 'utf8'))

/** Of the processor, not of the clock. Only for long runs: the work counted is what tells a hang elsewhere. */
const timeMaxMs = Number(process.env['FUZZ_TIME_MAX_MS'] ?? Infinity)

/**
 * To find the words for its mistakes a statement is read again and again, as often as makes 60,000 tokens; and a mutation breaks two
 * statements at most.
 */
const tokensReadMax = 2 * 65_000

let tokensRead = 0
const parseStatement = Reflect.get(SluiceParser.prototype, 'parseStatement') as SluiceParser['parseStatement']
SluiceParser.prototype.parseStatement = function (tokens) {
  tokensRead += tokens.length
  return parseStatement.call(this, tokens)
}

/** Where, as a share of the tokens or characters, and what becomes of it. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('drop', 'swap', 'repeat', 'misspell', 'flip', 'cut', 'insert'),
  inserted: fc.constantFrom(
    ...[
      '\0',
      '\r',
      '\uD800',
      '\uDC00',
      '\uFEFF',
      "'",
      '"',
      '`',
      '$$',
      '/*',
      '--',
      ';',
      '，',
      '日',
      '\\',
      '${env:',
      '||',
    ],
    ...['('.repeat(10_000), 'CASE WHEN '.repeat(500), '9'.repeat(5_000), 'a'.repeat(20_000), '- '.repeat(3_000)],
  ),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutate(text: string, { at, kind, inserted }: Mutation): string {
  const place = Math.floor(at * text.length)
  if (kind === 'cut') return text.slice(0, place)
  if (kind === 'insert') return text.slice(0, place) + inserted + text.slice(place)
  if (kind === 'flip')
    return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ 1) + text.slice(place + 1)
  const { tokens } = tokenize(text)
  const index = Math.floor(at * tokens.length)
  const [token, next] = [tokens[index], tokens[index + 1]]
  if (token === undefined) return text
  const start = token.startOffset
  const end = start + token.image.length
  if (kind === 'repeat') return `${text.slice(0, end)} ${token.image}${text.slice(end)}`
  if (kind === 'misspell') return text.slice(0, start) + token.image.slice(1) + text.slice(end)
  if (kind === 'drop' || next === undefined) return text.slice(0, start) + text.slice(end)
  return `${text.slice(0, start)}${next.image} ${token.image}${text.slice(next.startOffset + next.image.length)}`
}

function describe(spec: string, mutations: readonly Mutation[]): string {
  const shown = mutations.map(({ kind, at, inserted }) =>
    kind === 'insert' ? `insert ${JSON.stringify(inserted.slice(0, 12))} at ${at}` : `${kind} at ${at}`,
  )
  return `${JSON.stringify(spec.slice(0, 60))} ${shown.join(', ')}`
}

test('no mutated text crashes, hangs or is told of outside itself', (t) => {
  const numRuns = Number(process.env['FUZZ_SPECS'] ?? 200)
  const seed = process.env['FUZZ_SEED']
  let slowestMs = 0
  let slowest = ''
  let mostRead = 0
  const property = fc.property(
    fc.constantFrom(...specs),
    fc.array(mutation, { minLength: 1, maxLength: 4 }),
    (spec, mutations) => {
      const file = { path: 'fuzz.sql', text: mutations.reduce(mutate, spec) }
      tokensRead = 0
      const begin = process.cpuUsage()
      const { diagnostics } = compile([file])
      format(file)
      renderDiagnostics(diagnostics, { color: false })
      const { user, system } = process.cpuUsage(begin)
      const took = (user + system) / 1000
      if (took > slowestMs) [slowestMs, slowest] = [took, describe(spec, mutations)]
      mostRead = Math.max(mostRead, tokensRead)
      assert.ok(tokensRead < tokensReadMax * mutations.length, `${tokensRead} tokens read`)
      assert.ok(took < timeMaxMs, `took ${took} ms`)
      for (const { span, related = [], message } of diagnostics) {
        for (const { start, end } of [span, ...related.map((each) => each.span)]) {
          assert.ok(start >= 0 && start <= end && end <= file.text.length, `${message}: ${start} to ${end}`)
        }
      }
    },
  )
  fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) })
  t.diagnostic(
    `${numRuns} texts; at most ${mostRead} tokens read; the slowest in ${Math.round(slowestMs)} ms: ${slowest}`,
  )
})
