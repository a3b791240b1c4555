/** Three brokers: leaders and coordinators move while batches are sent and fetched. */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { createWireProducer } from '../../src/connectors/kafka/wire/producer.ts'
import { startCluster, type KafkaCluster } from '../servers/kafka/cluster.ts'
import { consumeWithJava } from '../servers/kafka/witness.ts'
import { kafkaClient, makeTopic, readTopic, textBatch } from '../support/wire.ts'

let cluster: KafkaCluster | null = null
let skip = ''

before(async () => {
  const started = await startCluster()
  if ('skip' in started) {
    skip = started.skip
    assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
    return
  }
  cluster = started
})

after(async () => {
  await cluster?.stop()
})

const partitions = 6
const retry = { initialRetryTime: 100, maxRetryTime: 500, retries: 8 }

test('brokers are killed and come back, leaders move: everything is there once, in order', async (context) => {
  if (cluster === null) return context.skip(skip)
  const { addresses, brokers } = cluster
  const client = kafkaClient(addresses, { requestTimeout: 3_000, connectionTimeout: 1_000, retry })
  const topic = 'moves'
  await makeTopic(client, topic, partitions)
  const transactional = createWireProducer(client, { transactionalId: 'moves', requestTimeoutMs: 4_000 })
  const idempotent = createWireProducer(client, { requestTimeoutMs: 4_000 })
  await Promise.all([transactional.open(), idempotent.open()])
  const committed: string[][] = Array.from({ length: partitions }, () => [])
  let isOver = false

  // Even partitions by transactions, each of several partitions and some of them aborted; odd ones without.
  const inTransactions = async (): Promise<void> => {
    for (let round = 0; !isOver; round++) {
      const values = [0, 2, 4].map((partition) => [`t${round}.${partition}.a`, `t${round}.${partition}.b`])
      await transactional.beginTransaction()
      await Promise.all(
        values.map(async (batch, index) => transactional.send(topic, 2 * index, textBatch(batch, 'lz4'))),
      )
      await transactional.sendOffsets('moves.ck', [{ topic, partition: 0, offset: round, metadata: `${round}` }])
      if (round % 4 === 3) {
        await transactional.abort()
        continue
      }
      await transactional.commit()
      values.forEach((batch, index) => committed[2 * index].push(...batch))
    }
  }
  const without = async (): Promise<void> => {
    for (let round = 0; !isOver; round++) {
      const sending = [1, 3, 5].map(async (partition) => {
        const batch = [`i${round}.${partition}.a`, `i${round}.${partition}.b`]
        await idempotent.send(topic, partition, textBatch(batch))
        committed[partition].push(...batch)
      })
      await Promise.all(sending)
    }
  }
  const moves = async (): Promise<void> => {
    try {
      for (const broker of brokers) {
        await broker.kill()
        const sent = committed.flat().length
        await until(() => committed.flat().length > sent + 60)
        broker.start()
        await broker.answers(brokers.length)
        await cluster?.electPreferred()
      }
    } finally {
      isOver = true
    }
  }
  await Promise.all([inTransactions(), without(), moves()])
  assert.ok(idempotent.retries + transactional.retries > 0, 'some leader was looked for anew')
  await Promise.all([transactional.discard(), idempotent.discard()])

  const read = await readTopic(client, topic, 60_000)
  const ofPartition = (partition: number): string[] =>
    read.filter((each) => each.partition === partition).map(({ text }) => text)
  committed.forEach((values, partition) => assert.deepEqual(ofPartition(partition), values, `partition ${partition}`))
  const java = (await consumeWithJava(addresses, topic)).map(({ value }) => value.toString())
  assert.deepEqual(java.toSorted(), committed.flat().toSorted())
})

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error('nothing was sent for too long')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
