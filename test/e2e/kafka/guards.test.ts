/** Brokers that are away, silent or cut off, and what kafkajs does wrong then: on a real Kafka behind a proxy. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Admin } from 'kafkajs'
import { createDisposableClient, withAdmin } from '../../../src/connectors/kafka/client.ts'
import { within } from '../../../src/connectors/kafka/errors.ts'
import { KafkaProducers } from '../../../src/connectors/kafka/producers.ts'
import { createShardTransactions } from '../../../src/connectors/kafka/transactions/shard-transactions.ts'
import { ConnectorError } from '../../../src/connectors/ports.ts'
import { freePort, waitFor } from '../../servers/process.ts'
import { endOf, makeTopics } from '../../support/kafka-admin.ts'
import type { KafkaProxy } from '../../support/kafka-proxy.ts'
import { proxiedKafka } from '../../support/proxied-kafka.ts'
import { encodedBatch } from '../../support/record-batches.ts'

/** Node says each only once in a process: they are noted from the beginning. */
const warnings: string[] = []
process.on('warning', ({ name }) => warnings.push(name))

const kafka = proxiedKafka(async (brokers) => {
  await withAdmin(direct(brokers), async (admin) => {
    const topics = ['out', 'away'].map((topic) => ({ topic, numPartitions: 2 }))
    await makeTopics(admin, topics)
  })
})

type Properties = ReadonlyMap<string, string>

function direct(brokers: string): Properties {
  return new Map([['bootstrap.servers', brokers]])
}

interface Stage {
  readonly proxy: KafkaProxy
  /** Past the proxy. */
  readonly brokers: string
  /** Of a client that goes by way of the proxy. */
  readonly through: (more?: Readonly<Record<string, string>>) => Properties
}

function onKafka(name: string, run: (stage: Stage) => Promise<void>): void {
  test(name, async (context) => {
    const started = kafka(context)
    if (started === null) return
    const { server, proxy } = started
    const through: Stage['through'] = (more = {}) =>
      new Map(Object.entries({ 'bootstrap.servers': proxy.address, 'request.timeout.ms': '1500', ...more }))
    try {
      await run({ proxy, through, brokers: server.brokers })
    } finally {
      proxy.calm()
      await proxy.accept()
    }
  })
}

const message = { key: null, value: Buffer.from('v'), timestamp: Date.UTC(2026, 10, 21) }

onKafka('a partition that is not there: an error that says so, after some seconds', async ({ brokers }) => {
  const producers = new KafkaProducers()
  try {
    const sent = producers.senderFor(direct(brokers)).send('out', 7, encodedBatch([message]))
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

onKafka('after a batch whose fate is unknown, the next one is not taken for it', async ({ proxy, through }) => {
  const shard = createShardTransactions({
    properties: through(),
    transactionalId: 'sluice.numbers.0.0',
    checkpointGroup: 'numbers.ck',
    covers: () => true,
    topics: ['out'],
    transactionTimeoutMs: 2_000,
  })
  try {
    await shard.fence()
    await shard.send('out', 0, encodedBatch([message]))
    proxy.on('Produce', 'reply', 'drop', 99)
    await assert.rejects(shard.send('out', 0, encodedBatch([message])))
    proxy.calm()
    await assert.rejects(shard.send('out', 0, encodedBatch([message])), /failed before/)
  } finally {
    await shard.discard()
  }
})

onKafka('a connection that was cut in the middle of an answer begins afresh', async ({ proxy, through }) => {
  const client = createDisposableClient(through())
  const admin = client.kafka.admin({ retry: { retries: 0 } })
  await admin.connect()
  try {
    proxy.on('Metadata', 'reply', 'cut-inside')
    await assert.rejects(within(5_000, 'topics', admin.listTopics()))
    assert.ok((await within(5_000, 'topics', admin.listTopics())).includes('out'))
  } finally {
    await client.close(async () => admin.disconnect())
  }
})

onKafka('an answer that never comes: the wait has an end, and so has the farewell', async ({ proxy, through }) => {
  const client = createDisposableClient(through({ 'request.timeout.ms': '600000' }))
  const admin = client.kafka.admin()
  await admin.connect()
  proxy.on('Metadata', 'reply', 'drop', 99)
  const started = performance.now()
  await assert.rejects(within(300, 'topics', admin.listTopics()), /no answer to topics within 300 ms/)
  await client.close(async () => admin.disconnect())
  assert.ok(performance.now() - started < 60_000)
})

onKafka('the error of leaving does not hide why we leave', async ({ brokers }) => {
  const broken = async (admin: Admin): Promise<void> => {
    Object.assign(admin, { disconnect: async () => Promise.reject(new Error('farewell failed')) })
    throw new ConnectorError('the first reason')
  }
  await assert.rejects(withAdmin(direct(brokers), broken), /the first reason/)
})

onKafka('kafkajs sets no timer for a time long past, of which Node warns', async ({ brokers }) => {
  await withAdmin(direct(brokers), async (admin) => admin.listTopics())
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(warnings, [])
})

onKafka(
  'a broker that is away for a while: the message arrives when it is back',
  async ({ proxy, through, brokers }) => {
    const producers = new KafkaProducers()
    try {
      const sender = producers.senderFor(through())
      await sender.send('away', 0, encodedBatch([message]))
      await proxy.refuse()
      const arrived = sender.send('away', 0, encodedBatch([message]))
      await assert.rejects(within(7_000, 'the message', arrived), /no answer to the message/)
      await proxy.accept()
      await arrived
      await waitFor('the message', 10_000, async () => (await endOf(brokers, 'away')) >= 2)
    } finally {
      await producers.close()
    }
  },
)

onKafka('a broker that stays away: an end, with the reason and the way out', async ({ proxy, through }) => {
  const producers = new KafkaProducers()
  try {
    const sender = producers.senderFor(through({ 'delivery.timeout.ms': '500' }))
    await proxy.refuse()
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

onKafka('whoever stops does not wait for a broker that is away', async ({ proxy, through }) => {
  const producers = new KafkaProducers()
  const shard = createShardTransactions({
    properties: through(),
    transactionalId: 'sluice.stopped.0.0',
    checkpointGroup: 'stopped.ck',
    covers: () => true,
    topics: ['out'],
    transactionTimeoutMs: 60_000,
  })
  await proxy.refuse()
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
