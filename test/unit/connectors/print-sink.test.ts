import assert from 'node:assert/strict'
import { PassThrough, Writable } from 'node:stream'
import test from 'node:test'
import { createPrintSink } from '../../../src/connectors/print/sink.ts'
import type { SinkConnector } from '../../../src/connectors/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'

const columns = [outputColumn('id', { kind: 'BIGINT' }), outputColumn('name', { kind: 'STRING' })]

function put(sink: SinkConnector, count: number, accepted?: readonly number[]): void {
  const view = rowViewOf(
    columns,
    Array.from({ length: count }, (_, id) => [BigInt(id) + 9007199254740993n, `n${id}`]),
  )
  sink.prepare(view, allRows(count), () => assert.fail('nothing to report'))
  sink.accept(view, accepted ? { rows: Int32Array.from(accepted), count: accepted.length } : allRows(count))
}

test('rows are JSON, one a line, behind the identifier; only those that were accepted', async () => {
  const stream = new PassThrough()
  const sink = createPrintSink({ columns, identifier: 'logins' }, stream)
  await sink.open()
  sink.beginEpoch({ epoch: 1, attempt: 'a' })
  put(sink, 3, [0, 2])
  await sink.drain()
  put(sink, 1)
  assert.deepEqual(await sink.endEpoch(), [])
  const text = String(stream.read())
  assert.equal(
    text,
    'logins> {"id":9007199254740993,"name":"n0"}\nlogins> {"id":9007199254740995,"name":"n2"}\nlogins> {"id":9007199254740993,"name":"n0"}\n',
  )
  assert.deepEqual(sink.totals, { rows: 3, files: 0, bytes: text.length })
  await sink.close()
})

test('a slow reader holds `drain` back', async () => {
  const stream = new PassThrough({ highWaterMark: 10 })
  const sink = createPrintSink({ columns, identifier: null }, stream)
  await sink.open()
  put(sink, 10)
  let drained = false
  const draining = sink.drain().then(() => (drained = true))
  await new Promise(setImmediate)
  assert.equal(drained, false)
  stream.resume()
  await draining
  await sink.close()
})

test('a reader that has gone', async () => {
  const stream = new Writable({
    write: (_bytes, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  })
  const sink = createPrintSink({ columns, identifier: null }, stream)
  await sink.open()
  put(sink, 1)
  await sink.drain().catch(() => {})
  put(sink, 1)
  await assert.rejects(sink.drain(), {
    message: 'cannot write to standard output: the reader has gone (EPIPE)',
    help: 'the program that read the rows has ended',
  })
  await sink.close()
})
