/** The Kafka sink on a real broker: at least once and in transactions, topics with limits of their own. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { IHeaders } from 'kafkajs'
import { createClient, withAdmin } from '../../../src/connectors/kafka/client.ts'
import { KafkaProducers } from '../../../src/connectors/kafka/producers.ts'
import type { MessageSender } from '../../../src/connectors/kafka/sender.ts'
import { HeldMessages } from '../../../src/connectors/kafka/held-messages.ts'
import { createKafkaSink } from '../../../src/connectors/kafka/sink.ts'
import { TopicDescriptions } from '../../../src/connectors/kafka/topic-descriptions.ts'
import { createShardTransactions } from '../../../src/connectors/kafka/transactions/shard-transactions.ts'
import type { SinkConnector } from '../../../src/connectors/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { createRowEncoder } from '../../../src/formats/index.ts'
import type { Value } from '../../../src/types/value.ts'
import { consumeWithJava } from '../../servers/kafka/witness.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { makeTopics } from '../../support/kafka-admin.ts'

const hourMs = 3_600_000
const columns = [
  outputColumn('text', { kind: 'STRING' }),
  outputColumn('at', { kind: 'TIMESTAMP_LTZ', precision: 3 }),
  outputColumn('about', { kind: 'MAP', value: { kind: 'BYTES' } }),
]

/** The broker may be one that runs for long: topics and groups of this run only. */
const run = `${Date.now().toString(36)}.sink`
const server = kafkaOfFile(async () => {
  const limits = (settings: Readonly<Record<string, string>>) =>
    Object.entries(settings).map(([name, value]) => ({ name, value }))
  await withAdmin(properties(), async (admin) => {
    await makeTopics(admin, [
      { topic: `${run}.plain`, numPartitions: 1 },
      { topic: `${run}.one`, numPartitions: 1 },
      { topic: `${run}.other`, numPartitions: 1 },
      { topic: `${run}.small`, numPartitions: 1, configEntries: limits({ 'max.message.bytes': '1000' }) },
      { topic: `${run}.headed`, numPartitions: 1, configEntries: limits({ 'max.message.bytes': '1000' }) },
      {
        topic: `${run}.unsafe`,
        numPartitions: 1,
        configEntries: limits({ 'unclean.leader.election.enable': 'true', 'min.insync.replicas': '1' }),
      },
    ])
  })
})

function properties(): ReadonlyMap<string, string> {
  return new Map([['bootstrap.servers', server.brokers]])
}

interface Open {
  readonly sink: SinkConnector & { readonly clampedTimestamps?: number }
  readonly warnings: string[]
}

async function openSink(topic: string, sender: MessageSender): Promise<Open> {
  const warnings: string[] = []
  const options = {
    topic,
    properties: properties(),
    columns,
    keyFields: [],
    openEncoders: async () => ({ value: createRowEncoder('json', columns, {}), key: null }),
    keyInValue: true,
    timestampField: 'at',
    headersFields: ['about'],
    held: new HeldMessages(),
    describeTopic: async () => new TopicDescriptions().of(properties(), topic),
    onWarning: (warning: string) => void warnings.push(warning),
  }
  const sink = createKafkaSink(options, sender)
  await sink.open()
  return { sink, warnings }
}

type Row = readonly [text: string, atMs: number, about?: ReadonlyMap<string, Uint8Array | null>]

/** Gives rows to the sink; what was reported. */
function put(sink: SinkConnector, rows: readonly Row[]): string[] {
  const reported: string[] = []
  const values = rows.map(([text, atMs, about]): Value[] => [text, BigInt(atMs) * 1000n, about ?? null])
  const view = rowViewOf(columns, values)
  sink.prepare(view, allRows(rows.length), (row, code) => reported.push(`${row} ${code}`))
  const kept = Int32Array.from(rows.keys()).filter((row) => !reported.some((one) => one.startsWith(`${row} `)))
  sink.accept(view, { rows: kept, count: kept.length })
  return reported
}

async function textsOf(topic: string): Promise<readonly string[]> {
  const records = await consumeWithJava(server.brokers, topic)
  return records.map(({ value }) => (JSON.parse(value.toString()) as { text: string }).text)
}

/** Of the topic's first message. */
async function headersOf(topic: string): Promise<IHeaders> {
  const consumer = createClient(properties()).consumer({ groupId: topic })
  const found = Promise.withResolvers<IHeaders>()
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({ eachMessage: async ({ message }) => found.resolve(message.headers ?? {}) })
    return await found.promise
  } finally {
    await consumer.disconnect()
  }
}

