import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { OutputColumn } from '../../src/engine/ports.ts'
import { allRows } from '../../src/engine/selection.ts'
import { avroSchema } from '../../src/formats/avro/schema.ts'
import { GrowingBytes } from '../../src/formats/byte-buffer.ts'
import { createRowEncoder } from '../../src/formats/index.ts'
import type { RowFormat, RowFormatOptions } from '../../src/formats/index.ts'
import { nestedText } from '../../src/types/conversion/nested.ts'
import type { Value } from '../../src/types/value.ts'
import { arbitraryNestedColumn } from '../support/arbitrary-nested.ts'
import { avroType, storedValue } from '../support/avro-reader.ts'
import { outputColumn, rowViewOf } from '../support/columns.ts'

interface Table {
  readonly columns: readonly OutputColumn[]
  readonly rows: readonly (readonly Value[])[]
}

function arbitraryTable(names?: readonly string[]): fc.Arbitrary<Table> {
  return fc
    .integer({ min: 1, max: 6 })
    .chain((count) => fc.array(arbitraryNestedColumn(count, names), { minLength: 1, maxLength: 3 }))
    .map((generated) => ({
      columns: generated.map(({ type, nullable }, c) => outputColumn(`c${c}`, type, nullable)),
      rows: generated[0].values.map((_, r) => generated.map(({ values }) => values[r])),
    }))
}

function encode<F extends RowFormat>(format: F, { columns, rows }: Table, options: RowFormatOptions[F]): Buffer[] {
  const out = new GrowingBytes(1)
  const ends = { of: new Uint32Array(0) }
  createRowEncoder(format, columns, options).encode(
    rowViewOf(columns, rows),
    allRows(rows.length),
    out,
    ends,
    assert.fail,
  )
  return rows.map((_, k) => Buffer.from(out.bytes.subarray(k === 0 ? 0 : ends.of[k - 1], ends.of[k])))
}

/** Maps and records by what they hold, whatever they are made of. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : value
  return Object.entries(value)
    .map(([key, part]) => [key, plain(part)])
    .toSorted(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))
}

// avsc reads into plain objects, which can hold no key `__proto__`.
test('nested values in Avro are read by avsc as what they were', () => {
  fc.assert(
    fc.property(arbitraryTable(['a', 'b', 'c', 'key_value']), (table) => {
      const type = avroType(avroSchema(table.columns, { name: 'r' }))
      encode('avro', table, {}).forEach((bytes, r) => {
        const stored = table.columns.map((column, c) => [column.name, storedValue(column.type, table.rows[r][c])])
        assert.deepEqual(plain(type.fromBuffer(bytes)), plain(Object.fromEntries(stored)), `row ${r}`)
      })
    }),
  )
})

test('nested values in JSON stand as the engine holds them', () => {
  fc.assert(
    fc.property(arbitraryTable(), (table) => {
      encode('json', table, {}).forEach((bytes, r) => {
        const members = table.columns.map(({ name, type }, c) => {
          const value = table.rows[r][c]
          return `"${name}":${value === null ? 'null' : nestedText(value, type)}`
        })
        assert.equal(bytes.toString(), `{${members.join(',')}}\n`)
      })
    }),
  )
})
