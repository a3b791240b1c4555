/** Batches behind a proxy that loses requests and replies and cuts connections: each arrives once, in order, or is an error. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Kafka } from 'kafkajs'
import { createWireConsumer } from '../../../src/connectors/kafka/wire/consumer.ts'
import { fetchedOf } from '../../../src/connectors/kafka/wire/fetcher.ts'
import type { WireProducer, WireProducerOptions } from '../../../src/connectors/kafka/wire/ports.ts'
import { createWireProducer } from '../../../src/connectors/kafka/wire/producer.ts'
import { readRecordBatches } from '../../../src/connectors/kafka/wire/records.ts'
import type { ApiName, KafkaProxy } from '../../support/kafka-proxy.ts'
import { proxiedKafka } from '../../support/proxied-kafka.ts'
import { waitFor } from '../../servers/process.ts'
import { kafkaClient, makeTopic, readTopic, textBatch } from '../../support/wire.ts'

const kafka = proxiedKafka()

interface Stage {
  readonly proxy: KafkaProxy
  /** Behind the proxy. */
  readonly client: Kafka
  readonly topic: string
  open(options?: Partial<WireProducerOptions>): Promise<WireProducer>
  /** What is there, read past the proxy. */
  read(): Promise<readonly string[]>
}

let topics = 0

function behindProxy(name: string, run: (stage: Stage) => Promise<void>): void {
  test(name, async (context) => {
    const started = kafka(context)
    if (started === null) return
    const { server, proxy: through } = started
    const topic = `faults.${++topics}`
    const direct = kafkaClient(server.brokers)
    await makeTopic(direct, topic, 2)
    const retry = { initialRetryTime: 50, maxRetryTime: 200, retries: 3 }
    const client = kafkaClient(through.address, { requestTimeout: 500, connectionTimeout: 500, retry })
    const opened: WireProducer[] = []
    const open = async (options: Partial<WireProducerOptions> = {}): Promise<WireProducer> => {
      const producer = createWireProducer(client, { requestTimeoutMs: 700, deliveryTimeoutMs: 20_000, ...options })
      opened.push(producer)
      await producer.open()
      return producer
    }
    const read = async (): Promise<readonly string[]> => (await readTopic(direct, topic)).map(({ text }) => text)
    try {
      await run({ proxy: through, client, topic, open, read })
    } finally {
      through.calm()
      await Promise.all(opened.map(async (producer) => producer.discard()))
    }
  })
}

const values = (tag: string, count = 50): string[] => Array.from({ length: count }, (_, index) => `${tag}.${index}`)

behindProxy('lost replies, lost requests and cut connections: each batch is there once, in order', async (stage) => {
  const producer = await stage.open()
  const faults = [
    ['reply', 'drop'],
    ['request', 'drop'],
    ['reply', 'cut'],
    ['request', 'cut'],
    ['reply', 'cut-inside'],
    ['request', 'cut-inside'],
  ] as const
  const sent: string[][] = [[], []]
  for (const [round, [direction, action]] of faults.entries()) {
    const fault = stage.proxy.on('Produce', direction, action)
    const sending = [0, 1, 0, 1].map(async (partition, index) => {
      const batch = values(`r${round}.${index}`)
      sent[partition].push(...batch)
      await producer.send(stage.topic, partition, textBatch(batch))
    })
    await Promise.all(sending)
    assert.equal(fault.count, 1, `${direction} ${action}`)
  }
  assert.ok(producer.retries >= faults.length)
  assert.deepEqual(await stage.read(), [...sent[0], ...sent[1]])
})

for (const direction of ['reply', 'request'] as const) {
  behindProxy(
    `a batch that is given up, its ${direction} lost, is an error, and the next one not taken for it`,
    async (stage) => {
      const producer = await stage.open({ deliveryTimeoutMs: 1_500 })
      await producer.send(stage.topic, 0, textBatch(['first']))
      stage.proxy.on('Produce', direction, 'drop', 1_000)
      await assert.rejects(producer.send(stage.topic, 0, textBatch(['unknown'])), /no answer|timed out|given up/)
      stage.proxy.calm()
      await producer.send(stage.topic, 0, textBatch(['next']))
      const read = await stage.read()
      assert.deepEqual(
        read.filter((text) => text !== 'unknown'),
        ['first', 'next'],
      )
      assert.ok(read.length <= 3, 'the one whose fate is unknown is there once at most')
    },
  )
}

behindProxy('sequences go on at 0 behind the last number', async (stage) => {
  const producer = await stage.open({ firstSequence: 2 ** 31 - 1 - 120 })
  const sent = [0, 1, 2, 3, 4].map((each) => values(`b${each}`))
  for (const [index, batch] of sent.entries()) {
    // The one over the end, and one behind it, are sent twice.
    if (index === 2 || index === 3) stage.proxy.on('Produce', 'reply', 'drop')
    await producer.send(stage.topic, 0, textBatch(batch))
  }
  assert.deepEqual(await stage.read(), sent.flat())
})

