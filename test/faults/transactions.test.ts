/**
 * A shard that writes epoch after epoch into a cluster of three whose brokers are killed, restarted and cut off, while replies
 * are lost: what Java's consumer reads in the end is every value once. `SEED` plays a run again, as far as machines allow.
 */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { withAdmin } from '../../src/connectors/kafka/client.ts'
import { KafkaProducers } from '../../src/connectors/kafka/producers.ts'
import { createShardTransactions } from '../../src/connectors/kafka/transactions/shard-transactions.ts'
import { Fenced, type ShardTransactions } from '../../src/connectors/kafka/transactions/ports.ts'
import { startCluster, type KafkaCluster } from '../servers/kafka/cluster.ts'
import { consumeWithJava } from '../servers/kafka/witness.ts'
import { waitFor } from '../servers/process.ts'
import { KafkaProxy } from '../support/kafka-proxy.ts'
import { encodedBatch } from '../support/record-batches.ts'
import { Random } from '../support/random.ts'
import { Faults } from './faults.ts'
import { makeTopics } from '../support/kafka-admin.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const faultCount = Number(process.env['FAULTS'] ?? 25)
const partitions = 3

let cluster: KafkaCluster | null = null
let proxies: readonly KafkaProxy[] = []
let skip = ''

before(async () => {
  const started = await startCluster()
  if ('skip' in started) {
    skip = started.skip
    assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
    return
  }
  cluster = started
  proxies = await Promise.all(started.brokers.map(({ ports }) => KafkaProxy.start(ports)))
  await withAdmin(new Map([['bootstrap.servers', started.addresses]]), async (admin) => {
    const topics = ['input', 'once', 'contested', 'at-least-once'].map((topic) => ({
      topic,
      numPartitions: partitions,
    }))
    await makeTopics(admin, topics)
  })
})

after(async () => {
  for (const proxy of proxies) await proxy.stop()
  await cluster?.stop()
})

function throughProxies(): ReadonlyMap<string, string> {
  return new Map([
    ['bootstrap.servers', proxies.map(({ address }) => address).join(',')],
    ['request.timeout.ms', '3000'],
  ])
}

const name = (value: number): string => `v${value}`

function newShard(topic: string, transactionTimeoutMs = 20_000): ShardTransactions {
  return createShardTransactions({
    properties: throughProxies(),
    transactionalId: `sluice.${topic}.0.0`,
    checkpointGroup: `${topic}.ck`,
    covers: () => true,
    topics: ['input'],
    transactionTimeoutMs,
  })
}

/** Writes one epoch: a value to each partition, and the checkpoint that says so. */
async function writeEpoch(shard: ShardTransactions, topic: string, epoch: number): Promise<void> {
  const lanes = Array.from({ length: partitions }, async (_, partition) => {
    const value = Buffer.from(name(epoch * partitions + partition))
    await shard.send(topic, partition, encodedBatch([{ key: null, value, timestamp: Date.now() }]))
  })
  await Promise.all(lanes)
  await shard.commit([{ topic: 'input', partition: 0, offset: epoch + 1, metadata: `{"epoch":${epoch}}` }])
}

/** Every value of so many epochs, and each once. */
async function checkOnce(found: KafkaCluster, topic: string, epochs: number): Promise<void> {
  const values = await read(found, topic)
  const expected = Array.from({ length: epochs * partitions }, (_, value) => name(value))
  assert.deepEqual(values.toSorted(), expected.toSorted())
}

async function takeOver(shard: ShardTransactions): Promise<number> {
  await shard.fence()
  const [checkpoint] = await shard.readCheckpoints()
  return checkpoint?.offset ?? 0
}

/** Again where a request takes longer than a transaction may, which looks as if another owner had come. */
async function recover(shard: ShardTransactions): Promise<number> {
  for (;;) {
    try {
      return await takeOver(shard)
    } catch (error) {
      if (!(error instanceof Fenced)) throw error
    }
  }
}

