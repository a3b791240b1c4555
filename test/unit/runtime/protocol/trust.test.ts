/** What recovery refuses, in which words, and what it does not. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { sealManifest } from '../../../../src/runtime/protocol/manifest.ts'
import type { Decided, SourcePosition } from '../../../../src/runtime/protocol/manifest.ts'
import type { Checkpointed, Standing } from '../../../../src/runtime/protocol/ports.ts'
import { trustedPositions } from '../../../../src/runtime/protocol/trust.ts'
import type { Surroundings } from '../../../../src/runtime/protocol/trust.ts'
import { nodeFiles } from '../../../../src/runtime/state/durable-files.ts'
import { StateError } from '../../../../src/runtime/state/state-folder.ts'
import { logOf, manifestOf } from './support.ts'

const last = { offset: 4, timestamp: 100, crc: 1 }
const position: SourcePosition = { topic: 't', partition: 0, offset: 5, last }
const second: SourcePosition = { topic: 't', partition: 1, offset: 0 }
const head = sealManifest(manifestOf({ positions: { s: [position, second] } }))
const whole = [
  { start: 0, end: 9, record: last },
  { start: 0, end: 0 },
]

function around(parts: Partial<Surroundings>): Surroundings {
  return {
    files: { ...nodeFiles, find: async () => null, identify: async () => ({ device: 7, inode: 1, bytes: 0 }) },
    kind: 'transaction',
    sinks: [{ name: 'rows', path: '/sink', isInternal: false }],
    shardName: '3fa9c1-1-0',
    log: logOf(whole),
    intoExisting: false,
    ...parts,
  }
}

function checkpointsOf({ hash, manifest }: Decided): readonly Checkpointed[] {
  return manifest.positions['s'].map(({ topic, partition, offset }) => ({ topic, partition, offset, hash }))
}

const decided: Standing = { kind: 'decided', head, checkpoints: checkpointsOf(head) }

async function refuses(standing: Standing, parts: Partial<Surroundings>, message: RegExp): Promise<void> {
  await assert.rejects(trustedPositions(around(parts), standing), (error: unknown) => {
    assert.ok(error instanceof StateError, String(error))
    assert.match(error.message, message)
    assert.ok(error.help !== null, 'a way out')
    return true
  })
}

test('a state that is as it was left goes on where it stood', async () => {
  assert.deepEqual(await trustedPositions(around({}), decided), { s: [position, second] })
  // Compacted topics and retention may have taken the last record itself.
  const gone = logOf([{ start: 5, end: 9 }, whole[1]])
  assert.deepEqual(await trustedPositions(around({ log: gone }), decided), { s: [position, second] })
})

test('a partition that no manifest knows is read from 0, a source that is new from where it says', async () => {
  const grown = logOf([...whole, { start: 0, end: 3 }])
  const positions = await trustedPositions(around({ log: grown }), decided)
  assert.deepEqual(positions['s'].at(-1), { topic: 't', partition: 2, offset: 0 })
  const cut = logOf([...whole, { start: 2, end: 3 }])
  await refuses(decided, { log: cut }, /partition 2 begins with offset 2 by now: the records from 0 to 1 were deleted/)
  const other = sealManifest(manifestOf({ positions: { r: [position] } }))
  const fresh = await trustedPositions(around({ log: logOf([{ start: 7, end: 9 }]) }), {
    kind: 'decided',
    head: other,
    checkpoints: [],
  })
  assert.deepEqual(fresh, { r: [position], s: [{ topic: 't', partition: 0, offset: 7 }] })
})

test('a log that is not the one that was read', async () => {
  const [, idle] = whole
  await refuses(decided, { log: logOf([{ start: 6, end: 9 }, idle]) }, /from 5 to 5 were deleted before they were read/)
  await refuses(
    decided,
    { log: logOf([{ start: 0, end: 4 }, idle]) },
    /ends with offset 4, and the job has read up to 5/,
  )
  const other = { start: 0, end: 9, record: { ...last, crc: 2 } }
  await refuses(decided, { log: logOf([other, idle]) }, /another record at offset 4/)
  await refuses(decided, { log: logOf(whole, 'c2') }, /read from the Kafka cluster c1, this is c2/)
})

test('a topic made anew is another one, whatever is in it; where ids are not known, all goes on and they are noted', async () => {
  const { s: positions } = await trustedPositions(around({ log: logOf(whole, 'c1', 'id-1') }), decided)
  assert.deepEqual(
    positions,
    [position, second].map((each) => ({ ...each, topicId: 'id-1' })),
  )
  const noted = sealManifest(manifestOf({ positions: { s: positions } }))
  const standing: Standing = { kind: 'decided', head: noted, checkpoints: checkpointsOf(noted) }
  // Compacted away, or a marker: no record tells.
  const markers = [{ start: 0, end: 9, record: null }, whole[1]]
  assert.deepEqual(await trustedPositions(around({ log: logOf(markers, 'c1', 'id-1') }), standing), { s: positions })
  assert.deepEqual(await trustedPositions(around({ log: logOf(markers) }), standing), { s: positions })
  await refuses(
    standing,
    { log: logOf(markers, 'c1', 'id-2') },
    /`t`, partition 0 is of another topic .* was id-1, of this it is id-2\): the topic was made anew/,
  )
  const fresh = await trustedPositions(around({ log: logOf(whole, 'c1', 'id-1') }), { kind: 'new' })
  assert.deepEqual(fresh['s'][0], { topic: 't', partition: 0, offset: 0, topicId: 'id-1' })
})

test('sources of one topic stand at one place', async () => {
  const both = logOf([...whole, { start: 0, end: 3 }], 'c1', null, ['new', 's'])
  const grown = { topic: 't', partition: 2, offset: 0 }
  const expected = [position, second, grown]
  assert.deepEqual(await trustedPositions(around({ log: both }), decided), { s: expected, new: expected })
  // Whoever was away for a while stands behind the others.
  const behind = { ...position, offset: 3 }
  const mixed = sealManifest(manifestOf({ positions: { s: [position, second], new: [behind, second] } }))
  const standing: Standing = { kind: 'decided', head: mixed, checkpoints: checkpointsOf(mixed) }
  await refuses(
    standing,
    { log: both },
    /source `new` has read `t`, partition 0 up to offset 3, and source `s` up to 5/,
  )
})

test('checkpoints that do not agree', async () => {
  const [first, other] = checkpointsOf(head)
  await refuses(
    { ...decided, checkpoints: [first] },
    {},
    /holds no checkpoint of `t`, partition 1, which the last epoch \(3\)/,
  )
  const moved = { ...other, offset: 2 }
  await refuses({ ...decided, checkpoints: [first, moved] }, {}, /\(offset 2\) is not that of epoch 3 \(offset 0\)/)
  await refuses({ ...decided, checkpoints: [first, { ...other, hash: 'x' }] }, {}, /is not that of epoch 3/)
})

test('offsets that Kafka has forgotten, all of them: the chain of manifests says where', async () => {
  const forgotten = { kind: 'forgotten', head, isAnythingStaged: false } as const
  assert.deepEqual(await trustedPositions(around({}), forgotten), { s: [position, second] })
  await refuses({ ...forgotten, isAnythingStaged: true }, {}, /whether it was committed cannot be known/)
  const known = sealManifest(manifestOf({ positions: { s: [{ ...position, topicId: 'id-1' }, second] } }))
  const anew = logOf(whole, 'c1', 'id-2')
  await refuses({ ...forgotten, head: known, isAnythingStaged: true }, { log: anew }, /was id-1, .*made anew/)
})

test('a first start into a sink that holds files', async () => {
  const filesNamed = (name: string): Partial<Surroundings> => ({
    files: { ...around({}).files, find: async (_, isSought) => (isSought(name) ? `/sink/${name}` : null) },
  })
  const fresh: Standing = { kind: 'new' }
  await refuses(fresh, filesNamed('part-999999-1-0-7-0.parquet'), /sink `rows` already holds files/)
  await refuses(fresh, filesNamed('part-3fa9c1-1-0-7-0.parquet'), /sink `rows` already holds files/)
  // Another shard of this job was faster.
  const positions = { s: [{ topic: 't', partition: 0, offset: 0 }, second] }
  assert.deepEqual(await trustedPositions(around(filesNamed('part-3fa9c1-1-1-7-0.parquet')), fresh), positions)
  const into = { ...filesNamed('part-999999-1-0-7-0.parquet'), intoExisting: true }
  assert.deepEqual(await trustedPositions(around(into), fresh), positions)
})

test('a sink on another device is believed only if it holds files of the job', async () => {
  const elsewhere = { ...around({}).files, identify: async () => ({ device: 8, inode: 1, bytes: 0 }) }
  await refuses(decided, { files: elsewhere }, /sink `rows` is on another device than before, and `\/sink` holds none/)
  const withFiles = { ...elsewhere, find: async () => '/sink/part-1' }
  assert.deepEqual(await trustedPositions(around({ files: withFiles }), decided), { s: [position, second] })
})

test('several shards of an old layout give their partitions to one of the new', async () => {
  const a = sealManifest(manifestOf({ shard: 0, handsOver: true, positions: { s: [position] } }))
  const b = sealManifest(manifestOf({ shard: 1, handsOver: true, positions: { s: [second] } }))
  const checkpoints = [...checkpointsOf(a), ...checkpointsOf(b)]
  const inherited: Standing = { kind: 'inherited', heads: [a, b], checkpoints }
  assert.deepEqual(await trustedPositions(around({}), inherited), { s: [position, second] })
  await refuses({ ...inherited, checkpoints: checkpointsOf(a) }, {}, /holds no checkpoint of `t`, partition 1/)
})
