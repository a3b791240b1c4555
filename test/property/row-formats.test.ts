import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { OutputColumn, RowView } from '../../src/engine/ports.ts'
import { allRows } from '../../src/engine/selection.ts'
import { avroSchema } from '../../src/formats/avro/schema.ts'
import { GrowingBytes } from '../../src/formats/byte-buffer.ts'
import { createRowEncoder } from '../../src/formats/index.ts'
import type { RowFormat } from '../../src/formats/index.ts'
import type { Value } from '../../src/types/value.ts'
import { arbitraryColumn } from '../support/arbitrary-columns.ts'
import { avroType, storedValue } from '../support/avro-reader.ts'
import { outputColumn, rowViewOf } from '../support/columns.ts'
import { runsOf } from '../support/inputs.ts'
import { expectedJson } from '../support/json-values.ts'

const rowsMax = 40
/** On average a run tries half as many. */
const options = { numRuns: runsOf(100, rowsMax / 2) }

const table = fc
  .integer({ min: 1, max: rowsMax })
  .chain((count) => fc.array(arbitraryColumn(count), { minLength: 1, maxLength: 8 }))
  .map((generated) => ({
    columns: generated.map(({ type, nullable }, c) => outputColumn(`c${c}`, type, nullable)),
    rows: generated[0].values.map((_, r) => generated.map(({ values }) => values[r])),
  }))

function encode(format: RowFormat, columns: readonly OutputColumn[], rows: readonly (readonly Value[])[]): Buffer[] {
  const out = new GrowingBytes(1)
  const ends = { of: new Uint32Array(0) }
  const view: RowView = rowViewOf(columns, rows)
  createRowEncoder(format, columns, {}).encode(view, allRows(rows.length), out, ends, assert.fail)
  return rows.map((_, k) => Buffer.from(out.bytes.subarray(k === 0 ? 0 : ends.of[k - 1], ends.of[k])))
}

test('random rows in Avro are what avsc makes of them', () => {
  fc.assert(
    fc.property(table, ({ columns, rows }) => {
      const type = avroType(avroSchema(columns, { name: 'r' }))
      encode('avro', columns, rows).forEach((bytes, r) => {
        const stored = Object.fromEntries(
          columns.map((column, c) => [column.name, storedValue(column.type, rows[r][c])]),
        )
        assert.ok(bytes.equals(type.toBuffer(stored)), `row ${r}`)
      })
    }),
    options,
  )
})

test('random rows in JSON read back with all digits', () => {
  fc.assert(
    fc.property(table, ({ columns, rows }) => {
      encode('json', columns, rows).forEach((bytes, r) => {
        const seen = JSON.parse(bytes.toString(), (_key, value: unknown, context?: { source?: string }) =>
          typeof value === 'number' ? `#${context?.source}` : value,
        ) as Record<string, unknown>
        columns.forEach((column, c) => {
          assert.equal(seen[column.name], expectedJson(column.type, rows[r][c]), `row ${r}, ${column.type.kind}`)
        })
      })
    }),
    options,
  )
})