const ofTransaction: readonly ApiName[] = [
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'TxnOffsetCommit',
  'EndTxn',
]

behindProxy('a transaction whose requests or replies are lost once commits once', async (stage) => {
  const expected: string[] = []
  for (const direction of ['request', 'reply'] as const) {
    for (const api of ofTransaction) {
      const fault = stage.proxy.on(api, direction, 'drop')
      const producer = await stage.open({ transactionalId: `lost-${direction}-${api}` })
      await producer.beginTransaction()
      const batch = values(`${direction} ${api}`, 3)
      expected.push(...batch)
      await producer.send(stage.topic, 0, textBatch(batch))
      await producer.sendOffsets('lost.ck', [{ topic: stage.topic, partition: 0, offset: 1, metadata: api }])
      await producer.commit()
      assert.equal(fault.count, 1, `${direction} ${api}`)
    }
  }
  assert.deepEqual(await stage.read(), expected)
})

behindProxy(
  'a batch given up inside a transaction leaves only abort, and the next transaction is whole',
  async (stage) => {
    const producer = await stage.open({ transactionalId: 'given-up', deliveryTimeoutMs: 1_500 })
    await producer.beginTransaction()
    await producer.send(stage.topic, 0, textBatch(['gone']))
    stage.proxy.on('Produce', 'reply', 'drop', 1_000)
    await assert.rejects(producer.send(stage.topic, 0, textBatch(['gone too'])))
    stage.proxy.calm()
    await assert.rejects(producer.commit(), /no open transaction after/)
    await producer.abort()
    await producer.beginTransaction()
    await producer.send(stage.topic, 0, textBatch(['there']))
    await producer.commit()
    assert.deepEqual(await stage.read(), ['there'])
  },
)

behindProxy('a broker that is away for a while', async (stage) => {
  const producer = await stage.open()
  await producer.send(stage.topic, 0, textBatch(['before']))
  await stage.proxy.refuse()
  const sending = producer.send(stage.topic, 0, textBatch(['meanwhile']))
  while (producer.retries < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  await stage.proxy.accept()
  await sending
  assert.deepEqual(await stage.read(), ['before', 'meanwhile'])
})

behindProxy('fetches that are lost or cut are fetched again: nothing is missing, nothing twice', async (stage) => {
  const producer = await stage.open()
  const sent = Array.from({ length: 20 }, (_, each) => values(`f${each}`, 200))
  for (const batch of sent) await producer.send(stage.topic, 0, textBatch(batch, 'lz4'))
  for (const action of ['cut', 'cut-inside', 'drop'] as const) {
    const fault = stage.proxy.on('Fetch', 'reply', action)
    const seen = await readTopic(stage.client, stage.topic)
    assert.deepEqual(
      seen.map(({ text }) => text),
      sent.flat(),
      action,
    )
    assert.equal(fault.count, 1)
  }
})

test('answers that wait to be worked on are bounded, however much there is to fetch', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const topic = `faults.${++topics}`
  const direct = kafkaClient(started.server.brokers)
  await makeTopic(direct, topic, 2)
  const producer = createWireProducer(direct, { requestTimeoutMs: 5_000, deliveryTimeoutMs: 60_000 })
  await producer.open()
  const batch = ['x'.repeat(100_000)]
  const batches = 30
  for (let each = 0; each < batches; each++) await producer.send(topic, each % 2, textBatch(batch))
  await producer.discard()

  const queuedBytesMax = 500_000
  const client = kafkaClient(started.proxy.address)
  const config = { groupId: `bounded.${topic}`, maxWaitTimeInMs: 100 }
  const consumer = createWireConsumer(client, config, { queuedBytesMax, requestTimeoutMs: 5_000 })
  const fetchesBefore = started.proxy.requests('Fetch')
  let bytes = 0
  let largest = 0
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      eachBatch: async ({ batch: kafkaBatch }) => {
        const fetched = fetchedOf(kafkaBatch)
        if (fetched === null) throw new Error('a batch of kafkajs')
        largest = Math.max(largest, fetched.bytes.length)
        for (const { count } of readRecordBatches(fetched)) bytes += count * batch[0].length
      },
    })
    await waitFor('all of it', 60_000, async () => bytes === batches * batch[0].length)
  } finally {
    await consumer.disconnect()
  }
  // Of the broker's two answers, the one that is worked on and the one under way, each has half.
  assert.ok(largest <= queuedBytesMax / 2, `an answer of ${largest} bytes`)
  const fetches = started.proxy.requests('Fetch') - fetchesBefore
  assert.ok(fetches >= (batches * batch[0].length) / (queuedBytesMax / 2), `${fetches} fetches`)
})
