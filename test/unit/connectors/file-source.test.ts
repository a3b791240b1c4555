import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { createFileSource } from '../../../src/connectors/file/source.ts'
import { RateLimit } from '../../../src/connectors/rate-limit.ts'
import type { FileSourceMode, FileSourceOptions } from '../../../src/connectors/file/source.ts'
import type { Position, RecordBatch } from '../../../src/engine/batch.ts'
import { recordsOf } from '../../support/records.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const untilEnd: FileSourceMode = { untilEnd: true }

async function batchesOf(
  options: FileSourceOptions,
  from: readonly Position[] = [],
  mode: FileSourceMode = untilEnd,
): Promise<RecordBatch[]> {
  const source = createFileSource(options, mode)
  await source.open()
  const batches: RecordBatch[] = []
  for await (const batch of source.batches(from, new AbortController().signal)) batches.push(batch)
  await source.close()
  return batches
}

async function textsOf(path: string, from: readonly Position[] = []): Promise<string[]> {
  const batches = await batchesOf({ path }, from)
  return batches.flatMap(recordsOf).map(({ text }) => text)
}

test('a batch says where its records come from', async (t) => {
  const path = join(temporaryFolder(t), 'a.log')
  writeFileSync(path, 'one\ntwo\n')
  utimesSync(path, 1_700_000_000, 1_700_000_000.25)
  const [batch, ...others] = await batchesOf({ path })
  assert.deepEqual(others, [])
  assert.deepEqual(recordsOf(batch), [
    { topic: path, text: 'one', offset: 0, line: 1, oversized: null },
    { topic: path, text: 'two', offset: 4, line: 2, oversized: null },
  ])
  assert.deepEqual([...batch.timestamps], [1_700_000_000_250, 1_700_000_000_250])
  assert.deepEqual(batch.file, { path, name: 'a.log' })
  assert.equal(batch.partition, 0)
  assert.equal(batch.next.topic, path)
  assert.equal(batch.next.offset, 8)
  assert.equal(batch.next.line, 3)
})

test('a folder gives its files in order of name, without hidden ones, those that begin with `_` and subfolders', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'sub'))
  for (const name of ['b', 'a', 'B', '.hidden', '_SUCCESS', 'sub/c']) writeFileSync(join(folder, name), `${name}\n`)
  assert.deepEqual(await textsOf(folder), ['B', 'a', 'b'])
})

test('a glob gives the files that match, in order of path, without hidden folders unless it names them', async (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['y', 'x', '_staging', '.h']) mkdirSync(join(folder, name))
  for (const name of ['y/1.log', 'x/2.log', 'x/3.txt', '_staging/4.log', '.h/5.log', 'x/_6.log']) {
    writeFileSync(join(folder, name), `${name}\n`)
  }
  mkdirSync(join(folder, 'x', 'folder.log'))
  assert.deepEqual(await textsOf(join(folder, '*', '*.log')), ['x/2.log', 'y/1.log'])
  assert.deepEqual(await textsOf(join(folder, '_*', '*.log')), ['_staging/4.log'])
  assert.deepEqual(await textsOf(join(folder, '**', '*.{txt,log}')), ['x/2.log', 'x/3.txt', 'y/1.log'])
})

test('a file whose name looks like a glob is that file', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a[1].log'), 'itself\n')
  writeFileSync(join(folder, 'a1.log'), 'not this one\n')
  assert.deepEqual(await textsOf(join(folder, 'a[1].log')), ['itself'])
})

test('one file under two names is read once', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'app-1.log'), 'line\n')
  symlinkSync('app-1.log', join(folder, 'current.log'))
  assert.deepEqual(await textsOf(folder), ['line'])
})

test('an empty file has no records; a lone byte order mark is one', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'empty'), '')
  writeFileSync(join(folder, 'mark'), '\u{feff}')
  assert.deepEqual(await textsOf(join(folder, 'empty')), [])
  assert.deepEqual(await textsOf(join(folder, 'mark')), ['\u00ef\u00bb\u00bf'])
})

test('compressed data of many members larger than a read', async (t) => {
  const folder = temporaryFolder(t)
  const texts = Array.from({ length: 9 }, (_, index) => `${randomBytes(30_000 + index * 1000).toString('hex')}\n`)
  for (const [name, compress] of [
    ['a.gz', gzipSync],
    ['b.zst', zstdCompressSync],
  ] as const) {
    writeFileSync(join(folder, name), Buffer.concat(texts.map((text) => compress(text))))
    assert.deepEqual(
      await textsOf(join(folder, name)),
      texts.map((text) => text.slice(0, -1)),
    )
  }
})

