/** A shard's transactions on a real Kafka, behind a proxy that loses requests and replies; Java's consumer is the witness. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { withAdmin } from '../../../src/connectors/kafka/client.ts'
import type { Checkpoint, ShardTransactions } from '../../../src/connectors/kafka/transactions/ports.ts'
import { Fenced } from '../../../src/connectors/kafka/transactions/ports.ts'
import { createShardTransactions } from '../../../src/connectors/kafka/transactions/shard-transactions.ts'
import type { ShardTransactionsOptions } from '../../../src/connectors/kafka/transactions/shard-transactions.ts'
import { waitFor } from '../../servers/process.ts'
import { consumeWithJava } from '../../servers/kafka/witness.ts'
import type { KafkaProxy } from '../../support/kafka-proxy.ts'
import { proxiedKafka } from '../../support/proxied-kafka.ts'
import { encodedBatch } from '../../support/record-batches.ts'
import { makeTopics } from '../../support/kafka-admin.ts'

const kafka = proxiedKafka()

interface Limits {
  readonly requestMs?: number
  readonly deliveryMs?: number
}

/** What a test has: the proxy, a topic of its own to write and one to have read, and shards over it. */
interface Stage {
  readonly proxy: KafkaProxy
  readonly topic: string
  readonly input: string
  /** Where its first partition ends, marks of transactions counted. */
  end(): Promise<number>
  shard(options?: Partial<ShardTransactionsOptions>, limits?: Limits): ShardTransactions
  checkpoint(offset: number): readonly Checkpoint[]
  /** What a reader of committed messages must see of the topic in the end. */
  expect(values: readonly string[]): void
}

let topics = 0
/** By topic, sorted; all are read at once at the end, for Java's consumer is slow to start. */
const expected: Record<string, readonly string[]> = {}

/** A test on the server; everything that it opens is closed, and the proxy calm again. */
function onKafka(name: string, run: (stage: Stage) => Promise<void>): void {
  test(name, async (context) => {
    const started = kafka(context)
    if (started === null) return
    const { server, proxy } = started
    const found = await stage(server.brokers, proxy)
    try {
      await run(found)
    } finally {
      proxy.calm()
      for (const shard of found.shards) await shard.discard()
    }
  })
}

async function stage(brokers: string, through: KafkaProxy): Promise<Stage & { readonly shards: ShardTransactions[] }> {
  const topic = `out.${++topics}`
  const input = `in.${topics}`
  const shards: ShardTransactions[] = []
  await withAdmin(new Map([['bootstrap.servers', brokers]]), async (admin) => {
    const made = [
      { topic, numPartitions: 2 },
      { topic: input, numPartitions: 1 },
    ]
    await makeTopics(admin, made)
  })
  return {
    proxy: through,
    topic,
    input,
    shards,
    shard: (options = {}, { requestMs = 1_500, deliveryMs = 60_000 } = {}) => {
      const shard = createShardTransactions({
        properties: new Map([
          ['bootstrap.servers', through.address],
          ['request.timeout.ms', String(requestMs)],
          ['delivery.timeout.ms', String(deliveryMs)],
        ]),
        transactionalId: `sluice.${topic}.0.0`,
        checkpointGroup: `${topic}.ck`,
        covers: (name) => name === input,
        topics: [input],
        transactionTimeoutMs: 60_000,
        ...options,
      })
      shards.push(shard)
      return shard
    },
    end: async () =>
      withAdmin(new Map([['bootstrap.servers', brokers]]), async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic)
        return Number(ends.find(({ partition }) => partition === 0)?.high)
      }),
    checkpoint: (offset) => [{ topic: input, partition: 0, offset, metadata: `{"epoch":${offset}}` }],
    expect: (values) => {
      expected[topic] = values.toSorted()
    },
  }
}

async function send(shard: ShardTransactions, topic: string, value: string, partition = 0): Promise<void> {
  await shard.send(
    topic,
    partition,
    encodedBatch([{ key: null, value: Buffer.from(`${topic} ${value}`), timestamp: Date.now() }]),
  )
}

async function offsetOf(shard: ShardTransactions): Promise<number | null> {
  const checkpoints = await shard.readCheckpoints()
  assert.ok(checkpoints.length <= 1)
  return checkpoints.length === 0 ? null : checkpoints[0].offset
}

