/**
 * A broker that has just become the coordinator of a group knows what its predecessor has written, but not yet that it was
 * replicated, and answers OffsetFetch without it. Here it stays so for a while: a replica sleeps that would have to tell it.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Admin, PartitionMetadata } from 'kafkajs'
import { createShardTransactions } from '../../src/connectors/kafka/transactions/shard-transactions.ts'
import type { ShardTransactions } from '../../src/connectors/kafka/transactions/ports.ts'
import { startCluster, type KafkaCluster } from '../servers/kafka/cluster.ts'
import { kafkaTool } from '../servers/kafka/libraries.ts'
import { waitFor } from '../servers/process.ts'
import { administer, makeTopics } from '../support/kafka-admin.ts'
import { KafkaProxy } from '../support/kafka-proxy.ts'

const groups = '__consumer_offsets'
const settings = [
  'offsets.topic.num.partitions=1',
  // Transactions go on without the replica that sleeps, unless it keeps their state.
  'transaction.state.log.num.partitions=1',
  'transaction.state.log.replication.factor=1',
  'transaction.state.log.min.isr=1',
  // Followers hear that something was replicated with the next record, or after so long.
  'replica.fetch.wait.max.ms=20000',
  // A replica that sleeps stays one.
  'broker.session.timeout.ms=60000',
  'replica.lag.time.max.ms=60000',
]

test('checkpoints of a coordinator that has just taken over: the last commit is among them', async (context) => {
  const cluster = await startCluster(settings)
  if ('skip' in cluster) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${cluster.skip}`)
    return context.skip(cluster.skip)
  }
  const proxies = await Promise.all(cluster.brokers.map(({ ports }) => KafkaProxy.start(ports)))
  const shards = [newShard(proxies), newShard(proxies)]
  const [earlier, later] = shards
  try {
    await administer(cluster.brokers[0].address, async (admin) =>
      makeTopics(admin, [{ topic: 'input', numPartitions: 1 }]),
    )
    await earlier.fence()
    await commit(earlier, 1)
    const { first, next, asleep } = await castOf(cluster)
    await administer(cluster.broker(first).address, async (admin) => {
      // Only a leader that is no replica any more is replaced at once.
      await assign(admin, [first])
      await assign(admin, [first, next, asleep])
    })
    for (const offset of [2, 3]) await commit(earlier, offset)
    await later.fence()

    const sleeper = cluster.broker(asleep)
    process.kill(sleeper.pid, 'SIGSTOP')
    try {
      await administer(cluster.broker(first).address, async (admin) => assign(admin, [next, asleep]))
      assert.deepEqual(
        (await later.peekCheckpoints()).map(({ offset }) => offset),
        [2],
        'what Kafka answers now',
      )
      const written = (): number => proxies.reduce((sum, proxy) => sum + proxy.requests('TxnOffsetCommit'), 0)
      const before = written()
      let isRead = false
      const reading = later.readCheckpoints().finally(() => (isRead = true))
      reading.catch(() => {})
      await waitFor('what is written before the reading', 60_000, async () => isRead || written() > before)
      process.kill(sleeper.pid, 'SIGCONT')
      assert.deepEqual(
        (await reading).map(({ offset }) => offset),
        [3],
      )
    } finally {
      process.kill(sleeper.pid, 'SIGCONT')
    }
    await commit(later, 4)
    await later.fence()
    assert.deepEqual(
      (await later.readCheckpoints()).map(({ offset }) => offset),
      [4],
    )
  } finally {
    for (const shard of shards) await shard.discard()
    for (const proxy of proxies) await proxy.stop()
    await cluster.stop()
  }
})

function newShard(proxies: readonly KafkaProxy[]): ShardTransactions {
  return createShardTransactions({
    properties: new Map([
      ['bootstrap.servers', proxies.map(({ address }) => address).join(',')],
      ['request.timeout.ms', '10000'],
    ]),
    transactionalId: 'sluice.job.0.0',
    checkpointGroup: 'job.ck',
    covers: () => true,
    topics: ['input'],
    transactionTimeoutMs: 60_000,
  })
}

async function commit(shard: ShardTransactions, offset: number): Promise<void> {
  await shard.commit([{ topic: 'input', partition: 0, offset, metadata: `{"epoch":${offset}}` }])
}

interface Cast {
  /** Coordinates the group, until `next` does. The controllers' leader, for moving needs it. */
  readonly first: number
  readonly next: number
  /** Keeps no state of transactions. */
  readonly asleep: number
}

async function castOf({ addresses, brokers }: KafkaCluster): Promise<Cast> {
  const quorum = await kafkaTool('org.apache.kafka.tools.MetadataQuorumCommand', [
    ...['--bootstrap-server', addresses],
    ...['describe', '--status'],
  ])
  const first = Number(/LeaderId:\s+(\d+)/.exec(quorum)?.[1])
  const { leader: keeper } = await administer(brokers[0].address, async (admin) =>
    partitionOf(admin, '__transaction_state'),
  )
  const others = brokers.map(({ ports }) => ports.nodeId).filter((node) => node !== first)
  const asleep = others.find((node) => node !== keeper)!
  return { first, next: others.find((node) => node !== asleep)!, asleep }
}

/** Gives the group's partition to these brokers, all in sync, the first of which leads. */
async function assign(admin: Admin, replicas: number[]): Promise<void> {
  const partitionAssignment = [{ partition: 0, replicas }]
  await admin.alterPartitionReassignments({ topics: [{ topic: groups, partitionAssignment }], timeout: 30_000 })
  await waitFor(`${groups} to be at ${replicas.join()}`, 60_000, async () => {
    const { leader, isr } = await partitionOf(admin, groups)
    return leader === replicas[0] && isr.length === replicas.length
  })
}

async function partitionOf(admin: Admin, topic: string): Promise<PartitionMetadata> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  return topics[0].partitions[0]
}
