/** What several threads say of their parts, put together. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { jobLook, nothingSeen } from '../../../../src/runtime/job/look.ts'
import type { PartLook, ShardLook } from '../../../../src/runtime/job/look.ts'
import { emptyLedger, recordsIn } from '../../../../src/runtime/ledger/ledger.ts'
import type { Ledger } from '../../../../src/runtime/ledger/ledger.ts'

function records(count: number): Ledger {
  return { ...emptyLedger, sources: new Map([['s', { in: count, unclaimed: 0, errorsUnwritten: 0 }]]) }
}

function shard(number: number, changes: Partial<ShardLook> = {}): ShardLook {
  return { number, state: 'running', epoch: 1, resumedEpoch: 0, totals: records(10), ...changes }
}

function part(changes: Partial<PartLook>): PartLook {
  return { ...nothingSeen, ...changes }
}

const base = { nothing: records(0), earlier: records(0) }

test('counts, lag and partitions of all parts; totals of all shards and of earlier layouts', () => {
  const lag = { source: 's', topic: 't', partition: 0, records: 3 }
  const look = jobLook(
    [
      part({
        counted: records(5),
        shards: [shard(1)],
        lag: [lag],
        closed: new Map([['k', 1]]),
        late: new Map([['k', 2]]),
      }),
      part({ counted: records(7), shards: [shard(0, { epoch: 4 })], closed: new Map([['k', 3]]) }),
    ],
    { ...base, earlier: records(100) },
  )
  assert.equal(recordsIn(look.counted), 12)
  assert.equal(recordsIn(look.totals), 120)
  assert.deepEqual(
    look.shards.map(({ number }) => number),
    [0, 1],
  )
  assert.equal(look.lastEpoch, 4)
  assert.deepEqual(look.lag, [lag])
  assert.deepEqual([look.closed.get('k'), look.late.get('k')], [4, 2])
  assert.equal(look.isResumed, false)
})

test('a shard that went from one thread to another is counted once, as its new owner says', () => {
  const before = shard(2, { state: 'gone', epoch: 3, totals: records(30) })
  const now = shard(2, { state: 'recovering', epoch: 5, resumedEpoch: 3, totals: records(50) })
  for (const parts of [
    [part({ shards: [before] }), part({ shards: [now] })],
    [part({ shards: [now] }), part({ shards: [before] })],
  ]) {
    const look = jobLook(parts, base)
    assert.equal(recordsIn(look.totals), 50)
    assert.deepEqual(
      look.shards.map(({ state, epoch }) => [state, epoch]),
      [['recovering', 5]],
    )
    assert.equal(look.isResumed, false, 'this process has it from its beginning')
  }
})

test('the new owner of a shard knows nothing of it before it has recovered', () => {
  const before = shard(2, { state: 'gone', epoch: 3, totals: records(30) })
  const now = shard(2, { state: 'recovering', epoch: 0, resumedEpoch: null, totals: emptyLedger })
  const look = jobLook([part({ shards: [now] }), part({ shards: [before] })], base)
  assert.equal(recordsIn(look.totals), 30)
  assert.deepEqual([look.shards[0].state, look.lastEpoch, look.isResumed], ['recovering', 3, false])
})

test('a job that goes on says so, as soon as one of its shards does', () => {
  const look = jobLook([part({ shards: [shard(0)] }), part({ shards: [shard(1, { resumedEpoch: 8 })] })], base)
  assert.equal(look.isResumed, true)
})

test('what is left is what all threads with shards have left; a source is away where one of them misses it', () => {
  const source = (records: number, isUp = true) => [{ name: 's', isUp, remaining: { records } }]
  const idle = part({ sources: source(1_000) })
  const a = part({ sources: source(3), shards: [shard(0)] })
  const b = part({ sources: source(4, false), shards: [shard(1)] })
  assert.deepEqual(jobLook([idle, a, b], base).sources, [{ name: 's', isUp: false, remaining: { records: 7 } }])
  assert.deepEqual(jobLook([idle, idle], base).sources, source(1_000), 'each would take the whole')
})

test('unknown in one thread is unknown', () => {
  const a = part({ sources: [{ name: 's', isUp: true, remaining: {} }], shards: [shard(0)] })
  const b = part({ sources: [{ name: 's', isUp: true, remaining: { bytes: 4 } }], shards: [shard(1)] })
  assert.deepEqual(jobLook([a, b], base).sources, [{ name: 's', isUp: true, remaining: {} }])
})
