/**
 * A broker alone that is killed while it commits, and started again: whether the transaction counts is unknown until the
 * fence, and then the checkpoint and the messages say the same. `SEED` plays a run again, as far as machines allow.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { withAdmin } from '../../src/connectors/kafka/client.ts'
import { createShardTransactions } from '../../src/connectors/kafka/transactions/shard-transactions.ts'
import { startOwnKafka } from '../servers/kafka/kafka.ts'
import { consumeWithJava } from '../servers/kafka/witness.ts'
import { KafkaProxy } from '../support/kafka-proxy.ts'
import { encodedBatch } from '../support/record-batches.ts'
import { Random } from '../support/random.ts'
import { makeTopics } from '../support/kafka-admin.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const rounds = Number(process.env['ROUNDS'] ?? 10)

test('killed at the commit: the outcome and the checkpoint agree', async (context) => {
  const server = await startOwnKafka()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  const { broker } = server
  assert.ok(broker !== null)
  const proxy = await KafkaProxy.start(broker.ports)
  const shard = createShardTransactions({
    properties: new Map([
      ['bootstrap.servers', proxy.address],
      ['request.timeout.ms', '3000'],
      // It is not started again before the commit has been given up.
      ['delivery.timeout.ms', '8000'],
    ]),
    transactionalId: 'sluice.lone.0.0',
    checkpointGroup: 'lone.ck',
    covers: () => true,
    topics: ['out'],
    transactionTimeoutMs: 60_000,
  })
  context.diagnostic(`SEED=${seed}`)
  const random = new Random(seed)
  try {
    await withAdmin(new Map([['bootstrap.servers', server.brokers]]), async (admin) => {
      const topics = ['input', 'out'].map((topic) => ({ topic, numPartitions: 1 }))
      await makeTopics(admin, topics)
    })
    const committed: string[] = []
    await shard.fence()
    let at = 0
    for (let round = 0; round < rounds; round++) {
      await shard.send('out', 0, encodedBatch([{ key: null, value: Buffer.from(`r${round}`), timestamp: Date.now() }]))
      // From before the request until after the answer.
      const when = random.pick(['request', 'request', 'reply'] as const)
      const met = proxy.on('EndTxn', when, 'hold')
      const outcome = shard.commit([{ topic: 'input', partition: 0, offset: at + 1, metadata: `${round}` }])
      outcome.catch(() => {})
      await met.met
      if (when === 'request') met.release()
      const delayMs = random.between(0, 12)
      const until = performance.now() + delayMs
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve))
      await broker.kill()
      met.release()
      const said = await outcome.then(
        () => true,
        () => false,
      )
      broker.start()
      await broker.answers()
      await shard.fence()
      const [checkpoint] = await shard.readCheckpoints()
      const next = checkpoint?.offset ?? 0
      assert.ok(next === at || next === at + 1)
      if (said) assert.equal(next, at + 1, 'what was said to be committed is')
      if (next > at) committed.push(`r${round}`)
      at = next
    }
    const seen = await consumeWithJava(server.brokers, 'out')
    context.diagnostic(`${committed.length} of ${rounds} committed`)
    assert.deepEqual(
      seen.map(({ value }) => value.toString()),
      committed,
    )
  } finally {
    await shard.discard()
    await proxy.stop()
    await server.stop()
  }
})
