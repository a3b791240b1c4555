/**
 * A job in a cluster of three whose leaders and coordinators move, no broker going away: partitions of its topics, of the groups'
 * offsets and of the transactions' state are given to other replicas again and again, as tools that balance clusters do.
 * `MOVES` says how often.
 */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import test from 'node:test'
import type { Admin } from 'kafkajs'
import { startCluster, type KafkaCluster } from '../servers/kafka/cluster.ts'
import { waitFor } from '../servers/process.ts'
import { Numbers } from '../support/exactly-once.ts'
import { administer } from '../support/kafka-admin.ts'
import { inTemporaryFolder } from '../support/sluice.ts'

const moves = Number(process.env['MOVES'] ?? 6)
const partitions = 4
const records = 40_000

test(`leaders and coordinators moved ${moves} times: nothing lost, nothing twice, the ledger exact`, async (context) => {
  const cluster = await startCluster()
  if ('skip' in cluster) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${cluster.skip}`)
    return context.skip(cluster.skip)
  }
  try {
    await inTemporaryFolder(async (folder) => {
      const numbers = new Numbers({
        ...{ brokers: cluster.brokers[0].address, folder, name: basename(folder), partitions, records },
        // Where all is read before the last move, there are commits all the same.
        settings: `SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';
          SET 'job.idle-commit-interval' = '1 s';`,
        recordsPerSecondMax: 400,
      })
      await numbers.fill()
      const job = numbers.start()
      try {
        await waitFor('a commit', 60_000, async () => job.commits > 0)
        const topics = [basename(folder), numbers.out, '__consumer_offsets', '__transaction_state']
        let moved = 0
        for (let round = 0; round < moves; round++) {
          for (const topic of topics) moved += await moveLeaders(cluster, topic)
          const before = job.commits
          await waitFor('commits after the move', 120_000, async () => {
            assert.equal(job.child.exitCode, null, job.stderr)
            return job.commits >= before + 2
          })
        }
        context.diagnostic(`${moved} leaders and coordinators moved, ${job.commits} commits meanwhile`)
      } finally {
        await job.end('SIGTERM')
      }
      await numbers.finish(records)
    })
  } finally {
    await cluster.stop()
  }
})

/** Each partition goes to all brokers but its leader. How many have another leader in the end. */
async function moveLeaders({ brokers }: KafkaCluster, topic: string): Promise<number> {
  const nodes = brokers.map(({ ports }) => ports.nodeId)
  return administer(brokers[0].address, async (admin) => {
    const before = await leadersOf(admin, topic)
    const partitionAssignment = [...before].map(([partition, leader]) => {
      const others = nodes.filter((node) => node !== leader)
      return { partition, replicas: partition % 2 === 0 ? others : others.toReversed() }
    })
    await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }], timeout: 30_000 })
    let now = before
    await waitFor(`the leaders of ${topic} to have moved`, 120_000, async () => {
      now = await leadersOf(admin, topic)
      return [...now].every(([partition, leader]) => leader >= 0 && leader !== before.get(partition))
    })
    return now.size
  })
}

async function leadersOf(admin: Admin, topic: string): Promise<ReadonlyMap<number, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  return new Map(topics.flatMap((found) => found.partitions.map(({ partitionId, leader }) => [partitionId, leader])))
}
