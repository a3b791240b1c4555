/** The Kafka source as one of several members of its group, and when the topic changes under it: nothing lost, little twice. */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { Kafka, logLevel, type Admin } from 'kafkajs'
import { createKafkaSource } from '../../../src/connectors/kafka/source.ts'
import type { KafkaSourceOptions } from '../../../src/connectors/kafka/source.ts'
import type { SourceConnector } from '../../../src/connectors/ports.ts'
import type { Position, RecordBatch } from '../../../src/engine/batch.ts'
import { startKafka, type KafkaServer } from '../../servers/kafka/kafka.ts'
import { waitFor } from '../../servers/process.ts'

let server: KafkaServer | null = null
let skip = ''
let client = new Kafka({ brokers: [] })

before(async () => {
  const started = await startKafka()
  if ('skip' in started) {
    skip = started.skip
    assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
    return
  }
  server = started
  client = new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING })
})

after(async () => {
  await server?.stop()
})

async function administer<T>(use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

async function createTopic(topic: string, numPartitions: number): Promise<void> {
  await administer((admin) => admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true }))
}

async function send(topic: string, partition: number, count: number): Promise<void> {
  const producer = client.producer()
  await producer.connect()
  await producer.send({ topic, messages: Array.from({ length: count }, () => ({ value: '{}', partition })) })
  await producer.disconnect()
}

async function deleteBefore(topic: string, offset: number): Promise<void> {
  await administer(async (admin) => {
    // It loads what is known of the topic, which the other call wants to be there.
    await admin.fetchTopicOffsets(topic)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
  })
}

async function groupAt(groupId: string, topic: string): Promise<Record<number, number>> {
  const [found] = await administer((admin) => admin.fetchOffsets({ groupId, topics: [topic] }))
  return Object.fromEntries(found.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
}

/** A source that is read as fast as it goes, with what it gave: offsets by partition. */
class Member {
  readonly source: SourceConnector
  readonly offsets: Record<number, number[]> = {}
  error: unknown = null
  private readonly next = new Map<number, Position>()
  private readonly stop = new AbortController()
  private done: Promise<void> = Promise.resolve()

  constructor(topic: string, options: Partial<KafkaSourceOptions> = {}) {
    this.source = createKafkaSource({
      topic,
      groupId: topic,
      properties: new Map([['bootstrap.servers', server?.brokers ?? '']]),
      startup: 'earliest-offset',
      format: { framing: 'whole', encoding: { name: 'utf-8' }, recordBytesMax: 1_000 },
      recordsPerSecondMax: null,
      untilEnd: false,
      ...options,
    } as KafkaSourceOptions)
  }

  /** `onBatch`: the next batch is not asked for before it resolves. */
  read(onBatch: (batch: RecordBatch) => Promise<void> = async () => {}): void {
    this.done = this.readAll(onBatch).catch((error: unknown) => {
      this.error = error
    })
  }

  async commit(): Promise<void> {
    await this.source.commit([...this.next.values()])
  }

  count(partition: number): number {
    return this.offsets[partition]?.length ?? 0
  }

  /** The partitions that the group gave it. */
  get assigned(): string {
    const partitions = this.source.lag?.().map(({ partition }) => partition) ?? []
    return partitions.toSorted((a, b) => a - b).join()
  }

  async close(): Promise<void> {
    this.stop.abort()
    await this.done
    await this.source.close()
  }

  private async readAll(onBatch: (batch: RecordBatch) => Promise<void>): Promise<void> {
    for (const position of (await this.source.committed()) ?? []) this.next.set(position.partition, position)
    for await (const batch of this.source.batches([], this.stop.signal)) {
      const { partition } = batch.next
      this.offsets[partition] = [...(this.offsets[partition] ?? []), ...batch.offsets]
      this.next.set(partition, batch.next)
      await onBatch(batch)
    }
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

test('a partition that comes back is read on from where the other member left it', async (context) => {
  if (server === null) return context.skip(skip)
  const topic = 'shared'
  await createTopic(topic, 2)
  for (const partition of [0, 1]) await send(topic, partition, 10)
  const first = new Member(topic)
  const second = new Member(topic)
  try {
    await first.source.open()
    first.read()
    await waitFor('all', 60_000, async () => first.count(0) + first.count(1) === 20)
    await first.commit()
    await second.source.open()
    second.read()
    const halves = new Set(['0', '1'])
    await waitFor('one each', 60_000, async () => halves.has(first.assigned) && halves.has(second.assigned))
    const moved = Number(second.assigned)
    await send(topic, moved, 10)
    await waitFor('the ten', 60_000, async () => second.count(moved) === 10)
    await second.commit()
    await second.close()
    await waitFor('both again', 60_000, async () => first.assigned === '0,1')
    await first.commit()
    assert.equal((await groupAt(topic, topic))[moved], 20, 'an old position is not committed over a newer one')
    await send(topic, moved, 5)
    await waitFor('the five', 60_000, async () => first.offsets[moved].at(-1) === 24)
    assert.deepEqual(first.offsets[moved], [...range(0, 10), ...range(20, 25)])
    await first.commit()
    assert.equal((await groupAt(topic, topic))[moved], 25)
  } finally {
    await first.close()
    await second.close()
  }
})

test('a partition that is added later is read from its beginning, also after a start at the end', async (context) => {
  if (server === null) return context.skip(skip)
  const topic = 'growing'
  await createTopic(topic, 1)
  await send(topic, 0, 10)
  const member = new Member(topic, { startup: 'latest-offset' })
  try {
    await member.source.open()
    await administer((admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] }))
    await waitFor('the partition to take records', 60_000, async () => {
      await send(topic, 1, 10)
      return true
    })
    await send(topic, 0, 3)
    member.read()
    await waitFor('the new ones', 60_000, async () => member.count(0) + member.count(1) >= 13)
    assert.deepEqual(member.offsets, { 0: range(10, 13), 1: range(0, 10) })
  } finally {
    await member.close()
  }
})

test('records deleted before they were read: the source ends with an error, and the group stays', async (context) => {
  if (server === null) return context.skip(skip)
  const topic = 'short-lived'
  await createTopic(topic, 1)
  await send(topic, 0, 10)
  const member = new Member(topic)
  const message = /offsets 10 to 19 of 'short-lived', partition 0, were deleted before 'short-lived' read them/
  try {
    await member.source.open()
    member.read(async () => {
      if (member.count(0) > 10) return
      await member.commit()
      await send(topic, 0, 10)
      await deleteBefore(topic, 20)
      await send(topic, 0, 5)
    })
    await waitFor('an end', 60_000, async () => member.error !== null || member.count(0) > 10)
    assert.match(String(member.error), message)
    assert.deepEqual(member.offsets, { 0: range(0, 10) })
    assert.deepEqual(await groupAt(topic, topic), { 0: 10 })
    await assert.rejects(new Member(topic).source.open(), message)
  } finally {
    await member.close()
  }
})
