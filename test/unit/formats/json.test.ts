import assert from 'node:assert/strict'
import test from 'node:test'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { GrowingBytes } from '../../../src/formats/byte-buffer.ts'
import { JsonEncoder, jsonDefaults } from '../../../src/formats/json/encoder.ts'
import type { JsonOptions } from '../../../src/formats/json/encoder.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { expectedJson } from '../../support/json-values.ts'
import { sampleRows, typeSamples } from '../../support/values.ts'

function encode(
  columns: readonly OutputColumn[],
  rows: readonly (readonly Value[])[],
  options?: JsonOptions,
): string[] {
  const out = new GrowingBytes(16)
  const ends = { of: new Uint32Array(1) }
  new JsonEncoder(columns, options).encode(rowViewOf(columns, rows), allRows(rows.length), out, ends)
  return rows.map((_, k) => out.bytes.toString('utf8', k === 0 ? 0 : ends.of[k - 1], ends.of[k]))
}

test('a row of every type', () => {
  const columns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))
  const [first] = encode(columns, [typeSamples.map((sample) => sample.values.at(-1) ?? null)])
  assert.deepEqual(first.trimEnd().split(/,(?=")/), [
    '{"boolean":false',
    '"tinyint":-128',
    '"smallint":-32768',
    '"int":-2147483648',
    '"bigint":2147483648',
    '"float":1e-45',
    '"double":123456789.123',
    '"decimal_9_2":-0.01',
    '"decimal_18_2":-1.29',
    '"decimal_18_18":-0.999999999999999999',
    '"decimal_38_10":-7922816251426433759.3543950336',
    '"string":"ÿ"',
    '"varchar":""',
    '"bytes":"AQ=="',
    '"date":"9999-12-31"',
    '"time_0":"10:00:00"',
    '"time_6":"00:00:00.000001"',
    '"timestamp_3":"9999-12-31 23:59:59.999"',
    '"timestamp_6":"9999-12-31 23:59:59.999999"',
    '"timestamp_ltz_3":"9999-12-31 23:59:59.999Z"',
    '"timestamp_ltz_6":"9999-12-31 23:59:59.999999Z"',
    '"json":null}',
  ])
})

test('every value reads back, with all digits', () => {
  const columns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))
  const rows = sampleRows()
  encode(columns, rows).forEach((line, r) => {
    assert.ok(line.endsWith('}\n'))
    const seen = JSON.parse(line, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? `#${context?.source}` : value,
    ) as Record<string, unknown>
    typeSamples.forEach((sample, c) => {
      const value = rows[r][c]
      if (sample.type.kind === 'JSON') return
      assert.equal(seen[sample.name], expectedJson(sample.type, value), `${sample.name} ${r}`)
    })
  })
})

test('options: ISO-8601, NULLs left out, no newline', () => {
  const columns = [
    outputColumn('t', { kind: 'TIMESTAMP_LTZ', precision: 0 }),
    outputColumn('n', { kind: 'INT' }),
    outputColumn('odd "name"', { kind: 'INT' }),
  ]
  const options = { timestampFormat: 'ISO-8601', ignoreNullFields: true, newline: false } as const
  assert.deepEqual(
    encode(
      columns,
      [
        [1_000_000n, null, 7],
        [null, null, null],
      ],
      options,
    ),
    ['{"t":"1970-01-01T00:00:01Z","odd \\"name\\"":7}', '{}'],
  )
  assert.deepEqual(encode(columns, [[null, null, null]], { ...jsonDefaults, newline: false }), [
    '{"t":null,"n":null,"odd \\"name\\"":null}',
  ])
})

test('control characters are escaped as JSON.stringify does', () => {
  const every = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('') + 'é漢🐉'
  assert.deepEqual(encode([outputColumn('s', { kind: 'STRING' })], [[every]]), [`${JSON.stringify({ s: every })}\n`])
})

test('only the selected rows are written', () => {
  const columns = [outputColumn('n', { kind: 'INT' })]
  const out = new GrowingBytes(1)
  const ends = { of: new Uint32Array(0) }
  new JsonEncoder(columns).encode(
    rowViewOf(columns, [[1], [2], [3]]),
    { rows: Int32Array.of(0, 2), count: 2 },
    out,
    ends,
  )
  assert.equal(out.bytes.toString('utf8', 0, out.length), '{"n":1}\n{"n":3}\n')
  assert.deepEqual([...ends.of.subarray(0, 2)], [8, 16])
})
