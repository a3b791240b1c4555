/** Headers of messages made of columns: of a MAP its entries, of text and bytes one each. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { MessageHeaders } from '../../../src/connectors/kafka/headers.ts'
import { encodeHeaders } from '../../../src/connectors/kafka/wire/batch-builder.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'

const map: LogicalType = { kind: 'MAP', value: { kind: 'STRING' } }
const columns = [
  outputColumn('n', { kind: 'INT' }),
  outputColumn('代码', { kind: 'STRING' }),
  outputColumn('__proto__', { kind: 'BYTES' }),
  outputColumn('about', map),
]
const view = rowViewOf(columns, [
  [1, 'CAST', Uint8Array.of(0xff, 0), new Map([['a', 'b']])],
  [2, '', null, new Map([['c', null]])],
  [3, null, null, null],
])

function header(name: string, value: string | Uint8Array): { name: string; value: Buffer } {
  return { name, value: Buffer.from(value as string) }
}

test('entries of a MAP and columns of text and bytes, in the order in which they are named; NULL is none', () => {
  const headers = MessageHeaders.of(columns, ['about', '__proto__', '代码'])
  assert.ok(headers !== null)
  const wanted = [header('a', 'b'), header('__proto__', Uint8Array.of(0xff, 0)), header('代码', 'CAST')]
  assert.deepEqual(headers.of(view, 0), encodeHeaders(wanted))
  assert.deepEqual(headers.of(view, 1), encodeHeaders([header('代码', '')]))
  assert.equal(headers.of(view, 2), null)
  for (const row of [0, 1]) assert.ok(headers.bytesOf(view, row) >= (headers.of(view, row)?.length ?? 0))
})

test('without names there are none', () => {
  assert.equal(MessageHeaders.of(columns, []), null)
})
