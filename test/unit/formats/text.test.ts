import assert from 'node:assert/strict'
import test from 'node:test'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { GrowingBytes } from '../../../src/formats/byte-buffer.ts'
import { HiveTextEncoder, textDefaults } from '../../../src/formats/text/encoder.ts'
import type { TextOptions } from '../../../src/formats/text/encoder.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { sampleRows, typeSamples } from '../../support/values.ts'

interface Encoded {
  readonly lines: readonly string[]
  readonly reported: readonly string[]
}

function encode(
  columns: readonly OutputColumn[],
  rows: readonly (readonly Value[])[],
  options: TextOptions = textDefaults,
): Encoded {
  const out = new GrowingBytes(1)
  const ends = { of: new Uint32Array(0) }
  const reported: string[] = []
  new HiveTextEncoder(columns, options).encode(
    rowViewOf(columns, rows),
    allRows(rows.length),
    out,
    ends,
    (row, code, message) => {
      reported.push(`${row} ${code} ${message}`)
    },
  )
  const lines = rows.map((_, k) => out.bytes.toString('utf8', k === 0 ? 0 : ends.of[k - 1], ends.of[k]))
  return { lines, reported }
}

/** What Hive makes of a line: fields split at bare delimiters, the raw `\N` is NULL, the rest unescaped. */
function readAsHive(line: string, { fieldDelimiter, nullLiteral }: TextOptions): (string | null)[] {
  assert.ok(line.endsWith('\n') && line.indexOf('\n') === line.length - 1 && !line.includes('\r'), 'one line')
  const fields: string[] = ['']
  for (let i = 0; i < line.length - 1; i++) {
    if (line[i] === '\\') fields[fields.length - 1] += line[i] + line[++i]
    else if (line[i] === fieldDelimiter) fields.push('')
    else fields[fields.length - 1] += line[i]
  }
  const letters: Record<string, string> = { n: '\n', r: '\r' }
  return fields.map((field) =>
    field === nullLiteral ? null : field.replace(/\\(.)/gs, (_, letter: string) => letters[letter] ?? letter),
  )
}

test('a line of every type', () => {
  const columns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))
  const { lines } = encode(columns, [typeSamples.map((sample) => sample.values.at(-1) ?? null)])
  assert.deepEqual(lines[0].split('\u0001'), [
    'false',
    '-128',
    '-32768',
    '-2147483648',
    '2147483648',
    '1e-45',
    '123456789.123',
    '-0.01',
    '-1.29',
    '-0.999999999999999999',
    '-7922816251426433759.3543950336',
    'ÿ',
    '',
    'AQ==',
    '9999-12-31',
    '10:00:00',
    '00:00:00.000001',
    '9999-12-31 23:59:59.999',
    '9999-12-31 23:59:59.999999',
    '9999-12-31 23:59:59.999',
    '9999-12-31 23:59:59.999999',
    'null\n',
  ])
})

const awkward = ['', '\\N', '\\', 'a\u0001b', 'line\nbreak\r\n', 'N', '\\\\N', 'n', ',', '-']

test('texts with delimiters, escapes and line breaks read back as Hive reads them', () => {
  const columns = [outputColumn('a', { kind: 'STRING' }), outputColumn('b', { kind: 'DATE' })]
  const rows: Value[][] = [...awkward.map((text) => [text, 0]), [null, null]]
  for (const fieldDelimiter of ['\u0001', '\t', ',', '-']) {
    const options = { ...textDefaults, fieldDelimiter }
    const { lines, reported } = encode(columns, rows, options)
    assert.deepEqual(reported, [])
    lines.forEach((line, r) => {
      assert.deepEqual(readAsHive(line, options), [rows[r][0], rows[r][1] === null ? null : '1970-01-01'])
    })
  }
})

test('every sample stays one line with as many fields', () => {
  const columns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))
  for (const line of encode(columns, sampleRows()).lines) {
    assert.equal(readAsHive(line, textDefaults).length, columns.length)
  }
})

test('a text that is the null literal is reported, and its row is empty', () => {
  const columns = [outputColumn('a', { kind: 'STRING' })]
  const options = { ...textDefaults, nullLiteral: 'none' }
  const { lines, reported } = encode(columns, [['none'], [null], ['x']], options)
  assert.deepEqual(lines, ['', 'none\n', 'x\n'])
  assert.deepEqual(reported, ['0 ENCODE column a: the text is the null literal, and would be read as NULL'])
})

test('delimiters that cannot work are refused', () => {
  for (const fieldDelimiter of ['', '||', 'é', '\n', '\\']) {
    assert.throws(
      () => encode([outputColumn('a', { kind: 'INT' })], [[1]], { ...textDefaults, fieldDelimiter }),
      /one byte/,
    )
  }
  const map = outputColumn('a', { kind: 'MAP', value: { kind: 'INT' } })
  assert.throws(() => encode([map], [], { ...textDefaults, fieldDelimiter: '\u0003' }), /nested values use/)
})

test('nested values have separators of their own, one level deeper each', () => {
  const columns = [
    outputColumn('tags', { kind: 'ARRAY', element: { kind: 'STRING' } }),
    outputColumn('props', { kind: 'MAP', value: { kind: 'ARRAY', element: { kind: 'INT' } } }),
    outputColumn('n', { kind: 'INT' }),
  ]
  const { lines, reported } = encode(columns, [
    [
      ['a', 'b\u0002'],
      new Map([
        ['k', [1, 2]],
        ['l', null],
      ]),
      7,
    ],
    [[], new Map(), null],
    [[null], null, 1],
    [[''], null, 1],
  ])
  assert.deepEqual(lines, [
    'a\u0002b\\\u0002\u0001k\u00031\u00042\u0002l\u0003\\N\u00017\n',
    '\u0001\u0001\\N\n',
    '',
    '',
  ])
  const message = 'ENCODE column tags: Hive would read the text of this value as another value'
  assert.deepEqual(reported, [`2 ${message}`, `3 ${message}`])
})
