import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { HeldMessages } from '../../../src/connectors/kafka/held-messages.ts'
import { Outbox } from '../../../src/connectors/kafka/outbox.ts'
import { Partitioner } from '../../../src/connectors/kafka/partitioner.ts'
import { KafkaProducers } from '../../../src/connectors/kafka/producers.ts'
import { compressionOf, type MessageSender } from '../../../src/connectors/kafka/sender.ts'
import { valuesOf } from '../../support/record-batches.ts'

test('all sinks of a cluster share one producer', () => {
  const producers = new KafkaProducers()
  const cluster = ['bootstrap.servers', 'a:1'] as const
  const sender = producers.senderFor(new Map([cluster, ['compression.type', 'zstd']]))
  assert.equal(producers.senderFor(new Map([['max.request.size', '9'], cluster])), sender)
  assert.notEqual(producers.senderFor(new Map([cluster, ['client.id', 'x']])), sender)
  assert.notEqual(producers.senderFor(new Map([['bootstrap.servers', 'b:1']])), sender)
  assert.equal(producers.size, 3)
})

test('a compression that is not known is refused with those that are', () => {
  assert.equal(compressionOf(new Map()), 'none')
  assert.equal(compressionOf(new Map([['compression.type', 'lz4']])), 'lz4')
  assert.throws(() => compressionOf(new Map([['compression.type', 'constructor']])), /'constructor'/)
})

test("keys go to the partitions that Java's producer chooses", () => {
  const theirs = kafkajs.Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: 7 }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }))
  const ours = new Partitioner(partitionMetadata.map(({ partitionId }) => partitionId))
  const keys = fc.uint8Array({ maxLength: 40 })
  fc.assert(
    fc.property(keys, fc.nat(3), (bytes, before) => {
      const key = Buffer.from(bytes)
      const within = Buffer.concat([Buffer.alloc(before, 7), key, Buffer.from('behind')])
      const expected = theirs({ topic: 't', partitionMetadata, message: { key, value: null } })
      assert.equal(ours.ofKey(within, before, before + key.length), expected)
    }),
  )
})

/** Takes batches, and acknowledges each when told. */
class Gate implements MessageSender {
  readonly taken: { readonly partition: number; readonly values: readonly string[]; readonly bytes: number }[] = []
  private readonly answers: PromiseWithResolvers<void>[] = []

  async send(_topic: string, partition: number, batch: Parameters<MessageSender['send']>[2]): Promise<void> {
    const values = valuesOf(batch)
    this.taken.push({ partition, values, bytes: batch.bytes.length })
    const answer = Promise.withResolvers<void>()
    this.answers.push(answer)
    await answer.promise
    batch.release()
  }

