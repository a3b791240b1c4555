/** The Kafka reader as one of several members of its group, and when a topic changes under it: whole shards, no gap, nothing twice. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { crc32 } from 'node:zlib'
import { KafkaLog } from '../../../src/connectors/kafka/log.ts'
import { fetchTopics } from '../../../src/connectors/kafka/topic-ends.ts'
import { KafkaReader } from '../../../src/connectors/kafka/reader.ts'
import type { KafkaReaderOptions } from '../../../src/connectors/kafka/reader.ts'
import type { KafkaSourceOptions } from '../../../src/connectors/kafka/topic-sources.ts'
import type { Delivery, SourcePositions } from '../../../src/connectors/ports.ts'
import { codecs } from '../../../src/connectors/kafka/wire/codecs.ts'
import { createWireProducer } from '../../../src/connectors/kafka/wire/producer.ts'
import { encodingNamed } from '../../../src/connectors/text/encoding.ts'
import { waitFor } from '../../servers/process.ts'
import { textBatch } from '../../support/wire.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { administer, makeTopics } from '../../support/kafka-admin.ts'

/** The broker may be one that runs for long: topics and groups of this run only. */
const run = Date.now().toString(36)
let client = new Kafka({ brokers: [] })
const server = kafkaOfFile(async (brokers) => {
  client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
})

async function createTopic(topic: string, numPartitions: number): Promise<void> {
  await administer(server.brokers, async (admin) => makeTopics(admin, [{ topic, numPartitions }]))
}

/** The values are numbers in order: which record it is can be told from its text. */
async function send(topic: string, partition: number, count: number, first = 0): Promise<void> {
  const producer = client.producer()
  await producer.connect()
  const messages = range(first, first + count).map((n) => ({ value: `{"n":${n}}`, partition }))
  await producer.send({ topic, messages })
  await producer.disconnect()
}

async function deleteBefore(topic: string, offset: number): Promise<void> {
  await administer(server.brokers, async (admin) => {
    // It loads what is known of the topic, which the other call wants to be there.
    await admin.fetchTopicOffsets(topic)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
  })
}

/** Where the shards of a job stand, as its checkpoints would say: shared by the members. */
class Checkpoints {
  readonly of = new Map<number, SourcePositions>()
}

/** A member that begins what it gains where the checkpoints say, and reads as fast as it goes. */
class Member {
  readonly reader: KafkaReader
  readonly owned = new Set<number>()
  /** Offsets by `topic/partition`. */
  readonly offsets: Record<string, number[]> = {}
  error: unknown = null
  private readonly checkpoints: Checkpoints
  private done: Promise<void> = Promise.resolve()

  constructor(checkpoints: Checkpoints, topics: readonly string[], options: Partial<KafkaReaderOptions> = {}) {
    this.checkpoints = checkpoints
    const brokers: [string, string] = ['bootstrap.servers', server.brokers]
    this.reader = new KafkaReader({
      properties: new Map([brokers, ['session.timeout.ms', '3000'], ['heartbeat.interval.ms', '300']]),
      groupId: topics[0],
      protocol: 'test',
      shardCount: 2,
      sources: topics.map(sourceOf),
      ends: new Map(),
      untilEnd: false,
      ...options,
    })
  }

  /** `onDelivery`: the next one is not asked for before it resolves. */
  async read(onDelivery: (delivery: Delivery) => Promise<void> = async () => {}): Promise<this> {
    await this.reader.start({
      onProgress: () => {},
      onAssigned: ({ gained, lost }) => {
        for (const shard of lost) this.owned.delete(shard)
        for (const shard of gained) this.begin(shard)
      },
    })
    this.done = this.readAll(onDelivery).catch((error: unknown) => {
      this.error = error
    })
    return this
  }

  commit(): void {
    for (const shard of this.owned) this.checkpoints.of.set(shard, this.reader.positions(shard))
  }

  of(topic: string, partition: number): readonly number[] {
    return this.offsets[`${topic}/${partition}`] ?? []
  }

  async close(): Promise<void> {
    this.reader.stop()
    await this.done
    await this.reader.close()
  }

  private begin(shard: number): void {
    this.reader.begin(shard, this.checkpoints.of.get(shard) ?? {})
    this.owned.add(shard)
  }

  private async readAll(onDelivery: (delivery: Delivery) => Promise<void>): Promise<void> {
    for (;;) {
      const delivery = await this.reader.next()
      if (delivery === null) return
      if (delivery.accept()) {
        const [{ batch }] = delivery.batches
        const key = `${batch.topic}/${batch.partition}`
        this.offsets[key] = [...(this.offsets[key] ?? []), ...batch.offsets]
      }
      await onDelivery(delivery)
    }
  }
}

