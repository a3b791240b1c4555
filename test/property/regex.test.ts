import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { compileRegex } from '../../src/engine/kernels/regex-compile.ts'

/** Pieces of patterns, put together at random; those that are no regex are skipped. */
const atoms = [
  ['a', 'b', 'k', '.', '\\d', '\\w', '\\s', '\\S', '\\W', '[ab]', '[^a]', '[^"\\s]', '[[:alpha:]]', '[a-c-]', '\\b'],
  ['^', '$', '\\A', '\\z', '\\.', '\\x41', '\\x{4e2d}', '\\Qa.b\\E', '中', '[一-龥]', '"', ' ', '-'],
  ['(?i)k', '(?i:Ab)', '(?s).', '(?U:a+)'],
].flat()
const atom = fc.constantFrom(...atoms)
const quantifier = fc.constantFrom(
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{1,3}',
  '{2,}',
  '{17}',
  '{0,2}?',
)

const pattern = fc
  .letrec<{ whole: string; piece: string }>((tie) => ({
    piece: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(atom, quantifier).map(([text, times]) => text + times),
      fc.tuple(tie('whole'), quantifier).map(([text, times]) => `(?:${text})${times}`),
      fc.tuple(tie('whole'), quantifier).map(([text, times]) => `(?P<NAME>${text})${times}`),
      fc.tuple(tie('whole'), tie('whole')).map(([left, right]) => `(?:${left}|${right})`),
    ),
    whole: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
  }))
  .whole.map((text) => {
    let group = 0
    return text.replaceAll('NAME', () => `g_${group++}`)
  })

const text = fc
  .array(
    fc.constantFrom('a', 'b', 'c', 'k', 'K', 'A', 'B', '"', ' ', '\n', '-', '.', '1', '中', 'é', '\u212a', '🙂', '\v'),
    {
      maxLength: 25,
    },
  )
  .map((characters) => characters.join(''))

test('a regex finds what re2js finds, group by group', () => {
  let compared = 0
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
      let re2: RE2JS
      try {
        re2 = RE2JS.compile(source)
      } catch {
        return
      }
      const regex = compileRegex(source)
      const starts = new Int32Array(regex.groups.length)
      const ends = new Int32Array(regex.groups.length)
      // A long text runs on another engine.
      for (const each of [...texts, `${texts[0]}${'z'.repeat(2100)}${texts[0]}`]) {
        const matcher = re2.matcher(each)
        const found = matcher.find()
        assert.equal(regex.test(each), found, `${source} on ${JSON.stringify(each)}`)
        assert.equal(regex.find(each, starts, ends), found)
        if (!found) continue
        compared++
        regex.groups.forEach((name, group) => {
          const expected = [matcher.start(name), matcher.end(name)]
          assert.deepEqual([starts[group], ends[group]], expected, `${name} of ${source} on ${JSON.stringify(each)}`)
        })
      }
    }),
    { numRuns: 800 },
  )
  assert.ok(compared > 200)
})
