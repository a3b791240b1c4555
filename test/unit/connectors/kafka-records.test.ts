import assert from 'node:assert/strict'
import test from 'node:test'
import type { KafkaMessage } from 'kafkajs'
import { recordBatch } from '../../../src/connectors/kafka/record-batch.ts'
import type { MessageFormat } from '../../../src/connectors/kafka/record-batch.ts'
import { encodingNamed } from '../../../src/connectors/text/encoding.ts'
import { absent } from '../../../src/engine/batch.ts'

function message(offset: number, value: string | Buffer | null, key: string | null = null): KafkaMessage {
  return {
    offset: String(offset),
    timestamp: String(1_000 + offset),
    attributes: 0,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value as string),
    headers: key === null ? {} : { of: Buffer.from(key) },
  }
}

const whole: MessageFormat = { framing: 'whole', encoding: encodingNamed('utf-8'), recordBytesMax: 100 }

function recordsOf(messages: readonly KafkaMessage[], format: MessageFormat) {
  const batch = recordBatch({ topic: 't', partition: 1, messages, nextOffset: 9 }, format)
  const text = (starts: Uint32Array, ends: Uint32Array, index: number): string | null =>
    starts[index] === absent ? null : Buffer.from(batch.bytes.subarray(starts[index], ends[index])).toString()
  const records = Array.from({ length: batch.count }, (_, index) => ({
    text: text(batch.starts, batch.ends, index),
    key: batch.keys === null ? null : text(batch.keys.starts, batch.keys.ends, index),
    offset: batch.offsets[index],
  }))
  return { batch, records }
}

test('whole: a message is a record, whatever newlines are in it', () => {
  const { records, batch } = recordsOf([message(3, 'a\nb\n', 'k'), message(5, null), message(6, '')], whole)
  assert.deepEqual(records, [
    { text: 'a\nb\n', key: 'k', offset: 3 },
    { text: null, key: null, offset: 5 },
    { text: '', key: null, offset: 6 },
  ])
  assert.equal(batch.next.offset, 9)
})

test('line: every line is a record with the offset, time, key and headers of its message', () => {
  const messages = [message(3, 'a\r\n\nb\n', 'k'), message(5, null), message(6, ''), message(7, 'c')]
  const { records, batch } = recordsOf(messages, { ...whole, framing: 'line' })
  assert.deepEqual(records, [
    { text: 'a', key: 'k', offset: 3 },
    { text: '', key: 'k', offset: 3 },
    { text: 'b', key: 'k', offset: 3 },
    { text: null, key: null, offset: 5 },
    { text: '', key: null, offset: 6 },
    { text: 'c', key: null, offset: 7 },
  ])
  assert.deepEqual([...batch.timestamps], [1003, 1003, 1003, 1005, 1006, 1007])
  assert.deepEqual(
    batch.headers?.map((headers) => headers.length),
    [1, 1, 1, 0, 0, 0],
  )
})

test('the limit is one of records, in bytes as they came', () => {
  const gbk = { ...whole, encoding: encodingNamed('gbk'), recordBytesMax: 3 }
  const value = Buffer.from('d6d0d6d00a61', 'hex')
  const { records, batch } = recordsOf([message(1, value)], { ...gbk, framing: 'line' })
  assert.deepEqual(
    records.map(({ text }) => text),
    ['中\ufffd', 'a'],
  )
  assert.deepEqual([...batch.oversized], [[0, 4]])
  // It is too large, not undecodable: it was cut within a character.
  assert.equal(batch.undecodable, null)
})

test('values are decoded, keys are bytes; what is not valid keeps its bytes', () => {
  const gb18030 = { ...whole, encoding: encodingNamed('gb18030') }
  const bad = Buffer.from('d6d0ff', 'hex')
  const { records, batch } = recordsOf([message(1, Buffer.from('d6d0', 'hex'), '中'), message(2, bad)], gb18030)
  assert.deepEqual(records, [
    { text: '中', key: '中', offset: 1 },
    { text: '中\ufffd', key: null, offset: 2 },
  ])
  assert.equal(batch.undecodable?.encoding, 'gb18030')
  assert.deepEqual([...(batch.undecodable?.originals ?? [])], [[1, bad]])
})

test('headers of names that every object has: as kafkajs gives them, less what is none', () => {
  const headers = { constructor: [Object as never, Buffer.from('c')] }
  const given = { ...message(3, 'a'), headers } as KafkaMessage
  const { batch } = recordsOf([given], whole)
  assert.deepEqual(batch.headers, [[{ name: 'constructor', value: Buffer.from('c') }]])
})
