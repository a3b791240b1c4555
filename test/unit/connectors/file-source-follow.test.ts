import assert from 'node:assert/strict'
import { appendFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createFileSource } from '../../../src/connectors/file/source.ts'
import { everything } from '../../../src/connectors/ports.ts'
import type { SourceShare } from '../../../src/connectors/ports.ts'
import type { Position, RecordBatch } from '../../../src/engine/batch.ts'
import { recordsOf } from '../../support/records.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Small enough for a few lines to reach over several. */
const chunkBytes = 10

/** Follows a path; each `next` is the next batch's texts. Ends with the test. */
function follow(t: TestContext, path: string, from: readonly Position[] = [], share: SourceShare = everything) {
  const source = createFileSource({ path }, { untilEnd: false, pollMs: 1, chunkBytes })
  const abort = new AbortController()
  const batches = source.batches(from, abort.signal, share)[Symbol.asyncIterator]()
  const positions = new Map(from.map((position) => [position.topic, position]))
  t.after(async () => {
    abort.abort()
    assert.equal((await batches.next()).done, true)
    await source.close()
  })
  return {
    positions,
    async next(): Promise<readonly string[]> {
      const { value, done } = await batches.next()
      assert.ok(done !== true)
      const batch: RecordBatch = value
      positions.set(batch.topic, batch.next)
      return recordsOf(batch).map(({ text, topic }) => `${topic.slice(topic.lastIndexOf('/') + 1)}: ${text}`)
    },
  }
}

test('new lines, when they have their newline, and new files', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a'), 'one\ntw')
  const followed = follow(t, folder)
  assert.deepEqual(await followed.next(), ['a: one'])
  appendFileSync(join(folder, 'a'), 'o\nthree\nfou')
  assert.deepEqual(await followed.next(), ['a: two', 'a: three'])
  writeFileSync(join(folder, 'b'), 'new\n')
  assert.deepEqual(await followed.next(), ['b: new'])
  appendFileSync(join(folder, 'a'), 'r\n')
  assert.deepEqual(await followed.next(), ['a: four'])
})

test('a compressed file is read to its end once', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a.gz'), gzipSync('one\ntwo'))
  const followed = follow(t, folder)
  assert.deepEqual(await followed.next(), ['a.gz: one'])
  assert.deepEqual(await followed.next(), ['a.gz: two'])
  writeFileSync(join(folder, 'b'), 'then\n')
  assert.deepEqual(await followed.next(), ['b: then'])
})

test('a log that is renamed goes on under its new name, and the new file of the old name begins at 0', async (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'app.log')
  writeFileSync(path, 'one\n')
  const followed = follow(t, join(folder, 'app.log*'))
  assert.deepEqual(await followed.next(), ['app.log: one'])
  renameSync(path, `${path}.1`)
  // A batch without records says where the renamed file stands.
  assert.deepEqual(await followed.next(), [])
  appendFileSync(`${path}.1`, 'two, late\n')
  assert.deepEqual(await followed.next(), ['app.log.1: two, late'])
  writeFileSync(path, 'three\n')
  assert.deepEqual(await followed.next(), ['app.log: three'])
  assert.equal(followed.positions.get(`${path}.1`)?.offset, 14)
  assert.equal(followed.positions.get(path)?.offset, 6)
})

test('a log that was renamed while nobody looked goes on where it was', async (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'app.log')
  writeFileSync(path, 'one\ntwo\n')
  const source = createFileSource({ path }, { untilEnd: true })
  let position: Position | undefined
  for await (const batch of source.batches([], new AbortController().signal)) position = batch.next
  assert.ok(position !== undefined)
  appendFileSync(path, 'three\n')
  renameSync(path, `${path}.1`)
  writeFileSync(path, 'four\n')
  const followed = follow(t, join(folder, 'app.log*'), [position])
  // Before the new file's position takes the name of the old one.
  assert.deepEqual(await followed.next(), [])
  assert.deepEqual(await followed.next(), ['app.log: four'])
  assert.deepEqual(await followed.next(), ['app.log.1: three'])
})

test('a file that was replaced is read to its end, then the one that has its name', async (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'app.log')
  writeFileSync(path, 'one\n')
  const followed = follow(t, path)
  assert.deepEqual(await followed.next(), ['app.log: one'])
  appendFileSync(path, 'two\nthree, without newline')
  writeFileSync(join(folder, 'next'), 'four\n')
  renameSync(join(folder, 'next'), path)
  assert.deepEqual(await followed.next(), ['app.log: two'])
  assert.deepEqual(await followed.next(), ['app.log: three, without newline'])
  assert.deepEqual(await followed.next(), ['app.log: four'])
})

test('a file that is gone may come back', async (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'app.log')
  writeFileSync(path, 'one\n')
  const followed = follow(t, path)
  assert.deepEqual(await followed.next(), ['app.log: one'])
  unlinkSync(path)
  const next = followed.next()
  writeFileSync(path, 'two\n')
  assert.deepEqual(await next, ['app.log: two'])
})

test('a file that is cut while it is followed', async (t) => {
  const path = join(temporaryFolder(t), 'app.log')
  writeFileSync(path, 'one\ntwo\n')
  const source = createFileSource({ path }, { untilEnd: false, pollMs: 1 })
  const batches = source.batches([], new AbortController().signal)[Symbol.asyncIterator]()
  await batches.next()
  truncateSync(path, 3)
  await assert.rejects(batches.next(), {
    message: `\`${path}\` holds 3 bytes of text, but 8 were read of it before: it was cut or written anew`,
  })
  await source.close()
})

/** What is read from here on, whenever it comes. */
function collect(followed: ReturnType<typeof follow>): readonly string[] {
  const read: string[] = []
  const takeNext = (): void => {
    followed.next().then(
      (texts) => {
        read.push(...texts)
        takeNext()
      },
      () => {},
    )
  }
  takeNext()
  return read
}

test('shards follow a file chunk by chunk as it grows', { timeout: 20_000 }, async (t) => {
  const path = join(temporaryFolder(t), 'app.log')
  writeFileSync(path, '')
  const read = [0, 1].map((shard) => collect(follow(t, path, [], { shard, shards: 2, isCut: true })))
  const until = async (count: number): Promise<void> => {
    while (read.flat().length < count) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  // Chunks begin at 0, 10, 20, 30 and 40, none of them with a line; one line reaches over two of them.
  appendFileSync(path, 'one\ntwo\nthi')
  await until(2)
  appendFileSync(path, 'rteen bytes and more\nfour\n')
  await until(4)
  appendFileSync(path, 'five\nsix\nsev')
  await until(6)
  appendFileSync(path, 'en\n')
  await until(7)
  const texts = read.map((own) => own.map((text) => text.replace('app.log: ', '')))
  const even = ['one', 'two', 'thirteen bytes and more', 'six', 'seven']
  assert.deepEqual(
    texts.toSorted((a, b) => b.length - a.length),
    [even, ['four', 'five']],
  )
})