test('a time that the brokers refuse: the nearest they take, counted, said once', async (context) => {
  if (server.isMissing(context)) return
  const producers = new KafkaProducers()
  try {
    const { sink, warnings } = await openSink(`${run}.plain`, producers.senderFor(properties()))
    const now = Date.now()
    put(sink, [
      ['now', now],
      ['ahead', now + 2 * hourMs],
      ['far ahead', now + 1e12],
      ['before 1970', -1_000],
    ])
    await sink.endEpoch()
    assert.equal(sink.clampedTimestamps, 3)
    assert.equal(sink.totals.rows, 4)
    assert.equal(warnings.filter((warning) => warning.includes('timestamp')).length, 1)
    assert.deepEqual(await textsOf(`${run}.plain`), ['now', 'ahead', 'far ahead', 'before 1970'])
  } finally {
    await producers.close()
  }
})

test('a topic that takes small messages only: a larger row is an error of its own', async (context) => {
  if (server.isMissing(context)) return
  const producers = new KafkaProducers()
  try {
    const { sink } = await openSink(`${run}.small`, producers.senderFor(properties()))
    const some = Array.from({ length: 20 }, (_, k): Row => [`${k}${'x'.repeat(300)}`, Date.now()])
    assert.deepEqual(put(sink, [...some, ['y'.repeat(1_200), Date.now()]]), ['20 RECORD_TOO_LARGE'])
    await sink.endEpoch()
    assert.equal((await textsOf(`${run}.small`)).length, 20)
  } finally {
    await producers.close()
  }
})

test('headers of a MAP: bytes as they are, names too, and their size counts', async (context) => {
  if (server.isMissing(context)) return
  const producers = new KafkaProducers()
  try {
    const { sink } = await openSink(`${run}.headed`, producers.senderFor(properties()))
    const about = new Map([
      ['kind', Buffer.from([0, 255])],
      ['è', Buffer.from('text')],
      ['none', null],
    ])
    const long = new Map([['long', Buffer.alloc(1_000)]])
    const reported = put(sink, [
      ['with headers', Date.now(), about],
      ['with long ones', Date.now(), long],
    ])
    assert.deepEqual(reported, ['1 RECORD_TOO_LARGE'])
    await sink.endEpoch()
    assert.deepEqual(Object.entries(await headersOf(`${run}.headed`)), [
      ['kind', Buffer.from([0, 255])],
      ['è', Buffer.from('text')],
    ])
  } finally {
    await producers.close()
  }
})

test('a topic whose messages can be lost is warned of', async (context) => {
  if (server.isMissing(context)) return
  const { warnings } = await openSink(`${run}.unsafe`, new KafkaProducers().senderFor(properties()))
  assert.deepEqual(
    warnings.map((warning) => /topic '\w+\.sink\.unsafe' has (\S+)/.exec(warning)?.[1]),
    ['min.insync.replicas', 'unclean.leader.election.enable'],
  )
})

test('what waits behind a request when an epoch is given up is never sent', async (context) => {
  if (server.isMissing(context)) return
  const gate = Promise.withResolvers<void>()
  let requests = 0
  const send = async (): Promise<void> => {
    requests++
    await gate.promise
  }
  const { sink } = await openSink(`${run}.plain`, { send })
  const large = 'z'.repeat(300_000)
  put(sink, [
    [large, Date.now()],
    [large, Date.now()],
    [large, Date.now()],
  ])
  await sink.drain()
  await sink.abort()
  gate.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(requests, 1)
})

test('in transactions: two sinks are seen together or not at all, and nothing aborted comes later', async (context) => {
  if (server.isMissing(context)) return
  const shard = createShardTransactions({
    properties: properties(),
    transactionalId: `sluice.${run}.0.0`,
    checkpointGroup: `${run}.ck`,
    covers: () => true,
    topics: [`${run}.plain`],
    transactionTimeoutMs: 60_000,
  })
  try {
    await shard.fence()
    const sinks = [(await openSink(`${run}.one`, shard)).sink, (await openSink(`${run}.other`, shard)).sink]
    const checkpoint = (offset: number) => [{ topic: `${run}.plain`, partition: 0, offset, metadata: '' }]
    for (const sink of sinks) put(sink, [['first', Date.now()]])
    for (const sink of sinks) await sink.endEpoch()
    await shard.commit(checkpoint(1))

    for (const sink of sinks) put(sink, [['given up', Date.now()]])
    for (const sink of sinks) await sink.drain()
    for (const sink of sinks) put(sink, [['not even sent', Date.now()]])
    for (const sink of sinks) await sink.abort()
    await shard.fence()

    for (const sink of sinks) put(sink, [['second', Date.now()]])
    for (const sink of sinks) await sink.endEpoch()
    await shard.commit(checkpoint(2))
    for (const topic of [`${run}.one`, `${run}.other`]) {
      assert.deepEqual(await textsOf(topic), ['first', 'second'])
    }
  } finally {
    await shard.discard()
  }
})