  async answer(error: Error | null = null): Promise<void> {
    const answer = this.answers.shift()
    if (error === null) answer?.resolve()
    else answer?.reject(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function newOutbox(
  batchBytesMax = 1_000,
  lingerMs = 0,
  held = new HeldMessages(),
): { readonly outbox: Outbox; readonly gate: Gate } {
  const gate = new Gate()
  return { outbox: new Outbox({ topic: 't', codec: 'none', batchBytesMax, lingerMs, held }, gate), gate }
}

function append(outbox: Outbox, partition: number, ...texts: string[]): void {
  for (const text of texts) {
    const bytes = Buffer.from(text)
    outbox.append(partition, null, { bytes, start: 0, end: bytes.length }, 1_000, null)
  }
}

test('one batch of a partition is under way; what comes meanwhile is the next one; partitions go side by side', async () => {
  const { outbox, gate } = newOutbox()
  append(outbox, 0, 'a')
  append(outbox, 1, 'b')
  await outbox.drain()
  append(outbox, 0, 'c', 'd')
  await outbox.drain()
  append(outbox, 0, 'e')
  const sent = () => gate.taken.map(({ partition, values }) => `${partition} ${values.join('')}`)
  assert.deepEqual(sent(), ['0 a', '1 b'])
  let isFlushed = false
  const flushed = outbox.flush().then(() => (isFlushed = true))
  await gate.answer()
  assert.deepEqual(sent(), ['0 a', '1 b', '0 cde'])
  await gate.answer()
  assert.equal(isFlushed, false)
  await gate.answer()
  await flushed
  assert.equal(gate.taken.length, 3)
})

test('a batch is closed before it is too large, and is sent at once', async () => {
  const { outbox, gate } = newOutbox(1_000)
  append(outbox, 0, ...Array.from({ length: 30 }, (_, k) => `${k}`.padEnd(100, '.')))
  assert.equal(gate.taken.length, 1)
  const flushed = outbox.flush()
  for (let k = 0; k < 10; k++) await gate.answer()
  await flushed
  assert.ok(gate.taken.every(({ bytes }) => bytes <= 1_000))
  assert.deepEqual(
    gate.taken.flatMap(({ values }) => values.map((value) => parseInt(value, 10))),
    Array.from({ length: 30 }, (_, k) => k),
  )
})

test('drain waits while too much is held', async () => {
  const { outbox, gate } = newOutbox(1 << 20)
  append(outbox, 0, ...Array.from({ length: 9 }, () => 'x'.repeat(1_000_000)))
  let isDrained = false
  const drained = outbox.drain().then(() => (isDrained = true))
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(isDrained, false)
  await gate.answer()
  await drained
})

test('after an error nothing more is sent before `abort`, and then nothing of before', async () => {
  const { outbox, gate } = newOutbox()
  append(outbox, 0, 'a')
  await outbox.drain()
  append(outbox, 0, 'b')
  append(outbox, 1, 'c')
  await gate.answer(new Error('refused'))
  await assert.rejects(outbox.drain(), /refused/)
  await assert.rejects(outbox.flush(), /refused/)
  outbox.abort()
  append(outbox, 0, 'd')
  const flushed = outbox.flush()
  await gate.answer()
  await flushed
  assert.deepEqual(
    gate.taken.map(({ values }) => values.join('')),
    ['a', 'd'],
  )
})

test('what was under way at `abort` changes nothing of what comes after', async () => {
  const { outbox, gate } = newOutbox()
  append(outbox, 0, 'old')
  await outbox.drain()
  append(outbox, 0, 'never sent')
  outbox.abort()
  append(outbox, 0, 'new')
  const flushed = outbox.flush()
  await gate.answer(new Error('late'))
  await gate.answer()
  await flushed
  assert.deepEqual(
    gate.taken.map(({ values }) => values.join('')),
    ['old', 'new'],
  )
})

test('with a linger, what does not fill a batch waits for more; the end of an epoch does not wait', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const { outbox, gate } = newOutbox(1_000, 20)
  append(outbox, 0, 'a')
  await outbox.drain()
  context.mock.timers.tick(19)
  append(outbox, 0, 'b')
  await outbox.drain()
  assert.equal(gate.taken.length, 0)
  context.mock.timers.tick(1)
  assert.deepEqual(
    gate.taken.map(({ values }) => values),
    [['a', 'b']],
  )
  await gate.answer()
  append(outbox, 0, 'c')
  await outbox.drain()
  const flushed = outbox.flush()
  assert.deepEqual(gate.taken.at(-1)?.values, ['c'])
  await gate.answer()
  await flushed
  append(outbox, 0, 'given up')
  await outbox.drain()
  outbox.abort()
  context.mock.timers.tick(100)
  assert.equal(gate.taken.length, 2)
})

const mib = 1 << 20
const filling = 'x'.repeat(64 << 10)

function fill({ outbox }: ReturnType<typeof newOutbox>): number {
  let bytes = 0
  for (; !outbox.isFull; bytes += filling.length) append(outbox, 0, filling)
  return bytes
}

/** What so many sinks hold together, of which nobody takes anything. */
function heldTogether(count: number, held: HeldMessages): number {
  const all = Array.from({ length: count }, () => newOutbox(512 << 10, 0, held))
  for (const { outbox } of all) append(outbox, 0, 'x')
  const bytes = all.map(fill).reduce((sum, one) => sum + one)
  for (const { outbox } of all) outbox.abort()
  assert.equal(held.shareBytes, 8 * mib, 'nobody holds anything any more')
  return bytes
}

test('many sinks that nobody takes anything from hold as much as sixteen, each its share', () => {
  for (const [sinks, mibMax] of [
    [1, 8],
    [16, 128],
    [64, 128],
  ]) {
    const bytes = heldTogether(sinks, new HeldMessages())
    assert.ok(Math.abs(bytes - mibMax * mib) <= 2 * sinks * filling.length, `${sinks} sinks hold ${bytes} bytes`)
  }
})