test('in transactions: every value once', async (context) => {
  if (cluster === null) return context.skip(skip)
  context.diagnostic(`SEED=${seed}`)
  // Shorter than a request may take: what is lost is not tried again, but recovered from.
  const shard = newShard('once', 2_000)
  const faults = new Faults(cluster, proxies, seed)
  const chaos = faults.run(faultCount)
  let recoveries = 0
  try {
    let epoch = await recover(shard)
    const last = async (): Promise<number> => {
      while (!faults.isOver) epoch = await nextEpoch(epoch)
      return nextEpoch(epoch)
    }
    const nextEpoch = async (current: number): Promise<number> => {
      try {
        await writeEpoch(shard, 'once', current)
        return current + 1
      } catch {
        recoveries++
        const decided = await recover(shard)
        assert.ok(decided === current || decided === current + 1, `${decided} after epoch ${current}`)
        return decided
      }
    }
    const epochs = await last()
    await chaos
    context.diagnostic(`${epochs} epochs, ${recoveries} recoveries, ${faults.told}`)
    await checkOnce(cluster, 'once', epochs)
    assert.ok(recoveries > 0 && epochs > recoveries, 'neither too mild nor too wild to test anything')
  } finally {
    faults.stop()
    await chaos.catch(() => {})
    await shard.discard()
  }
})

/** An owner that takes the shard whenever it has lost it, for so many epochs of its own; how often it had lost it. */
async function contend(shard: ShardTransactions, random: Random, epochs: number): Promise<number> {
  let losses = 0
  for (let own = 0; own < epochs; losses++) {
    let epoch = await takeOver(shard).catch(() => null)
    try {
      for (; epoch !== null && own < epochs; own++) await writeEpoch(shard, 'contested', epoch++)
    } catch {
      // The other one has it, or a request came too late: which of both, and what was decided, the next fence tells.
    }
    await shard.discard()
    await new Promise((resolve) => setTimeout(resolve, random.between(0, 500)))
  }
  return losses
}

test('two owners that take the shard from each other, requests that come late: every value once', async (context) => {
  if (cluster === null) return context.skip(skip)
  context.diagnostic(`SEED=${seed + 2}`)
  const faults = new Faults(cluster, proxies, seed + 2)
  const delays = faults.delay()
  const owners = [newShard('contested'), newShard('contested')]
  try {
    const contests = owners.map(async (owner, k) => contend(owner, new Random(seed + 3 + k), faultCount))
    const losses = await Promise.all(contests)
    faults.stop()
    await delays
    const epochs = await recover(owners[0])
    context.diagnostic(`${epochs} epochs, lost and taken ${losses.join(' and ')} times`)
    await checkOnce(cluster, 'contested', epochs)
  } finally {
    faults.stop()
    await delays
    for (const owner of owners) await owner.discard()
  }
})

test('at least once: every value, those of a partition in order', async (context) => {
  if (cluster === null) return context.skip(skip)
  context.diagnostic(`SEED=${seed + 1}`)
  const producers = new KafkaProducers()
  const faults = new Faults(cluster, proxies, seed + 1)
  const chaos = faults.run(Math.ceil(faultCount / 2))
  try {
    const sender = producers.senderFor(throughProxies())
    let sent = 0
    while (!faults.isOver) {
      const value = Buffer.from(name(sent++))
      await sender.send('at-least-once', 0, encodedBatch([{ key: null, value, timestamp: Date.now() }]))
    }
    await chaos
    const values = await read(cluster, 'at-least-once')
    const firsts = [...new Set(values)]
    context.diagnostic(`${sent} sent, ${values.length} read, ${faults.told}`)
    assert.deepEqual(
      firsts,
      Array.from({ length: sent }, (_, value) => name(value)),
    )
  } finally {
    faults.stop()
    await chaos.catch(() => {})
    await producers.close()
  }
})

/** All of a topic, once the cluster is whole again. */
async function read({ addresses, brokers }: KafkaCluster, topic: string): Promise<readonly string[]> {
  await waitFor('all brokers', 60_000, async () => {
    await Promise.all(brokers.map((broker) => broker.answers(brokers.length)))
    return true
  })
  const records = await consumeWithJava(addresses, topic)
  return records.map(({ value }) => value.toString())
}
