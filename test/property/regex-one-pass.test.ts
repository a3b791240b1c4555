/** Regexes that run on bytes give what re2js gives on texts, group by group. `PROPERTY_INPUTS=2000000` for a long run. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { compileRegex } from '../../src/engine/kernels/regex-compile.ts'
import { placeOnePass } from '../../src/engine/kernels/regex-one-pass.ts'
import { bindRegexes, matchRegexes } from '../../src/engine/kernels/regex.ts'
import { Memory } from '../../src/engine/memory.ts'
import { allRows } from '../../src/engine/selection.ts'
import { SliceKind, takeSlices } from '../../src/engine/slices.ts'
import { runsOf } from '../support/inputs.ts'
import { newMemory, putTexts, textAt } from '../unit/kernels/texts.ts'

const runs = runsOf(2000, 4)

/** A part of a pattern, and a text that it may take. */
interface Piece {
  readonly source: string
  readonly sample: string
}

const piecesOf = (samples: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Piece> =>
  fc.constantFrom(
    ...Object.entries(samples).flatMap(([source, texts]) => texts.map((sample): Piece => ({ source, sample }))),
  )

/** Mostly such as headers of logs are made of, so that many patterns need no second thought. */
const atom = piecesOf({
  a: ['a'],
  ' ': [' '],
  '\\[': ['['],
  中: ['中'],
  '[ab]': ['a', 'b'],
  '\\d': ['1'],
  '[^a]': ['中', 'b'],
  '[a-c-]': ['-'],
  '(?i:k)': ['K', '\u212a'],
  '.': ['é', 'a', '🙂'],
  '\\x41': ['A'],
})
const repeated = piecesOf({
  '\\w+': ['ab1', ''],
  '\\S*': ['中é', '"', ''],
  '\\d{1,3}': ['1', '234', '1234'],
  '[^\\]]+?': ['a b\n', 'é'],
  '.*': ['a 中-', '🙂', '\n'],
  '(?s:.)*': ['a\n中', ''],
  '[ab]{2}': ['ab', 'a'],
  '(?:ab)*': ['abab', ''],
  '(?:a|b-){0,2}': ['ab-', 'b-b-'],
  'a{2,}': ['aaa'],
  'b??': ['b', ''],
})
/** A field up to what ends it. */
const delimited = piecesOf({
  '(?P<NAME>[^"]*)"': ['a 中"', '"', '🙂"'],
  '\\S+ ': ['é-中 ', 'abcdefghijklmnopqrstuvwxyz '],
  '(?P<NAME>\\d+)-': ['12-', '123456789012345678901234-'],
  '(?P<NAME>\\w+):': ['ab:', ':'],
  '\\[(?P<NAME>[^\\]]+)\\]': ['[a b]', '[12:30]', '[]'],
  '(?P<NAME>[ab]*?) ': ['abab ', ' '],
  '(?:(?P<NAME>\\d{2,3})|-) ': ['12 ', '- ', '1 '],
  '"(?:(?P<NAME>[A-Z]+) )?': ['"GET ', '"', '"GET'],
  '(?P<NAME>)a': ['a'],
  '(?P<NAME>(?P<NAME>b)?-)': ['b-', '-'],
})

const pattern = fc
  .letrec<{ whole: Piece; piece: Piece }>((tie) => ({
    piece: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      repeated,
      delimited,
      delimited,
      tie('whole').map(({ source, sample }) => ({ source: `(?P<NAME>${source})`, sample })),
      fc
        .tuple(tie('whole'), fc.boolean())
        .map(([{ source, sample }, isThere]) => ({ source: `(?:${source})?`, sample: isThere ? sample : '' })),
      fc
        .tuple(tie('whole'), tie('whole'), fc.boolean())
        .map(([a, b, isFirst]) => ({ source: `(?:${a.source}|${b.source})`, sample: (isFirst ? a : b).sample })),
    ),
    whole: fc.array(tie('piece'), { minLength: 1, maxLength: 5 }).map((pieces) => ({
      source: pieces.map(({ source }) => source).join(''),
      sample: pieces.map(({ sample }) => sample).join(''),
    })),
  }))
  .whole.chain(({ source, sample }) =>
    fc.constantFrom(`^${source}`, `^${source}$`, `\\A${source}\\z`).map((anchored) => ({ source: anchored, sample })),
  )
  .map(({ source, sample }) => {
    let group = 0
    return { source: source.replaceAll('NAME', () => `g_${group++}`), sample }
  })

const text = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'K', 'A', '"', ' ', '\n', '-', '[', ']', ':', '1', '23', '中', 'é', '🙂'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))

const cases = pattern.chain(({ source, sample }) =>
  fc.tuple(
    fc.constant(source),
    fc.array(text, { maxLength: 3 }).map((others) => [sample, `${sample}a`, `${sample}-12 `, ...others]),
  ),
)

function expected(re2: RE2JS, groups: readonly string[], one: string): readonly (string | null)[] | null {
  const matcher = re2.matcher(one)
  return matcher.find() ? groups.map((name) => matcher.group(name) ?? null) : null
}

test('what runs on bytes finds what re2js finds', () => {
  let onePass = 0
  let matched = 0
  fc.assert(
    fc.property(cases, ([source, texts]) => {
      let re2: RE2JS
      try {
        re2 = RE2JS.compile(source)
      } catch {
        return
      }
      const memory = new Memory(1 << 20)
      const regex = compileRegex(source)
      if (placeOnePass(memory, source, regex.groups) === null) return
      onePass++
      const matcher = bindRegexes(memory, [regex], regex.groups)
      const places = putTexts(memory, texts)
      const out = regex.groups.map(() => takeSlices(memory, texts.length))
      const misses = new Set<number>()
      matchRegexes(matcher, memory, places, allRows(texts.length), out, (row) => misses.add(row))
      texts.forEach((one, row) => {
        const found = out.map((slices) =>
          slices.kinds[row] === SliceKind.Missing ? null : textAt(memory, slices, row),
        )
        const wanted = expected(re2, regex.groups, one)
        if (wanted !== null) matched++
        assert.deepEqual(misses.has(row) ? null : found, wanted, `${source} on ${JSON.stringify(one)}`)
      })
    }),
    { numRuns: runs },
  )
  assert.ok(onePass > runs / 10, `${onePass} of ${runs} patterns were one-pass`)
  assert.ok(matched > runs / 10, `${matched} texts matched`)
})

test('headers of logs need no second thought', () => {
  const headers = [
    String.raw`^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$`,
    String.raw`^(?<ip>\S+) \S+ (?<user>\S+) \[(?<at>[^\]]+)\] "(?<method>[A-Z]+) (?<path>[^ "]*) [^"]*" (?<status>\d{3}) (?<size>\d+|-)`,
    String.raw`^(?<date>\d{4}-\d{2}-\d{2})T(?<time>[\d:.]+)Z? (?<level>[A-Z]+) (?<text>.*)$`,
  ]
  for (const header of headers) {
    assert.notEqual(placeOnePass(newMemory(), header, compileRegex(header).groups), null, header)
  }
})
