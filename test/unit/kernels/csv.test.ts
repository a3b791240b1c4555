import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { bindCsv, splitCsv, type CsvOptions } from '../../../src/engine/kernels/csv.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { SliceKind, takeSlices } from '../../../src/engine/slices.ts'
import { newMemory, putTexts, textAt } from './texts.ts'

const usual: CsvOptions = {
  delimiter: ',',
  quote: '"',
  escape: null,
  allowComments: false,
  ignoreExtraFields: false,
}

/** Per record its fields (null: missing), or the mistake, or `comment`. */
function split(records: readonly string[], fieldCount: number, options: Partial<CsvOptions> = {}): unknown[] {
  const memory = newMemory()
  const texts = putTexts(memory, records)
  const out = Array.from({ length: fieldCount }, () => takeSlices(memory, records.length))
  const comments = new Uint8Array(records.length)
  const mistakes = new Map<number, string>()
  const format = bindCsv({ ...usual, ...options })
  splitCsv(format, memory, texts, allRows(records.length), out, comments, (row, message) => mistakes.set(row, message))
  return records.map((_, row) => {
    const fields = out.map((slices) => (slices.kinds[row] === SliceKind.Missing ? null : textAt(memory, slices, row)))
    if (mistakes.has(row)) {
      assert.ok(fields.every((field) => field === null))
      return mistakes.get(row)
    }
    return comments[row] === 1 ? 'comment' : fields
  })
}

test('fields, quoted and not, with their blanks', () => {
  assert.deepEqual(split(['a,"b,c",d', ' a ,b"c, "d"', ',,', '"","a""b",é'], 3), [
    ['a', 'b,c', 'd'],
    [' a ', 'b"c', ' "d"'],
    ['', '', ''],
    ['', 'a"b', 'é'],
  ])
})

test('fewer fields are missing, more are a mistake unless they are ignored', () => {
  assert.deepEqual(split(['a', 'a,b,c'], 2), [['a', null], 'more than 2 fields'])
  assert.deepEqual(split(['a,b,c,"d"', 'a,b,c,"d'], 2, { ignoreExtraFields: true }), [
    ['a', 'b'],
    'a quote is not closed',
  ])
})

test('quotes that do not close, or close too early', () => {
  assert.deepEqual(split(['"a', '"a"b,c', '"a""', '"'], 2), [
    'a quote is not closed',
    'text behind a closing quote',
    'a quote is not closed',
    'a quote is not closed',
  ])
})

test('options: delimiter, quote, escape, comments', () => {
  assert.deepEqual(split(['a\tb'], 2, { delimiter: '\t' }), [['a', 'b']])
  assert.deepEqual(split(['a¦b'], 2, { delimiter: '¦' }), [['a', 'b']])
  assert.deepEqual(split(["'a,''b',c"], 2, { quote: "'" }), [["a,'b", 'c']])
  assert.deepEqual(split(['"a,b"'], 2, { quote: null }), [['"a', 'b"']])
  assert.deepEqual(split(['a\\,b,"c\\"d"', '"a\\', 'x\\'], 2, { escape: '\\' }), [
    ['a,b', 'c"d'],
    'a quote is not closed',
    ['x\\', null],
  ])
  assert.deepEqual(split(['a""b\\,'], 1, { escape: '\\' }), [['a""b,']])
  assert.deepEqual(split(['#a', 'a'], 1, { allowComments: true }), ['comment', ['a']])
})

test('what a writer writes is read back', () => {
  const field = fc.array(fc.constantFrom('a', '"', ',', ' ', '中', '\\', '#')).map((all) => all.join(''))
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
      const written = rows.map((fields) => fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
      assert.deepEqual(split(written, 3), rows)
    }),
  )
})

const spectrum = '../shared/data/csv-spectrum'
test('csv-spectrum', { skip: existsSync(spectrum) ? false : `${spectrum} is absent` }, () => {
  let compared = 0
  for (const name of readdirSync(`${spectrum}/csvs`)) {
    // Records over several lines are put together by the source; the coordinates' twin holds another telephone number.
    if (name.includes('newlines') || name.startsWith('location_coordinates')) continue
    const [header, ...records] = readFileSync(`${spectrum}/csvs/${name}`, 'utf8').trimEnd().split(/\r?\n/)
    const [names] = split([header], header.split(',').length) as string[][]
    const rows = split(records, names.length) as string[][]
    const twin: unknown = JSON.parse(readFileSync(`${spectrum}/json/${name.replace('.csv', '.json')}`, 'utf8'))
    assert.deepEqual(
      rows.map((fields) => Object.fromEntries(fields.map((text, k) => [names[k], text]))),
      twin,
      name,
    )
    compared++
  }
  assert.ok(compared >= 8)
})