onKafka('committed: seen once, with its checkpoint; given up: never seen', async (on) => {
  const own = on.shard()
  await own.fence()
  assert.equal(await offsetOf(own), null)
  await Promise.all([send(own, on.topic, 'a', 0), send(own, on.topic, 'b', 1), send(own, on.topic, 'c', 1)])
  await own.commit(on.checkpoint(1))
  await send(own, on.topic, 'given up')
  await own.discard()
  await own.fence()
  assert.deepEqual(await own.readCheckpoints(), on.checkpoint(1))
  await send(own, on.topic, 'd')
  await own.commit(on.checkpoint(2))
  await own.commit(on.checkpoint(3))
  await own.fence()
  assert.equal(await offsetOf(own), 3, 'an epoch without messages commits its offsets')
  on.expect(['a', 'b', 'c', 'd'])
})

onKafka('EndTxn was done, no reply ever comes: unknown, and after the fence it is there', async (on) => {
  const own = on.shard({}, { deliveryMs: 3_000 })
  await own.fence()
  await send(own, on.topic, 'a')
  on.proxy.on('EndTxn', 'reply', 'drop', 99)
  await assert.rejects(own.commit(on.checkpoint(1)), /no answer|timed out/)
  on.proxy.calm()
  await assert.rejects(own.commit(on.checkpoint(1)), /failed before/)
  await own.fence()
  assert.equal(await offsetOf(own), 1)
  on.expect(['a'])
})

onKafka('EndTxn never arrives: after the fence it is not there', async (on) => {
  const own = on.shard({}, { deliveryMs: 3_000 })
  await own.fence()
  await send(own, on.topic, 'a')
  on.proxy.on('EndTxn', 'request', 'cut', 99)
  await assert.rejects(own.commit(on.checkpoint(1)), /cannot reach Kafka|no answer|closed/)
  on.proxy.calm()
  await own.fence()
  assert.equal(await offsetOf(own), null)
  await send(own, on.topic, 'b')
  await own.commit(on.checkpoint(1))
  on.expect(['b'])
})

onKafka(
  'a request or a reply that is lost once is survived, and whoever was fenced meanwhile learns of it',
  async (on) => {
    const own = on.shard()
    await own.fence()
    for (const [epoch, direction] of (['request', 'reply'] as const).entries()) {
      await send(own, on.topic, `lost ${direction}`)
      const lost = on.proxy.on('EndTxn', direction, 'drop')
      await own.commit(on.checkpoint(epoch + 1))
      assert.equal(lost.count, 1)
    }
    const other = on.shard()
    await other.fence()
    // Only now it asks for a raised epoch, and must not take the shard back by it.
    await assert.rejects(send(own, on.topic, 'fenced'), Fenced)
    await send(other, on.topic, 'other')
    await other.commit(on.checkpoint(3))
    on.expect(['lost request', 'lost reply', 'other'])
  },
)

onKafka('a commit that was tried again does not end the next transaction when it arrives after all', async (on) => {
  const own = on.shard()
  await own.fence()
  await send(own, on.topic, 'first')
  const late = on.proxy.on('EndTxn', 'request', 'late')
  await own.commit(on.checkpoint(1))
  await send(own, on.topic, 'second')
  late.release()
  await late.arrived
  await send(own, on.topic, 'third')
  await own.commit(on.checkpoint(2))
  assert.equal(late.count, 1)
  assert.equal(await offsetOf(own), 2)
  on.expect(['first', 'second', 'third'])
})

onKafka(
  'a zombie is refused whatever it does, its late requests too, and the new owner goes on unharmed',
  async (on) => {
    const zombie = on.shard({}, { requestMs: 10_000 })
    await zombie.fence()
    await send(zombie, on.topic, 'old')
    const held = on.proxy.on('EndTxn', 'request', 'hold')
    const late = assert.rejects(zombie.commit(on.checkpoint(7)), Fenced)
    await held.met
    const owner = on.shard()
    await owner.fence()
    assert.equal(await offsetOf(owner), null)
    await send(owner, on.topic, 'new')
    held.release()
    await late
    await owner.commit(on.checkpoint(1))

    for (const act of [
      async (other: ShardTransactions) => send(other, on.topic, 'older'),
      async (other: ShardTransactions) => other.commit(on.checkpoint(8)),
    ]) {
      const other = on.shard()
      await other.fence()
      await owner.fence()
      await assert.rejects(act(other), Fenced)
      await assert.rejects(other.commit(on.checkpoint(9)), /failed before/)
      await other.discard()
    }
    assert.equal(await offsetOf(owner), 1)
    on.expect(['new'])
  },
)

