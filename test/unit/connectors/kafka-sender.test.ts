import assert from 'node:assert/strict'
import test from 'node:test'
import type { ProducerRecord, RecordMetadata } from 'kafkajs'
import { KafkaProducers } from '../../../src/connectors/kafka/producers.ts'
import { compressionOf, Lanes, sendToPartition } from '../../../src/connectors/kafka/sender.ts'

const message = { key: null, value: Buffer.from('v'), timestamp: 1_000 }

function acknowledging(...acknowledged: Partial<RecordMetadata>[]) {
  const records: ProducerRecord[] = []
  const send = async (record: ProducerRecord): Promise<RecordMetadata[]> => {
    records.push(record)
    return acknowledged as RecordMetadata[]
  }
  return { records, send }
}

test('a request holds one partition, chosen here, acknowledged by all replicas in sync', async () => {
  const { records, send } = acknowledging({ topicName: 't', partition: 3, errorCode: 0 })
  const headers = new Map([['__proto__', Buffer.from('h')]])
  await sendToPartition(send, 't', 3, [{ ...message, headers }], 'none')
  assert.equal(records[0].acks, -1)
  assert.deepEqual(
    records[0].messages.map(({ partition, timestamp }) => ({ partition, timestamp })),
    [{ partition: 3, timestamp: '1000' }],
  )
  assert.deepEqual(Object.entries(records[0].messages[0].headers ?? {}), [['__proto__', Buffer.from('h')]])
})

test('without the acknowledgement of its partition it was not written', async () => {
  for (const acknowledged of [[], [{ topicName: 't', partition: 2, errorCode: 0 }]]) {
    await assert.rejects(
      sendToPartition(acknowledging(...acknowledged).send, 't', 3, [message], 'none'),
      /did not acknowledge the messages for 't', partition 3/,
    )
  }
  const refused = acknowledging({ topicName: 't', partition: 3, errorCode: 87 })
  await assert.rejects(sendToPartition(refused.send, 't', 3, [message], 'none'), /refused .* code 87/)
})

test('one partition, one after the other, also after a failure; others side by side', async () => {
  const lanes = new Lanes()
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = lanes.run('t', 0, async () => {
    await gate.promise
    order.push('first')
    throw new Error('failed')
  })
  const second = lanes.run('t', 0, async () => void order.push('second'))
  await lanes.run('t', 1, async () => void order.push('other'))
  assert.equal(lanes.isIdle, false)
  gate.resolve()
  await assert.rejects(first, /failed/)
  await second
  await lanes.settled()
  assert.deepEqual(order, ['other', 'first', 'second'])
  assert.equal(lanes.isIdle, true)
})

test('all sinks of a cluster share one producer', () => {
  const producers = new KafkaProducers()
  const cluster = ['bootstrap.servers', 'a:1'] as const
  const sender = producers.senderFor(new Map([cluster, ['compression.type', 'zstd']]))
  assert.equal(producers.senderFor(new Map([['max.request.size', '9'], cluster])), sender)
  assert.notEqual(producers.senderFor(new Map([cluster, ['client.id', 'x']])), sender)
  assert.notEqual(producers.senderFor(new Map([['bootstrap.servers', 'b:1']])), sender)
  assert.equal(producers.size, 3)
})

test('a compression that is not known is refused with those that are', () => {
  assert.equal(compressionOf(new Map()), 'none')
  assert.throws(() => compressionOf(new Map([['compression.type', 'constructor']])), /'constructor'/)
})
