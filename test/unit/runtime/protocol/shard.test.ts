/** The order of a shard's steps, and what it leaves alone; all else is the simulator's. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { Fenced } from '../../../../src/connectors/kafka/transactions/ports.ts'
import type { Checkpoint, ShardTransactions } from '../../../../src/connectors/kafka/transactions/ports.ts'
import { Chain } from '../../../../src/runtime/protocol/chain.ts'
import { Shard } from '../../../../src/runtime/protocol/shard.ts'
import type { EpochContent } from '../../../../src/runtime/protocol/shard.ts'
import { settleLayout } from '../../../../src/runtime/protocol/layouts.ts'
import { ShardLost } from '../../../../src/runtime/protocol/steps.ts'
import { LayoutChanged, TransactionDecider } from '../../../../src/runtime/protocol/transactions.ts'
import { nodeFiles } from '../../../../src/runtime/state/durable-files.ts'
import { StateError, StateFolder } from '../../../../src/runtime/state/state-folder.ts'
import { Workshop } from '../support.ts'
import { logOf } from './support.ts'

const job = { uuid: '3fa9c1aa-0000-4000-8000-000000000000', name: 'job' }
const nothing = { sources: {}, tables: {}, sinks: {} }

/** What Kafka keeps for the partitions of source `s`, whoever commits. */
class Offsets {
  readonly kept = new Map<number, Checkpoint>()
  calls: string[] = []
  failure: Error | null = null
  topicId: string | null = 'first'

  transactions(partitions: readonly number[]): ShardTransactions {
    const call = (name: string): void => {
      this.calls.push(name)
    }
    const held = (): readonly Checkpoint[] => partitions.flatMap((partition) => this.kept.get(partition) ?? [])
    return {
      fence: async () => call('fence'),
      discard: async () => call('discard'),
      send: async () => call('send'),
      topicIds: async (topics) => {
        call('ids')
        return new Map(topics.map((topic) => [topic, this.topicId]))
      },
      readCheckpoints: async () => {
        call('read')
        return held()
      },
      peekCheckpoints: async () => held(),
      commit: async (checkpoints) => {
        call('commit')
        if (this.failure !== null) throw this.failure
        for (const checkpoint of checkpoints) this.kept.set(checkpoint.partition, checkpoint)
      },
    }
  }
}

interface Setting {
  readonly workshop: Workshop
  readonly offsets: Offsets
  readonly shard: (layout: number, number: number, partitions: readonly number[]) => Shard
}

function setting(t: TestContext): Setting {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  const state = new StateFolder(workshop.path('state'))
  const offsets = new Offsets()
  let attempts = 0
  const shard = (layout: number, number: number, partitions: readonly number[]): Shard => {
    const chainOf = (ofLayout: number, ofShard: number): Chain =>
      new Chain(state.shard(ofLayout, ofShard), job, nodeFiles)
    const all = logOf(Array.from({ length: 4 }, () => ({ start: 0, end: 100 })))
    const shardName = `3fa9c1-${layout}-${number}`
    return new Shard({
      folder: state.shard(layout, number),
      files: nodeFiles,
      decider: new TransactionDecider({
        transactions: offsets.transactions(partitions),
        carrier: { kind: 'sources', names: new Set(['s']) },
        job,
        chain: chainOf(layout, number),
        files: nodeFiles,
        chainOf,
      }),
      stagingFolders: [workshop.path('sink', '_staging', shardName)],
      sinks: [],
      shardName,
      log: { ...all, partitions: async () => partitions.map((partition) => ({ source: 's', topic: 't', partition })) },
      intoExisting: false,
      job,
      plan: 'plan',
      clock: { monotonicMs: () => 0, wallMs: () => 0 },
      newAttempt: () => `a${++attempts}`,
    })
  }
  return { workshop, offsets, shard }
}

function contentAt(offset: number): EpochContent {
  return { positions: { s: [{ topic: 't', partition: 0, offset }] }, files: [], counts: nothing, totals: nothing }
}

