/** Brokers that are away, silent or cut off, and what kafkajs does wrong then: on a real Kafka behind a proxy. */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Admin } from 'kafkajs'
import { createDisposableClient, withAdmin } from '../../../src/connectors/kafka/client.ts'
import { within } from '../../../src/connectors/kafka/errors.ts'
import { KafkaProducers } from '../../../src/connectors/kafka/producers.ts'
import { createShardTransactions } from '../../../src/connectors/kafka/transactions/shard-transactions.ts'
import { ConnectorError } from '../../../src/connectors/ports.ts'
import { startKafka, type KafkaServer } from '../../servers/kafka/kafka.ts'
import { freePort, waitFor } from '../../servers/process.ts'
import { KafkaProxy } from '../../support/kafka-proxy.ts'
import { encodedBatch } from '../../support/record-batches.ts'

/** Node says each only once in a process: they are noted from the beginning. */
const warnings: string[] = []
process.on('warning', ({ name }) => warnings.push(name))

let server: KafkaServer | null = null
let proxy: KafkaProxy | null = null
let skip = ''

before(async () => {
  const started = await startKafka(['message.max.bytes=1048588'])
  if ('skip' in started) {
    skip = started.skip
    assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
    return
  }
  server = started
  if (started.broker !== null) proxy = await KafkaProxy.start(started.broker.ports)
  await withAdmin(direct(), async (admin) => {
    const topics = ['out', 'away'].map((topic) => ({ topic, numPartitions: 2 }))
    await admin.createTopics({ topics, waitForLeaders: true })
  })
})

after(async () => {
  await proxy?.stop()
  await server?.stop()
})

function direct(): ReadonlyMap<string, string> {
  return new Map([['bootstrap.servers', server?.brokers ?? '']])
}

function through(more: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const all = { 'bootstrap.servers': proxy?.address ?? '', 'request.timeout.ms': '1500', ...more }
  return new Map(Object.entries(all))
}

function onKafka(name: string, run: (proxy: KafkaProxy) => Promise<void>): void {
  test(name, async (context) => {
    if (proxy === null) return context.skip(skip)
    try {
      await run(proxy)
    } finally {
      proxy.calm()
      await proxy.accept()
    }
  })
}

const message = { key: null, value: Buffer.from('v'), timestamp: Date.UTC(2026, 10, 21) }

async function endOf(topic: string, partition: number): Promise<number> {
  return withAdmin(direct(), async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic)
    return Number(ends.find((end) => end.partition === partition)?.high)
  })
}

onKafka('a partition that is not there: an error that says so, after some seconds', async () => {
  const producers = new KafkaProducers()
  try {
    const sent = producers.senderFor(direct()).send('out', 7, encodedBatch([message]))
    await assert.rejects(within(30_000, 'the message', sent), (error: unknown) => {
      assert.ok(error instanceof ConnectorError)
      assert.match(error.message, /'out', partition 7: UNKNOWN_TOPIC_OR_PARTITION/)
      assert.match(error.help ?? '', /was the topic deleted/)
      return true
    })
  } finally {
    await producers.close()
  }
})

onKafka('after a batch whose fate is unknown, the next one is not taken for it', async (through_) => {
  const shard = createShardTransactions({
    properties: through(),
    transactionalId: 'sluice.numbers.0.0',
    checkpointGroup: 'numbers.ck',
    covers: () => true,
    transactionTimeoutMs: 2_000,
  })
  try {
    await shard.fence()
    await shard.send('out', 0, encodedBatch([message]))
    through_.on('Produce', 'reply', 'drop', 99)
    await assert.rejects(shard.send('out', 0, encodedBatch([message])))
    through_.calm()
    await assert.rejects(shard.send('out', 0, encodedBatch([message])), /failed before/)
  } finally {
    await shard.discard()
  }
})

onKafka('a connection that was cut in the middle of an answer begins afresh', async (through_) => {
  const client = createDisposableClient(through())
  const admin = client.kafka.admin({ retry: { retries: 0 } })
  await admin.connect()
  try {
    through_.on('Metadata', 'reply', 'cut-inside')
    await assert.rejects(within(5_000, 'topics', admin.listTopics()))
    assert.ok((await within(5_000, 'topics', admin.listTopics())).includes('out'))
  } finally {
    await client.close(async () => admin.disconnect())
  }
})

onKafka('an answer that never comes: the wait has an end, and so has the farewell', async (through_) => {
  const client = createDisposableClient(through({ 'request.timeout.ms': '600000' }))
  const admin = client.kafka.admin()
  await admin.connect()
  through_.on('Metadata', 'reply', 'drop', 99)
  const started = performance.now()
  await assert.rejects(within(300, 'topics', admin.listTopics()), /no answer to topics within 300 ms/)
  await client.close(async () => admin.disconnect())
  assert.ok(performance.now() - started < 60_000)
})

onKafka('the error of leaving does not hide why we leave', async () => {
  const broken = async (admin: Admin): Promise<void> => {
    Object.assign(admin, { disconnect: async () => Promise.reject(new Error('farewell failed')) })
    throw new ConnectorError('the first reason')
  }
  await assert.rejects(withAdmin(direct(), broken), /the first reason/)
})

onKafka('kafkajs sets no timer for a time long past, of which Node warns', async () => {
  await withAdmin(direct(), async (admin) => admin.listTopics())
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(warnings, [])
})

onKafka('a broker that is away for a while: the message arrives when it is back', async (through_) => {
  const producers = new KafkaProducers()
  try {
    const sender = producers.senderFor(through())
    await sender.send('away', 0, encodedBatch([message]))
    await through_.refuse()
    const arrived = sender.send('away', 0, encodedBatch([message]))
    await assert.rejects(within(7_000, 'the message', arrived), /no answer to the message/)
    await through_.accept()
    await arrived
    await waitFor('the message', 10_000, async () => (await endOf('away', 0)) >= 2)
  } finally {
    await producers.close()
  }
})

onKafka('a broker that stays away: an end, with the reason and the way out', async (through_) => {
  const producers = new KafkaProducers()
  try {
    const sender = producers.senderFor(through({ 'delivery.timeout.ms': '500' }))
    await through_.refuse()
    await assert.rejects(sender.send('away', 1, encodedBatch([message])), (error: unknown) => {
      assert.ok(error instanceof ConnectorError)
      assert.match(error.message, /cannot reach Kafka at 127\.0\.0\.1/)
      assert.match(error.help ?? '', /is the broker up/)
      return true
    })
  } finally {
    await producers.close()
  }
})

onKafka('whoever stops does not wait for a broker that is away', async (through_) => {
  const producers = new KafkaProducers()
  const shard = createShardTransactions({
    properties: through(),
    transactionalId: 'sluice.stopped.0.0',
    checkpointGroup: 'stopped.ck',
    covers: () => true,
    transactionTimeoutMs: 60_000,
  })
  await through_.refuse()
  const sent = producers.senderFor(through()).send('away', 1, encodedBatch([message]))
  const fenced = shard.fence()
  sent.catch(() => {})
  fenced.catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  await within(20_000, 'the end', Promise.all([producers.close(), shard.discard()]))
  await assert.rejects(within(20_000, 'the messages', sent), /given up/)
  await assert.rejects(within(20_000, 'the fence', fenced), /given up/)
})

test('nobody listens: the first reason, soon', async () => {
  const properties = new Map([['bootstrap.servers', `127.0.0.1:${await freePort()}`]])
  await assert.rejects(
    withAdmin(properties, async (admin) => admin.listTopics()),
    /cannot reach Kafka at 127\.0\.0\.1:\d+: .*ECONNREFUSED/,
  )
})
