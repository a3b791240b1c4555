/** The compiler never throws, whatever the text: programs with pieces cut out, doubled and put elsewhere. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { compile } from '../../src/compile.ts'
import { diagnosticCodes } from '../../src/language/codes.ts'

const names = ['language-example', 'expressions', 'documents-and-steps', 'like', 'streams']
const programs = names.map((name) =>
  readFileSync(new URL(`../golden/model/${name}/input.sql`, import.meta.url), 'utf8'),
)
/** Words, literals and signs, so that what is put together is mostly well formed. */
const pieces = programs.flatMap((text) => text.match(/'[^']*'|\w+|[^\s\w]|\s+/g) ?? [])

const change = fc.record({
  at: fc.nat(pieces.length),
  length: fc.nat(4),
  piece: fc.constantFrom(...pieces),
  kind: fc.constantFrom('cut', 'replace', 'insert'),
})

test('any damage to a program gives messages, not exceptions', () => {
  fc.assert(
    fc.property(fc.constantFrom(...programs), fc.array(change, { minLength: 1, maxLength: 6 }), (program, changes) => {
      const parts = program.match(/'[^']*'|\w+|[^\s\w]|\s+/g) ?? []
      for (const { at, length, piece, kind } of changes) {
        const place = at % parts.length
        parts.splice(place, kind === 'insert' ? 0 : length, ...(kind === 'cut' ? [] : [piece]))
      }
      const text = parts.join('')
      const { diagnostics, plan } = compile([{ path: 'a.sql', text }])
      assert.equal(
        plan === null,
        diagnostics.some(({ severity }) => severity === 'error'),
      )
      for (const { code, span } of diagnostics) {
        assert.ok(code in diagnosticCodes)
        assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length)
      }
    }),
    { numRuns: 300 },
  )
})
