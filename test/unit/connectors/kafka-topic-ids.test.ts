/** The metadata request and its answer as bytes: versions of Kafka's compact encoding, written out by hand. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { metadataBody, readMetadataAnswer } from '../../../src/connectors/kafka/wire/topic-ids.ts'

const id = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const compact = (text: string): Buffer => Buffer.concat([Buffer.of(text.length + 1), Buffer.from(text)])
const brokerList = (...nodes: number[]): Buffer => Buffer.concat([Buffer.of(nodes.length + 1), ...nodes.map(int32)])
const partition = Buffer.concat([
  ...[Buffer.of(0, 0), int32(0), int32(1), int32(7)],
  ...[brokerList(1, 2), brokerList(1), brokerList()],
  // One tagged field, of a later version: number 0, two bytes.
  Buffer.of(1, 0, 2, 9, 9),
])
const topic = (name: string, code: number, topicId: Buffer): Buffer =>
  Buffer.concat([
    ...[Buffer.of(0, code), compact(name), topicId, Buffer.of(0)],
    ...[Buffer.of(3), partition, partition, int32(-1), Buffer.of(0)],
  ])
const answer = Buffer.concat([
  ...[Buffer.of(0), int32(0)],
  // One broker, without a rack.
  ...[Buffer.of(2), int32(1), compact('localhost'), int32(9092), Buffer.of(0), Buffer.of(0)],
  ...[compact('cluster'), int32(1)],
  ...[Buffer.of(4), topic('a', 0, id), topic('b', 3, Buffer.alloc(16)), topic('c', 0, Buffer.alloc(16))],
  ...[int32(-1), Buffer.of(0)],
])

test('the ids of topics are read from an answer with brokers, partitions and tagged fields', () => {
  assert.deepEqual(readMetadataAnswer(answer), [
    { topic: 'a', code: 0, id: 'AAECAwQFBgcICQoLDA0ODw' },
    { topic: 'b', code: 3, id: null },
    { topic: 'c', code: 0, id: null },
  ])
})

test('an answer that is cut anywhere is an error, and no wrong id', () => {
  // What stands behind the topics is not needed.
  for (let length = 0; length < answer.length - 10; length++) {
    assert.throws(() => readMetadataAnswer(answer.subarray(0, length)), RangeError, `${length} bytes`)
  }
})

test('the request names the topics, a long name too', () => {
  const long = 'x'.repeat(200)
  const none = '00'.repeat(16)
  const expected = `00 03 ${none} 02 61 00 ${none} c901 ${Buffer.from(long).toString('hex')} 00 000000 00`
  assert.equal(metadataBody(['a', long]).toString('hex'), expected.replaceAll(' ', ''))
})