onKafka('after any error nothing is committed: the offsets failed, or the messages', async (on) => {
  const own = on.shard()
  await own.fence()
  await send(own, on.topic, 'without offsets')
  const tooLong = [{ ...on.checkpoint(1)[0], metadata: 'x'.repeat(4_097) }]
  await assert.rejects(own.commit(tooLong), /METADATA/)
  await assert.rejects(own.commit(on.checkpoint(1)), /failed before/)
  await assert.rejects(send(own, on.topic, 'more'), /failed before/)
  await own.fence()
  await send(own, on.topic, 'kept')
  const huge = { key: null, value: Buffer.alloc(2_000_000), timestamp: Date.now() }
  await assert.rejects(
    own.send(on.topic, 1, encodedBatch([huge])),
    /MESSAGE_TOO_LARGE|larger than the max message size/,
  )
  await assert.rejects(own.commit(on.checkpoint(1)), /failed before/)
  await own.fence()
  assert.equal(await offsetOf(own), null)
  await own.commit(on.checkpoint(4))
  on.expect([])
})

onKafka('replies to offsets that all are lost or cut: unknown, and the next try is whole', async (on) => {
  const own = on.shard({}, { deliveryMs: 3_000 })
  let epoch = 0
  for (const action of ['drop', 'cut', 'cut-inside'] as const) {
    await own.fence()
    assert.equal(await offsetOf(own), epoch === 0 ? null : epoch)
    await send(own, on.topic, `lost.${action}`)
    on.proxy.on('TxnOffsetCommit', 'reply', action, 99)
    await assert.rejects(own.commit(on.checkpoint(epoch + 1)))
    on.proxy.calm()
    await own.fence()
    assert.equal(await offsetOf(own), epoch === 0 ? null : epoch)
    await send(own, on.topic, `kept.${action}`)
    await own.commit(on.checkpoint(++epoch))
  }
  on.expect(['kept.cut', 'kept.cut-inside', 'kept.drop'])
})

onKafka('replies to messages that are lost or cut: each message is there once', async (on) => {
  const own = on.shard()
  await own.fence()
  for (const action of ['cut', 'cut-inside', 'drop'] as const) {
    on.proxy.on('Produce', 'reply', action)
    await send(own, on.topic, `${action}.1`)
    await send(own, on.topic, `${action}.2`)
  }
  await own.commit(on.checkpoint(1))
  const values = ['cut', 'cut-inside', 'drop'].flatMap((action) => [`${action}.1`, `${action}.2`])
  on.expect(values)
})

onKafka('connections that Kafka ends because nobody used them are opened again', async (on) => {
  const own = on.shard()
  await own.fence()
  await send(own, on.topic, 'a')
  await own.commit(on.checkpoint(1))
  await on.proxy.endAll()
  await send(own, on.topic, 'b')
  await own.commit(on.checkpoint(2))
  await on.proxy.endAll()
  await own.commit(on.checkpoint(3))
  assert.equal(await offsetOf(own), 3)
  on.expect(['a', 'b'])
})

onKafka('a transaction that takes too long is aborted by Kafka, and says so', async (on) => {
  const own = on.shard({ transactionTimeoutMs: 1_000 })
  await own.fence()
  await send(own, on.topic, 'late')
  await waitFor('the message and the mark of its abortion', 20_000, async () => (await on.end()) === 2)
  await assert.rejects(own.commit(on.checkpoint(1)), (error: unknown) => {
    assert.ok(error instanceof Fenced)
    assert.match(error.message, /took longer than 1000 ms/)
    return true
  })
  await own.fence()
  assert.equal(await offsetOf(own), null)
  on.expect([])
})

onKafka('a transaction timeout over the brokers maximum is refused at the start', async (on) => {
  const own = on.shard({ transactionTimeoutMs: 16 * 60_000 })
  await assert.rejects(own.fence(), /a transaction timeout of 960000 ms is over the brokers' maximum/)
})

test("what Java's consumer sees of all of it", async (context) => {
  const started = kafka(context)
  if (started === null) return
  const seen = Object.fromEntries(Object.keys(expected).map((topic) => [topic, [] as string[]]))
  for (const { value } of await consumeWithJava(started.server.brokers, /out\.\d+/)) {
    const [topic, ...rest] = value.toString().split(' ')
    seen[topic].push(rest.join(' '))
  }
  for (const values of Object.values(seen)) values.sort()
  assert.deepEqual(seen, expected)
})
