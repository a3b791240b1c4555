/** Who leads a partition: kafkajs is asked once for all, and again when that may have changed. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Cluster } from '../../../src/connectors/kafka/wire/internals.ts'
import { Leaders } from '../../../src/connectors/kafka/wire/leaders.ts'

interface Place {
  readonly partitionId: number
  readonly leader: number | null
}

/** What kafkajs knows of a cluster, and how often it was asked. */
class FewTopics {
  known: Readonly<Record<string, readonly Place[]>> = {}
  checks = 0
  searches = 0
  refreshes = 0
  /** null: kafkajs answers. */
  hangs: Promise<void> | null = null

  get cluster(): Cluster {
    const cluster = {
      addMultipleTargetTopics: async (): Promise<void> => {},
      refreshMetadataIfNecessary: async () => {
        this.checks++
        await (this.hangs ?? new Promise((done) => setImmediate(done)))
      },
      refreshMetadata: async () => void this.refreshes++,
      isConnected: () => true,
      findTopicPartitionMetadata: (topic: string) => {
        this.searches++
        return this.known[topic] ?? []
      },
    }
    return cluster as unknown as Cluster
  }
}

const topics = Array.from({ length: 50 }, (_, n) => `t${n}`)

function ledBy(leader: number): Record<string, readonly Place[]> {
  return Object.fromEntries(topics.map((topic) => [topic, [{ partitionId: 0, leader }]]))
}

async function askAll(leaders: Leaders): Promise<readonly number[]> {
  return Promise.all(topics.map(async (topic) => leaders.ofPartition(topic, 0)))
}

test('many topics together are one check, and each is searched for once', async () => {
  const kafka = new FewTopics()
  kafka.known = ledBy(1)
  const leaders = new Leaders(kafka.cluster, 10_000)
  for (let round = 0; round < 3; round++) assert.deepEqual(new Set(await askAll(leaders)), new Set([1]))
  assert.deepEqual([kafka.checks, kafka.searches], [1, topics.length])
})

test('after a look anew another broker leads', async () => {
  const kafka = new FewTopics()
  kafka.known = ledBy(1)
  const leaders = new Leaders(kafka.cluster, 10_000)
  await askAll(leaders)
  kafka.known = ledBy(2)
  assert.ok(await leaders.lookAnew(null, false))
  assert.deepEqual(new Set(await askAll(leaders)), new Set([2]))
  assert.equal(kafka.refreshes, 1)
})

test('a topic that kafkajs does not know yet is looked for again', async () => {
  const kafka = new FewTopics()
  const leaders = new Leaders(kafka.cluster, 10_000)
  await assert.rejects(leaders.ofPartition('t0', 0), /UNKNOWN_TOPIC_OR_PARTITION|does not host|not host/i)
  kafka.known = ledBy(3)
  assert.equal(await leaders.ofPartition('t0', 0), 3)
})

test('a check that is never answered does not keep later ones from being made', async () => {
  const kafka = new FewTopics()
  kafka.known = ledBy(1)
  kafka.hangs = new Promise(() => {})
  const leaders = new Leaders(kafka.cluster, 20)
  await assert.rejects(leaders.ofPartition('t0', 0), /no answer/)
  kafka.hangs = null
  assert.equal(await leaders.ofPartition('t0', 0), 1)
  assert.equal(kafka.checks, 2)
})