function sourceOf(topic: string): KafkaSourceOptions {
  const format = { framing: 'whole', encoding: encodingNamed('utf-8'), recordBytesMax: 1_000 } as const
  return { name: `from ${topic}`, topic, startup: 'earliest-offset', format, recordsPerSecondMax: null }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

test('members share whole shards over all topics; what stays goes on, what moves is read on where it was left', async (context) => {
  if (server.isMissing(context)) return
  const [wide, narrow] = [`wide-${run}`, `narrow-${run}`]
  const topics = [wide, narrow]
  await createTopic(wide, 4)
  await createTopic(narrow, 2)
  for (const partition of range(0, 4)) await send(wide, partition, 10)
  for (const partition of range(0, 2)) await send(narrow, partition, 10)
  const checkpoints = new Checkpoints()
  const first = new Member(checkpoints, topics)
  const second = new Member(checkpoints, topics)
  try {
    await first.read()
    await waitFor('all', 60_000, async () => Object.values(first.offsets).flat().length === 60)
    first.commit()
    await second.read()
    await waitFor('one each', 60_000, async () => first.owned.size === 1 && second.owned.size === 1)
    const [moved] = second.owned
    const [kept] = first.owned
    assert.notEqual(moved, kept)
    for (const partition of range(0, 4)) await send(wide, partition, 10)
    for (const partition of range(0, 2)) await send(narrow, partition, 10)
    await waitFor('the rest', 60_000, async () => Object.values(second.offsets).flat().length === 30)
    await waitFor('the rest', 60_000, async () => Object.values(first.offsets).flat().length === 90)
    assert.deepEqual(Object.keys(second.offsets).toSorted(), [
      `${narrow}/${moved}`,
      `${wide}/${moved}`,
      `${wide}/${moved + 2}`,
    ])
    for (const offsets of Object.values(second.offsets)) assert.deepEqual(offsets, range(10, 20))
    assert.deepEqual(first.of(wide, kept), range(0, 20))
    assert.deepEqual(first.of(wide, moved), range(0, 10))

    second.commit()
    await second.close()
    await waitFor('both again', 60_000, async () => first.owned.size === 2)
    await send(wide, moved, 5)
    await waitFor('the five', 60_000, async () => first.of(wide, moved).length === 15)
    assert.deepEqual(first.of(wide, moved), [...range(0, 10), ...range(20, 25)])
  } finally {
    await first.close()
    await second.close()
  }
})

test('what was fetched before a shard was set back is not accepted', async (context) => {
  if (server.isMissing(context)) return
  const topic = `set-back-${run}`
  await createTopic(topic, 2)
  for (const partition of [0, 1]) await send(topic, partition, 10)
  const member = new Member(new Checkpoints(), [topic])
  try {
    await member.reader.start({ onAssigned: () => {}, onProgress: () => {} })
    const start = { [`from ${topic}`]: [{ topic, partition: 0, offset: 0 }] }
    await waitFor('its shards', 60_000, async () => member.reader.confirm(0))
    member.reader.begin(0, start)
    const delivery = await member.reader.next()
    member.reader.suspend(0)
    member.reader.begin(0, start)
    assert.equal(delivery?.accept(), false)
    const again = await member.reader.next()
    assert.equal(again?.accept(), true)
    assert.equal(again.accept(), false, 'once')
    assert.deepEqual([...(again.batches[0]?.batch.offsets ?? [])], range(0, 10))
    assert.equal(await member.reader.confirm(0), true)
  } finally {
    await member.close()
  }
})

test('a member of another job cannot join the group, and is told why', async (context) => {
  if (server.isMissing(context)) return
  const topic = `guarded-${run}`
  await createTopic(topic, 2)
  const first = new Member(new Checkpoints(), [topic])
  const stranger = new Member(new Checkpoints(), [topic], { protocol: 'other' })
  try {
    await first.read()
    await waitFor('its shards', 60_000, async () => first.owned.size === 2)
    await stranger.read()
    await waitFor('the refusal', 60_000, async () => stranger.error !== null)
    assert.match(String(stranger.error), /the consumer group 'guarded-\w+' has members that do not belong to this job/)
    assert.equal(first.error, null)
  } finally {
    await first.close()
    await stranger.close()
  }
})

test('a partition that is added while it runs is read from its beginning', async (context) => {
  if (server.isMissing(context)) return
  const topic = `growing-${run}`
  await createTopic(topic, 1)
  await send(topic, 0, 10)
  const checkpoints = new Checkpoints()
  const first = new Member(checkpoints, [topic])
  const second = new Member(checkpoints, [topic])
  try {
    await first.read()
    await waitFor('all', 60_000, async () => first.of(topic, 0).length === 10)
    first.commit()
    await administer(server.brokers, async (admin) =>
      admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] }),
    )
    await waitFor('the partition to take records', 60_000, async () => {
      await send(topic, 2, 10)
      return true
    })
    // A rebalance shows it sooner than the age of the metadata would.
    await second.read()
    const both = () => [...first.of(topic, 2), ...second.of(topic, 2)]
    await waitFor('the new ones', 60_000, async () => both().length === 10)
    assert.deepEqual(both(), range(0, 10))
    assert.deepEqual(first.of(topic, 0), range(0, 10))
  } finally {
    await first.close()
    await second.close()
  }
})