test('recovery fences, then reads, then commits an empty epoch at once', async (t) => {
  const { offsets, shard } = setting(t)
  const owner = shard(1, 0, [0])
  assert.deepEqual((await owner.recover()).resumedEpoch, 0)
  assert.deepEqual(offsets.calls, ['discard', 'fence', 'read', 'commit'])
  assert.equal(offsets.kept.get(0)?.offset, 0)
  await owner.commit(contentAt(7))
  const next = shard(1, 0, [0])
  const recovered = await next.recover()
  assert.deepEqual([recovered.resumedEpoch, recovered.positions['s'][0].offset], [2, 7])
  assert.equal(next.head?.manifest.epoch, 3)
})

test('nothing that was read of a topic made anew is decided, and nothing is asked where there are no ids', async (t) => {
  const { offsets, shard } = setting(t)
  const owner = shard(1, 0, [0])
  await owner.recover()
  const read = (offset: number): EpochContent => {
    const position = { topic: 't', partition: 0, offset, topicId: 'first' }
    return { ...contentAt(offset), positions: { s: [position], files: [{ ...position, topicId: 'other' }] } }
  }
  offsets.calls = []
  await owner.commit(read(7))
  assert.deepEqual(offsets.calls, ['ids', 'commit'])
  offsets.topicId = null
  await owner.commit(read(8))
  offsets.topicId = 'second'
  await owner.commit(contentAt(9))
  offsets.calls = []
  await assert.rejects(
    owner.decide(read(10)),
    (error) =>
      error instanceof StateError &&
      /`t`, partition 0 is of another topic .* was first, of this it is second\): .*made anew/.test(error.message),
  )
  assert.deepEqual(offsets.calls, ['ids'])
  assert.equal(offsets.kept.get(0)?.offset, 9)
})

test('the next epoch is not decided before the last one is published', async (t) => {
  const owner = setting(t).shard(1, 0, [0])
  await owner.recover()
  await owner.decide(contentAt(1))
  await assert.rejects(owner.decide(contentAt(2)), /decide while unpublished/)
})

test('fenced: the shard is lost, and nothing that was staged is touched', async (t) => {
  const { workshop, offsets, shard } = setting(t)
  const owner = shard(1, 0, [0])
  await owner.recover()
  const staged = workshop.path('sink', '_staging', '3fa9c1-1-0', `2-${owner.openEpoch.attempt}`)
  await nodeFiles.makeFolder(staged)
  offsets.failure = new Fenced('another producer')
  await assert.rejects(owner.commit(contentAt(7)), ShardLost)
  await owner.abandon()
  assert.notEqual(await nodeFiles.identify(staged), null)
  await assert.rejects(owner.commit(contentAt(7)), /decide while down/)
})

test('given up before it was decided: what was staged is deleted', async (t) => {
  const { workshop, shard } = setting(t)
  const owner = shard(1, 0, [0])
  await owner.recover()
  const staged = workshop.path('sink', '_staging', '3fa9c1-1-0', `2-${owner.openEpoch.attempt}`)
  await nodeFiles.makeFolder(staged)
  await owner.abandon()
  assert.equal(await nodeFiles.identify(staged), null)
})

test('another number of shards: the old ones hand over, the new ones take over, and the old ones stop', async (t) => {
  const { workshop, shard } = setting(t)
  const state = new StateFolder(workshop.path('state'))
  const partitionsOf = (number: number, shards: number): number[] => [0, 1, 2, 3].filter((p) => p % shards === number)
  let attempts = 0
  const settle = (shards: number) =>
    settleLayout(state, nodeFiles, {
      shards,
      shardOf: (old, number) => shard(old.number, number, partitionsOf(number, old.shards)),
      newAttempt: () => `layout${++attempts}`,
    })
  assert.deepEqual(await settle(2), { number: 1, shards: 2, cut: [] })
  const old = [0, 1].map((number) => shard(1, number, partitionsOf(number, 2)))
  for (const one of old) {
    const { positions } = await one.recover()
    const read = positions['s'].map((position) => ({ ...position, offset: 10 + position.partition }))
    await one.commit({ ...contentAt(0), positions: { s: read } })
  }
  assert.deepEqual(await settle(4), { number: 2, shards: 4, cut: [] })
  assert.deepEqual(await settle(4), { number: 2, shards: 4, cut: [] })
  for (const number of [0, 1, 2, 3]) {
    const { positions } = await shard(2, number, [number]).recover()
    assert.deepEqual(positions, { s: [{ topic: 't', partition: number, offset: 10 + number }] })
  }
  await assert.rejects(old[0].recover(), LayoutChanged)
})