test('gzip behind which zeros stand, as on tapes', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, Buffer.concat([gzipSync('one\n'), gzipSync('two\n'), Buffer.alloc(600)]))
  assert.deepEqual(await textsOf(path), ['one', 'two'])
})

test('a line that is too long comes as its beginning with its true size, in bounded memory', async (t) => {
  const path = join(temporaryFolder(t), 'a.gz')
  const sizeBytes = 200_000_000
  writeFileSync(
    path,
    gzipSync(Buffer.concat([Buffer.from('first\n'), Buffer.alloc(sizeBytes, 'x'), Buffer.from('\nlast\n')]), {
      level: 1,
    }),
  )
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  const source = createFileSource({ path }, untilEnd)
  const records = []
  for await (const batch of source.batches([], new AbortController().signal)) {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    records.push(...recordsOf(batch))
  }
  const sizes = records.map(({ text, oversized }) => [text.length, oversized])
  assert.deepEqual(sizes, [
    [5, null],
    [1024 * 1024, sizeBytes],
    [4, null],
  ])
  assert.equal(records[2].offset, 6 + sizeBytes + 1)
  assert.ok(most < 100_000_000, `${most} bytes of buffers`)
})

test('`scan.max-record-bytes` is the longest line that comes whole', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, '12345\r\n123456\r\n123\n')
  const batches = await batchesOf({ path, recordBytesMax: 5 })
  assert.deepEqual(
    batches.flatMap(recordsOf).map(({ text, oversized }) => [text, oversized]),
    [
      ['12345', null],
      ['12345', 6],
      ['123', null],
    ],
  )
})

test('standard input, plain and compressed, also in pieces smaller than what tells the compression', async () => {
  for (const bytes of [Buffer.from('one\r\n\ntwo'), gzipSync('one\r\n\ntwo'), zstdCompressSync('one\r\n\ntwo')]) {
    const stdin = Readable.from([...bytes].map((byte) => Buffer.of(byte)))
    const batches = await batchesOf({ path: '-' }, [], { untilEnd: true, stdin })
    assert.deepEqual(
      batches.flatMap(recordsOf).map(({ text, line }) => [text, line]),
      [
        ['one', 1],
        ['', 2],
        ['two', 3],
      ],
    )
    assert.deepEqual(batches[0].file, { path: '-', name: '-' })
  }
})

test('standard input that stays open ends when aborted', async () => {
  const stdin = new PassThrough()
  stdin.write('one\n')
  const source = createFileSource({ path: '-' }, { untilEnd: false, stdin })
  const abort = new AbortController()
  const batches = source.batches([], abort.signal)[Symbol.asyncIterator]()
  assert.equal((await batches.next()).value.count, 1)
  const waiting = batches.next()
  abort.abort()
  assert.equal((await waiting).done, true)
})

test('`scan.rate-limit`: batches of a tenth of a second, each as late as those before it demand', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, 'x\n'.repeat(700))
  const batches = await batchesOf({ path, recordsPerSecondMax: 20_000 })
  assert.deepEqual(
    batches.map(({ count }) => count),
    [700],
  )
  const slow = await batchesOf({ path, recordsPerSecondMax: 6_000 })
  assert.deepEqual(
    slow.map(({ count }) => count),
    [600, 100],
  )
  const limit = new RateLimit(1000)
  assert.deepEqual([limit.delayMs(100, 5000), limit.delayMs(100, 5020), limit.delayMs(100, 5500)], [0, 80, 0])
})

test('what is left to read is known from the start', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a'), 'x\n'.repeat(5000))
  writeFileSync(join(folder, 'b'), 'yy\n')
  const source = createFileSource({ path: folder }, untilEnd)
  await source.open()
  assert.deepEqual(source.remaining(), { bytes: 10_003 })
  const left: unknown[] = []
  for await (const _ of source.batches([], new AbortController().signal)) left.push(source.remaining()?.bytes)
  assert.deepEqual(left, [1811, 3, 0])
})

const apacheLog = '../shared/data/elastic-examples/apache_logs/apache_logs'
test('a real access log', { skip: existsSync(apacheLog) ? false : `${apacheLog} is not there` }, async () => {
  assert.equal((await textsOf(apacheLog)).length, 10_000)
})
