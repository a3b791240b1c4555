/** What kafkajs does wrong, and what is done about it: each test fails without its guard. On a real Kafka behind a proxy. */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Admin } from 'kafkajs'
import { createClient, createDisposableClient, withAdmin } from '../../../src/connectors/kafka/client.ts'
import { within } from '../../../src/connectors/kafka/errors.ts'
import { KafkaProducers } from '../../../src/connectors/kafka/producers.ts'
import { createShardTransactions } from '../../../src/connectors/kafka/transactions/shard-transactions.ts'
import { Session } from '../../../src/connectors/kafka/transactions/session.ts'
import { ConnectorError } from '../../../src/connectors/ports.ts'
import { consumeWithJava, startKafka, type KafkaServer } from '../../servers/kafka/kafka.ts'
import { freePort, waitFor } from '../../servers/process.ts'
import { KafkaProxy } from '../../support/kafka-proxy.ts'

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
    const topics = ['out', 'squeezed', 'away'].map((topic) => ({ topic, numPartitions: 2 }))
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

onKafka('a partition that is not there: kafkajs says nothing, the acknowledgement is missed', async () => {
  const producer = createClient(direct()).producer()
  await producer.connect()
  const silently = await producer.send({ topic: 'out', messages: [{ value: 'v', partition: 7 }] })
  await producer.disconnect()
  assert.deepEqual(silently, [], 'kafkajs has lost it')
  const producers = new KafkaProducers()
  try {
    await assert.rejects(producers.senderFor(direct()).send('out', 7, [message]), /did not acknowledge .* partition 7/)
  } finally {
    await producers.close()
  }
})

onKafka('a commit that kafkajs never sent is none', async () => {
  const session = await Session.open({
    properties: direct(),
    transactionalId: 'sluice.nothing.0.0',
    transactionTimeoutMs: 60_000,
  })
  try {
    await assert.rejects(session.commit(), /a commit that it never sent/)
  } finally {
    session.destroy()
  }
})

onKafka('after a batch whose fate is unknown, the next one is not taken for it', async (through_) => {
  // kafkajs gives the next batch the number of the one that failed: the broker has it already, and drops the new one.
  const shard = createShardTransactions({
    properties: through(),
    transactionalId: 'sluice.numbers.0.0',
    checkpointGroup: 'numbers.ck',
    covers: () => true,
    transactionTimeoutMs: 2_000,
  })
  try {
    await shard.fence()
    await shard.send('out', 0, [message])
    through_.on('Produce', 'reply', 'drop', 99)
    await assert.rejects(shard.send('out', 0, [message]))
    through_.calm()
    await assert.rejects(shard.send('out', 0, [message]), /failed before/)
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

onKafka('zstd and gzip are written as Java reads them', async () => {
  const producers = new KafkaProducers()
  const sender = producers.senderFor(direct())
  const values = ['none', 'gzip', 'zstd'] as const
  for (const name of values) {
    const value = Buffer.from(name.repeat(1_000))
    await sender.send('squeezed', 0, [{ ...message, value, headers: new Map([['h', value]]) }], name)
  }
  await producers.close()
  const seen = await consumeWithJava(server?.brokers ?? '', 'squeezed', 3)
  assert.deepEqual(
    seen.map(({ value }) => value.toString()),
    values.map((name) => name.repeat(1_000)),
  )
})

onKafka(
  'a broker that is away for longer than kafkajs waits: the message arrives when it is back',
  async (through_) => {
    const producers = new KafkaProducers()
    try {
      const sender = producers.senderFor(through())
      await sender.send('away', 0, [message])
      await through_.refuse()
      // kafkajs alone gives up after its five tries, which take some four seconds.
      const arrived = sender.send('away', 0, [message])
      await assert.rejects(within(7_000, 'the message', arrived), /no answer to the message/)
      await through_.accept()
      await arrived
      await waitFor('the message', 10_000, async () => (await endOf('away', 0)) >= 2)
    } finally {
      await producers.close()
    }
  },
)

onKafka('a broker that stays away: an end, with the reason and the way out', async (through_) => {
  const producers = new KafkaProducers()
  try {
    const sender = producers.senderFor(through({ 'delivery.timeout.ms': '500' }))
    await through_.refuse()
    await assert.rejects(sender.send('away', 1, [message]), (error: unknown) => {
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
  const sent = producers.senderFor(through()).send('away', 1, [message])
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
