/** The metadata that Kafka keeps with an offset: whole after a round trip, short enough, refused where it is anything else. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { checkpointMetadata, decodeMetadata, encodeMetadata } from '../../../../src/runtime/protocol/checkpoint.ts'
import { checkpointsOf } from '../../../../src/runtime/protocol/transactions.ts'
import { StateError } from '../../../../src/runtime/state/state-folder.ts'
import { manifestOf } from './support.ts'

const hash = 'f'.repeat(64)
const last = { offset: 41, timestamp: 1_795_272_000_123, crc: 0xffff_ffff }

test('what is encoded is decoded', () => {
  const metadata = checkpointMetadata(manifestOf({}), hash, last)
  assert.deepEqual(decodeMetadata(encodeMetadata(metadata), 'x'), metadata)
  assert.deepEqual(metadata.totals, { in: 10, out: 6, dropped: 3, errored: 1 })
})

test('it stays far below 4,096 UTF-16 units, whatever the numbers', () => {
  const most = Number.MAX_SAFE_INTEGER
  const large = { ...manifestOf({}), layout: most, shard: most, epoch: most, plan: 'f'.repeat(16) }
  const text = encodeMetadata(checkpointMetadata(large, hash, { offset: most, timestamp: most, crc: 0xffff_ffff }))
  assert.ok(text.length < 700, `${text.length} units`)
  assert.throws(
    () => encodeMetadata(checkpointMetadata({ ...large, plan: 'f'.repeat(4096) }, hash, null)),
    /UTF-16 units/,
  )
})

test('a manifest that hands over gives its partitions to the next layout', () => {
  const metadata = checkpointMetadata(manifestOf({ layout: 2, handsOver: true }), hash, null)
  assert.deepEqual([metadata.layout, metadata.manifestLayout], [3, 2])
})

test('what others wrote, or what is damaged, is refused with its place', () => {
  const refused = (text: string, message: RegExp): void => {
    assert.throws(
      () => decodeMetadata(text, '`t`, partition 3'),
      (error: unknown) => error instanceof StateError && message.test(error.message) && error.help !== null,
      text,
    )
  }
  for (const text of ['', 'null', '[]', '"x"', '{}', '{"__proto__": {"v": 1}}', '{"v']) {
    refused(text, /^the checkpoint of `t`, partition 3 was not written by sluice$/)
  }
  refused('{"v": 2}', /another version/)
  refused('{"v": 1}', /is damaged/)
  const whole = JSON.parse(encodeMetadata(checkpointMetadata(manifestOf({}), hash, last))) as Record<string, unknown>
  for (const [part, value] of [
    ['job', 7],
    ['epoch', '1'],
    ['epoch', 1.5],
    ['last', { offset: 1 }],
    ['totals', null],
  ] as const) {
    refused(JSON.stringify({ ...whole, [part]: value }), /is damaged/)
  }
})

test('every partition of the sources in Kafka has a checkpoint, touched or not; a stand-in has the epoch', () => {
  const positions = {
    s: [
      { topic: 'a', partition: 0, offset: 5, last },
      { topic: 'a', partition: 4, offset: 0 },
    ],
    // Another source of the same topic.
    again: [{ topic: 'a', partition: 0, offset: 5, last }],
    files: [{ topic: '/in/x.log', partition: 0, offset: 77 }],
  }
  const manifest = manifestOf({ positions, epoch: 9 })
  const bySource = checkpointsOf({ kind: 'sources', names: new Set(['s', 'again']) }, manifest, hash)
  assert.deepEqual(
    bySource.map(({ topic, partition, offset }) => [topic, partition, offset]),
    [
      ['a', 0, 5],
      ['a', 4, 0],
    ],
  )
  assert.deepEqual(
    bySource.map(({ metadata }) => decodeMetadata(metadata, '').last),
    [last, null],
  )
  const [standIn, ...others] = checkpointsOf({ kind: 'stand-in', topic: 'out' }, manifest, hash)
  assert.deepEqual([standIn.topic, standIn.partition, standIn.offset, others.length], ['out', 0, 9, 0])
})