test('records deleted before they were read: the reader ends with an error', async (context) => {
  if (server.isMissing(context)) return
  const topic = `short-lived-${run}`
  await createTopic(topic, 1)
  await send(topic, 0, 10)
  const member = new Member(new Checkpoints(), [topic], { shardCount: 1 })
  const message = /offsets 10 to 19 of 'short-lived-\w+', partition 0, were deleted before this job read them/
  try {
    await member.read(async () => {
      if (member.of(topic, 0).length > 10) return
      await send(topic, 0, 10)
      await deleteBefore(topic, 20)
      await send(topic, 0, 5)
    })
    await waitFor('an end', 60_000, async () => member.error !== null || member.of(topic, 0).length > 10)
    assert.match(String(member.error), message)
    assert.deepEqual(member.of(topic, 0), range(0, 10))
  } finally {
    await member.close()
  }
})

test('a record can be looked up, until it is no longer there', async (context) => {
  if (server.isMissing(context)) return
  const topic = `looked-up-${run}`
  await createTopic(topic, 2)
  await send(topic, 0, 10)
  await send(topic, 1, 1)
  const properties = new Map([['bootstrap.servers', server.brokers]])
  const log = new KafkaLog({ properties, sources: [sourceOf(topic)], shard: 0, shardCount: 2 })
  assert.deepEqual(await log.partitions(), [{ source: `from ${topic}`, topic, partition: 0 }])
  const [partition] = await log.partitions()
  assert.deepEqual(await log.bounds(partition), { start: 0, end: 10 })
  const found = await log.recordAt(partition, 7)
  assert.deepEqual([found?.offset, found?.crc], [7, crc32('{"n":7}')])
  assert.equal(await log.recordAt(partition, 10), null)
  await deleteBefore(topic, 8)
  assert.equal(await log.recordAt(partition, 7), null)
  await log.partitions()
  assert.deepEqual(await log.bounds(partition), { start: 8, end: 10 })
  assert.equal(await log.startOffset(partition), 8)
})

test('a record can be looked up in a batch of any codec', async (context) => {
  if (server.isMissing(context)) return
  const topic = `looked-up-packed-${run}`
  await createTopic(topic, 1)
  const values = range(0, 10).map((n) => `${n} `.repeat(100))
  const producer = createWireProducer(client, {})
  await producer.open()
  for (const codec of codecs) await producer.send(topic, 0, textBatch(values, codec))
  await producer.discard()
  const properties = new Map([['bootstrap.servers', server.brokers]])
  const log = new KafkaLog({ properties, sources: [sourceOf(topic)], shard: 0, shardCount: 1 })
  const [partition] = await log.partitions()
  for (const [index] of codecs.entries()) {
    const found = await log.recordAt(partition, 10 * index + 7)
    assert.deepEqual([found?.offset, found?.crc], [10 * index + 7, crc32(values[7])])
  }
})

test('where the topic is the one that was read, it goes on behind the last record', async (context) => {
  if (server.isMissing(context)) return
  const topic = `same-${run}`
  await createTopic(topic, 1)
  await send(topic, 0, 10)
  const checkpoints = new Checkpoints()
  for (const expected of [range(0, 10), range(10, 20)]) {
    const member = new Member(checkpoints, [topic], { shardCount: 1 })
    try {
      await member.read()
      await waitFor('all', 60_000, async () => member.of(topic, 0).length === 10)
      assert.deepEqual(member.of(topic, 0), expected)
      member.commit()
    } finally {
      await member.close()
    }
    await send(topic, 0, 10, 10)
  }
})

test('until the end: that which was there at first, and at once where nothing is left', async (context) => {
  if (server.isMissing(context)) return
  const topic = `ending-${run}`
  await createTopic(topic, 2)
  await send(topic, 1, 10)
  const ends = await fetchTopics(new Map([['bootstrap.servers', server.brokers]]), [topic])
  const checkpoints = new Checkpoints()
  for (const expected of [range(0, 10), []]) {
    const member = new Member(checkpoints, [topic], { untilEnd: true, ends })
    assert.equal(member.reader.isAtEnd(), false)
    await member.read()
    await waitFor('the end', 60_000, async () => member.reader.isAtEnd())
    assert.deepEqual(member.of(topic, 1), expected)
    assert.deepEqual([...member.reader.remaining().values()], [{ records: 0 }])
    member.commit()
    await member.close()
  }
})
