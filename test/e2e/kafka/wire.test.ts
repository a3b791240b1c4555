/** Record batches as bytes on a real broker, with Java's clients and kafkajs's as witnesses. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Kafka } from 'kafkajs'
import { codecs } from '../../../src/connectors/kafka/wire/codecs.ts'
import { isFenced } from '../../../src/connectors/kafka/wire/errors.ts'
import { createWireProducer } from '../../../src/connectors/kafka/wire/producer.ts'
import { consumeWithJava, produceWithJava } from '../../servers/kafka/witness.ts'
import { Random } from '../../support/random.ts'
import { kafkaClient, makeTopic, readTopic, textBatch } from '../../support/wire.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

let client: Kafka
const run = `w${process.pid}-${Date.now()}`
const server = kafkaOfFile(async (brokers) => {
  client = kafkaClient(brokers, { requestTimeout: 5_000 })
})

function onBroker(name: string, run: () => Promise<void>): void {
  test(name, async (context) => {
    if (server.isMissing(context)) return
    await run()
  })
}

const lines = (tag: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${tag} ${index} 中文 ${'x'.repeat(index % 50)}`)

/** What a `read_committed` consumer sees; partitions come in any order. */
async function committedWithJava(topic: string): Promise<readonly string[]> {
  const seen = await consumeWithJava(server.brokers, topic)
  return seen.map(({ value }) => value.toString()).toSorted()
}

onBroker("Java's consumer and ours read what is sent, in every codec", async () => {
  const topic = `${run}-codecs`
  await makeTopic(client, topic, 2)
  const producer = createWireProducer(client, {})
  await producer.open()
  const sent = codecs.flatMap((codec, index) => {
    const values = lines(codec, 3_000)
    return [{ codec, values, partition: index % 2 }]
  })
  await Promise.all(
    sent.map(async ({ codec, values, partition }) => producer.send(topic, partition, textBatch(values, codec))),
  )
  assert.equal(producer.queuedBytes, 0)
  await producer.discard()
  const expected = sent.flatMap(({ values }) => values)
  assert.deepEqual(await committedWithJava(topic), expected.toSorted())
  const read = await readTopic(client, topic)
  const ofPartition = (partition: number): string[] =>
    sent.filter((each) => each.partition === partition).flatMap(({ values }) => values)
  assert.deepEqual(
    read.map(({ text }) => text),
    [...ofPartition(0), ...ofPartition(1)],
  )
})

onBroker('what Java sends is read, in every codec', async () => {
  for (const codec of codecs) {
    const topic = `${run}-java-${codec}`
    await makeTopic(client, topic)
    const values = lines(codec, 4_000)
    await produceWithJava(server.brokers, topic, values, {
      'compression.type': codec,
      'linger.ms': '50',
      'batch.size': '65536',
    })
    assert.deepEqual(
      (await readTopic(client, topic)).map(({ text }) => text),
      values,
      codec,
    )
  }
})

onBroker('three interleaved transactional producers with aborts: what Java sees, and no more', async () => {
  const topic = `${run}-aborts`
  await makeTopic(client, topic, 2)
  const random = new Random(7)
  const producers = [0, 1, 2].map((each) => createWireProducer(client, { transactionalId: `${run}-${each}` }))
  await Promise.all(producers.map(async (producer) => producer.open()))
  const expected: string[] = []
  const open = producers.map((): string[] | null => null)
  for (let step = 0; step < 120; step++) {
    const each = random.between(0, 2)
    const producer = producers[each]
    const pending = open[each]
    if (pending === null) {
      await producer.beginTransaction()
      open[each] = []
    } else if (random.next() < 0.6) {
      const values = Array.from({ length: random.between(1, 10) }, (_, index) => `p${each} s${step} ${index}`)
      await producer.send(topic, random.between(0, 1), textBatch(values, random.pick(codecs)))
      pending.push(...values)
    } else if (random.next() < 0.5) {
      await producer.commit()
      expected.push(...pending)
      open[each] = null
    } else {
      await producer.abort()
      open[each] = null
    }
  }
  for (const [each, pending] of open.entries()) if (pending !== null) await producers[each].abort()
  await Promise.all(producers.map(async (producer) => producer.discard()))
  assert.ok(expected.length > 50)
  assert.deepEqual(await committedWithJava(topic), expected.toSorted())
  assert.deepEqual((await readTopic(client, topic)).map(({ text }) => text).toSorted(), expected.toSorted())
})

