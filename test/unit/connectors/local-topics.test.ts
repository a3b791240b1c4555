import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import avsc from 'avsc'
import { LocalTopics } from '../../../src/connectors/local/topic-sink.ts'
import type { LocalFormat } from '../../../src/connectors/local/topic-sink.ts'
import { createLocalTopicSource } from '../../../src/connectors/local/topic-source.ts'
import type { SinkConnector } from '../../../src/connectors/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import type { Position } from '../../../src/engine/batch.ts'
import { avroSchema } from '../../../src/formats/avro/schema.ts'
import { createRowEncoder } from '../../../src/formats/index.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { recordsOf } from '../../support/records.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function messagesOf(directory: string, topics: readonly string[], from: readonly Position[] = []) {
  const source = createLocalTopicSource({ directory, topics, recordBytesMax: 10 })
  await source.open()
  const messages: (readonly [string, string, number, number | null])[] = []
  let last: Position | null = null
  for await (const batch of source.batches(from, new AbortController().signal)) {
    assert.deepEqual([batch.partition, batch.file, batch.lines], [0, null, null])
    messages.push(
      ...recordsOf(batch).map(({ topic, text, offset, oversized }) => [topic, text, offset, oversized] as const),
    )
    last = batch.next
  }
  await source.close()
  return { messages, last }
}

test('the files of topics give messages, numbered by line; from every position the rest', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'plain'), 'a\n\nlonger than ten\nc')
  writeFileSync(join(folder, 'logs.log'), 'd\n')
  writeFileSync(join(folder, 'zipped.log.gz'), gzipSync('e\n'))
  const { messages, last } = await messagesOf(folder, ['plain', 'logs', 'zipped'])
  const expected = [
    ['plain', 'a', 0, null],
    ['plain', '', 1, null],
    ['plain', 'longer tha', 2, 15],
    ['plain', 'c', 3, null],
    ['logs', 'd', 0, null],
    ['zipped', 'e', 0, null],
  ]
  assert.deepEqual(messages, expected)
  assert.deepEqual(last, { topic: 'zipped', partition: 0, offset: 1 })
  for (let offset = 0; offset <= 4; offset++) {
    const rest = await messagesOf(folder, ['plain'], [{ topic: 'plain', partition: 0, offset }])
    assert.deepEqual(rest.messages, expected.slice(offset, 4))
  }
})

test('a topic without a file, or with two', async (t) => {
  const folder = temporaryFolder(t)
  await assert.rejects(messagesOf(folder, ['game.raw']), {
    message: `no file stands for the topic \`game.raw\` in \`${folder}\``,
    help: `put its messages, one a line, into \`${folder}/game.raw.log\``,
  })
  writeFileSync(join(folder, 'game.raw'), '')
  writeFileSync(join(folder, 'game.raw.gz'), gzipSync(''))
  await assert.rejects(messagesOf(folder, ['game.raw']), {
    message: `several files stand for the topic \`game.raw\`: \`${folder}/game.raw\`, \`${folder}/game.raw.gz\``,
    help: 'leave one of them there',
  })
})

const columns = [outputColumn('id', { kind: 'INT' }, false)]
const json: LocalFormat = { kind: 'json', encoder: createRowEncoder('json', columns, {}) }

function put(sink: SinkConnector, ids: readonly number[]): void {
  const view = rowViewOf(
    columns,
    ids.map((id) => [id]),
  )
  sink.prepare(view, allRows(ids.length), () => assert.fail('nothing to report'))
  sink.accept(view, allRows(ids.length))
}

test('JSON: one file of the two sinks of a topic, there only when both are closed', async (t) => {
  const folder = join(temporaryFolder(t), 'out')
  const topics = new LocalTopics(folder)
  const sinks = [topics.createSink('dwd.login', json), topics.createSink('dwd.login', json)]
  for (const [index, sink] of sinks.entries()) {
    await sink.open()
    put(sink, [index, index + 10])
    assert.deepEqual(await sink.endEpoch(), [])
  }
  await sinks[0].close()
  assert.deepEqual(
    readdirSync(folder).filter((name) => !name.startsWith('.')),
    [],
  )
  await sinks[1].close()
  assert.deepEqual(readdirSync(folder), ['dwd.login.jsonl'])
  const text = '{"id":0}\n{"id":10}\n{"id":1}\n{"id":11}\n'
  assert.equal(readFileSync(join(folder, 'dwd.login.jsonl'), 'utf8'), text)
  assert.deepEqual(sinks[0].totals, { rows: 2, files: 0, bytes: 19 })
})

test('what no epoch ended is not in the file', async (t) => {
  const folder = temporaryFolder(t)
  const sink = new LocalTopics(folder).createSink('t', json)
  await sink.open()
  put(sink, [1])
  await sink.endEpoch()
  put(
    sink,
    Array.from({ length: 10_000 }, (_, id) => id),
  )
  await sink.drain()
  await sink.close()
  assert.equal(readFileSync(join(folder, 't.jsonl'), 'utf8'), '{"id":1}\n')
  assert.deepEqual(sink.totals, { rows: 1, files: 0, bytes: 9 })
})

/** A topic's Avro file as avsc reads it. */
async function readAvro(path: string): Promise<unknown[]> {
  const read: unknown[] = []
  for await (const row of avsc.createFileDecoder(path)) read.push((row as { id: number }).id)
  return read
}

function avro(record: string): LocalFormat {
  const schema = avroSchema(columns, { name: record })
  return { kind: 'avro', encoder: createRowEncoder('avro', columns, {}), schema }
}

test('Avro: an object container file that avsc reads, of several blocks, of no rows too', async (t) => {
  const folder = temporaryFolder(t)
  const topics = new LocalTopics(folder)
  const full = topics.createSink('full', avro('login'))
  const empty = topics.createSink('empty', avro('login'))
  await full.open()
  await empty.open()
  const ids = Array.from({ length: 40_000 }, (_, id) => id * 50_000 - 1_000_000_000)
  for (let at = 0; at < ids.length; at += 1000) {
    put(full, ids.slice(at, at + 1000))
    await full.drain()
  }
  await full.endEpoch()
  await empty.endEpoch()
  await full.close()
  await empty.close()
  assert.deepEqual(await readAvro(join(folder, 'full.avro')), ids)
  assert.deepEqual(await readAvro(join(folder, 'empty.avro')), [])
})

test('Avro: two sinks of one topic, named differently, give one file', async (t) => {
  const folder = temporaryFolder(t)
  const topics = new LocalTopics(folder)
  const sinks = [topics.createSink('t', avro('one')), topics.createSink('t', avro('other'))]
  for (const [index, sink] of sinks.entries()) {
    await sink.open()
    put(sink, [index])
    await sink.endEpoch()
  }
  for (const sink of sinks) await sink.close()
  assert.deepEqual(await readAvro(join(folder, 't.avro')), [0, 1])
})

test('where no file can be written', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'out'), '')
  const sink = new LocalTopics(join(folder, 'out')).createSink('t', json)
  await assert.rejects(sink.open(), { message: `cannot write \`${folder}/out/t.jsonl\`: it exists already (EEXIST)` })
})
