import assert from 'node:assert/strict'
import test from 'node:test'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { GrowingBytes } from '../../../src/formats/byte-buffer.ts'
import { JsonEncoder, jsonDefaults } from '../../../src/formats/json/encoder.ts'
import type { JsonOptions } from '../../../src/formats/json/encoder.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
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
      assert.equal(seen[sample.name], expected(sample.type, value), `${sample.name} ${r}`)
    })
  })
})

/** The value that the documentation promises, made the slow way; `#` before the digits of numbers. */
function expected(type: LogicalType, value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (type.kind === 'DECIMAL') return `#${decimalText(value as bigint, type.scale)}`
  if (type.kind === 'FLOAT') return `#${floatText(value as number)}`
  if (type.kind === 'DATE') return new Date((value as number) * 86_400_000).toISOString().slice(0, 10)
  if (type.kind === 'TIME') return timestampText(BigInt(value as number), type.precision).slice(11)
  if (type.kind === 'TIMESTAMP') return timestampText(value as bigint, type.precision)
  if (type.kind === 'TIMESTAMP_LTZ') return `${timestampText(value as bigint, type.precision)}Z`
  return `#${String(value as number | bigint)}`
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function timestampText(value: bigint, precision: number): string {
  const within = ((value % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((value - within) / 1000n)).toISOString().slice(0, 19).replace('T', ' ')
  return precision === 0 ? seconds : `${seconds}.${String(within).padStart(6, '0').slice(0, precision)}`
}

function floatText(value: number): string {
  const shortest = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digits) => Number(value.toPrecision(digits)))
  return String(shortest.find((candidate) => Math.fround(candidate) === value))
}

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