onBroker('offsets are committed with the transaction, with their metadata, or not at all', async () => {
  const topic = `${run}-offsets`
  await makeTopic(client, topic, 2)
  const group = `${run}.ck`
  const admin = client.admin()
  await admin.connect()
  const committed = async (): Promise<unknown> => {
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
    return found.partitions.map(({ offset, metadata }) => `${offset} ${metadata ?? ''}`)
  }
  const producer = createWireProducer(client, { transactionalId: `${run}-offsets` })
  await producer.open()
  await producer.beginTransaction()
  await producer.sendOffsets(group, [
    { topic, partition: 0, offset: 5, metadata: '{"epoch":1}' },
    { topic, partition: 1, offset: 6, metadata: '中文' },
  ])
  await producer.commit()
  assert.deepEqual(await committed(), ['5 {"epoch":1}', '6 中文'])
  await producer.beginTransaction()
  await producer.send(topic, 0, textBatch(['gone']))
  await producer.sendOffsets(group, [{ topic, partition: 0, offset: 9, metadata: '' }])
  await producer.abort()
  assert.deepEqual(await committed(), ['5 {"epoch":1}', '6 中文'])
  await producer.discard()
  await admin.disconnect()
})

onBroker(
  'the first error poisons the transaction: commit rejects without asking, and the next transaction is whole',
  async () => {
    const topic = `${run}-poison`
    await makeTopic(client, topic)
    const group = `${run}-poison.ck`
    const producer = createWireProducer(client, { transactionalId: `${run}-poison` })
    await producer.open()
    await producer.beginTransaction()
    await producer.send(topic, 0, textBatch(['gone']))
    const tooLong = [{ topic, partition: 0, offset: 1, metadata: 'x'.repeat(4_097) }]
    await assert.rejects(producer.sendOffsets(group, tooLong), /OFFSET_METADATA_TOO_LARGE/)
    await assert.rejects(producer.send(topic, 0, textBatch(['gone too'])), /no open transaction after/)
    await assert.rejects(producer.commit(), /no open transaction after/)
    await producer.abort()
    await producer.beginTransaction()
    await producer.send(topic, 0, textBatch(['there']))
    await producer.commit()
    await producer.discard()
    assert.deepEqual(await committedWithJava(topic), ['there'])
  },
)

onBroker('a new producer of a transactional id fences the older one', async () => {
  const topic = `${run}-fence`
  await makeTopic(client, topic)
  const older = createWireProducer(client, { transactionalId: `${run}-fence` })
  await older.open()
  await older.beginTransaction()
  await older.send(topic, 0, textBatch(['old']))
  const newer = createWireProducer(client, { transactionalId: `${run}-fence` })
  await newer.open()
  await assert.rejects(older.commit(), (error) => isFenced(error))
  await assert.rejects(older.abort(), (error) => isFenced(error))
  await assert.rejects(older.beginTransaction(), (error) => isFenced(error))
  await newer.beginTransaction()
  await newer.send(topic, 0, textBatch(['new']))
  await newer.commit()
  await Promise.all([older.discard(), newer.discard()])
  assert.deepEqual(await committedWithJava(topic), ['new'])
})

onBroker('a batch that the topic refuses is an error with its name, and the partition goes on', async () => {
  const topic = `${run}-large`
  await makeTopic(client, topic, 1, { 'max.message.bytes': 20_000 })
  const producer = createWireProducer(client, {})
  await producer.open()
  const large = producer.send(topic, 0, textBatch(['y'.repeat(30_000)]))
  const behind = producer.send(topic, 0, textBatch(['behind']))
  await assert.rejects(large, /MESSAGE_TOO_LARGE/)
  await assert.rejects(behind, /MESSAGE_TOO_LARGE/)
  await producer.send(topic, 0, textBatch(['small']))
  await assert.rejects(createAndSendTo(`${run}-nowhere`), /UNKNOWN_TOPIC_OR_PARTITION/)
  await producer.discard()
  assert.deepEqual(
    (await readTopic(client, topic)).map(({ text }) => text),
    ['small'],
  )
})

async function createAndSendTo(topic: string): Promise<unknown> {
  const producer = createWireProducer(client, {})
  await producer.open()
  try {
    return await producer.send(topic, 0, textBatch(['x']))
  } finally {
    await producer.discard()
  }
}
