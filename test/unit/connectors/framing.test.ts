import assert from 'node:assert/strict'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { headerNames } from '../../../src/connectors/file/csv-header.ts'
import { plainLines } from '../../../src/connectors/file/framing.ts'
import type { TextFormat } from '../../../src/connectors/file/framing.ts'
import { createFileSource } from '../../../src/connectors/file/source.ts'
import { encodingNamed } from '../../../src/connectors/text/encoding.ts'
import type { Position, RecordBatch } from '../../../src/engine/batch.ts'
import { compileRegex } from '../../../src/engine/kernels/regex-compile.ts'
import { recordsOf } from '../../support/records.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const whole: Partial<TextFormat> = { framing: { kind: 'whole' } }
const csv: Partial<TextFormat> = { framing: { kind: 'csv' }, csvHeader: true }
const entries: Partial<TextFormat> = { framing: { kind: 'multiline', start: compileRegex('^\\[') } }

async function readAll(path: string, format: Partial<TextFormat>, from: readonly Position[] = [], stdin?: Readable) {
  const mode = { untilEnd: true, ...(stdin === undefined ? {} : { stdin }) }
  const source = createFileSource({ path, format: { ...plainLines, ...format } }, mode)
  const batches: RecordBatch[] = []
  for await (const batch of source.batches(from, new AbortController().signal)) batches.push(batch)
  await source.close()
  return {
    texts: batches.flatMap((batch) => recordsOf(batch).map(({ text }) => text)),
    offsets: batches.flatMap(({ offsets }) => [...offsets]),
    headers: batches.map(({ csvHeader }) => csvHeader),
    last: batches.at(-1)?.next ?? null,
  }
}

/** Follows a path; each `next` is the next batch's texts. Ends with the test. */
function follow(t: TestContext, path: string, format: Partial<TextFormat>) {
  const source = createFileSource({ path, format: { ...plainLines, ...format } }, { untilEnd: false, pollMs: 1 })
  const abort = new AbortController()
  const batches = source.batches([], abort.signal)[Symbol.asyncIterator]()
  t.after(async () => {
    abort.abort()
    assert.equal((await batches.next()).done, true)
    await source.close()
  })
  return async (): Promise<readonly string[]> => {
    const { value, done } = await batches.next()
    assert.ok(done !== true)
    return recordsOf(value).map(({ text }) => text)
  }
}

test('whole: a file is a record, the empty one too, once', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a'), 'one\r\ntwo\n')
  writeFileSync(join(folder, 'b'), '')
  writeFileSync(join(folder, 'c.gz'), gzipSync('three'))
  assert.deepEqual((await readAll(folder, whole)).texts, ['one\r\ntwo\n', '', 'three'])
  for (const name of ['a', 'b', 'c.gz']) {
    const { last } = await readAll(join(folder, name), whole)
    assert.ok(last !== null)
    assert.deepEqual((await readAll(join(folder, name), whole, [last])).texts, [])
  }
})

test('whole: standard input is a record', async () => {
  assert.deepEqual((await readAll('-', whole, [], Readable.from([Buffer.from('a\n'), Buffer.from('b')]))).texts, [
    'a\nb',
  ])
})

test('whole: a file that is followed is a record when it has not grown for a while', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, 'one\n')
  const next = follow(t, path, { ...whole, quietMs: 5 })
  assert.deepEqual(await next(), ['one\n'])
  appendFileSync(path, 'late')
  assert.deepEqual(await next(), ['late'])
})

test('multiline.start: what is followed waits for the next beginning', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, 'before\n[1] a\n more\n[2] b\n')
  const next = follow(t, path, { ...entries, quietMs: 1e9 })
  assert.deepEqual(await next(), ['before', '[1] a\n more'])
  appendFileSync(path, ' on\r\n on\r\n[3] c\n')
  assert.deepEqual(await next(), ['[2] b\n on\n on'])
})

test('multiline.start: a pause ends the last record, and what comes behind it is for itself', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, '[1] a\n more\n')
  const next = follow(t, path, { ...entries, quietMs: 5 })
  assert.deepEqual(await next(), ['[1] a\n more'])
  appendFileSync(path, ' late\n[2] b\n more\n[3] c\n half')
  assert.deepEqual(await next(), [' late', '[2] b\n more'])
  assert.deepEqual(await next(), ['[3] c'])
})

test('csv.header: it is no record; from every position on the records have the same header', async (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['plain.csv', 'zipped.csv.gz']) {
    const path = join(folder, name)
    const text = '\ufeff\r\n"a ""1""","b\nc"\r\n1,"2\n"\r\n3,4\r\n'
    writeFileSync(path, name.endsWith('gz') ? gzipSync(text) : text)
    const all = await readAll(path, csv)
    assert.deepEqual(all.texts, ['1,"2\n"', '3,4'])
    assert.deepEqual(all.headers, [['a "1"', 'b\nc']])
    assert.ok(all.last !== null)
    const rest = await readAll(path, csv, [{ ...all.last, offset: Buffer.from(text).indexOf('3,4'), line: 6 }])
    assert.deepEqual(rest.texts, ['3,4'])
    assert.deepEqual(rest.headers, all.headers)
  }
})

test('csv.header: of standard input', async () => {
  const { texts, headers } = await readAll('-', csv, [], Readable.from([Buffer.from('a,'), Buffer.from('b\n1,2\n')]))
  assert.deepEqual([texts, headers], [['1,2'], [['a', 'b']]])
})

test('csv.header: a file that is followed has none until its newline', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, 'a,"b')
  const next = follow(t, path, csv)
  const first = next()
  appendFileSync(path, '\nb"\n1,2\n')
  assert.deepEqual(await first, ['1,2'])
  appendFileSync(path, '3,4\n')
  assert.deepEqual(await next(), ['3,4'])
})

test('csv.header: empty lines before it, in a file that is followed', async (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'a')
  writeFileSync(path, '\n')
  writeFileSync(join(folder, 'b'), 'name\nlooked at\n')
  const next = follow(t, folder, csv)
  assert.deepEqual(await next(), ['looked at'])
  appendFileSync(path, 'na')
  appendFileSync(join(folder, 'b'), 'again\n')
  assert.deepEqual(await next(), ['again'])
  appendFileSync(path, 'me\nfirst\n')
  assert.deepEqual(await next(), ['first'])
})

test('csv.header: comments before it', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, '# "made\na\n1\n')
  const dialect = { ...plainLines.csv, allowComments: true }
  assert.deepEqual((await readAll(path, { ...csv, csv: dialect })).headers, [['a']])
})

test('names in headers', () => {
  const dialect = { delimiter: ';', quote: "'", escape: '\\', allowComments: false }
  assert.deepEqual(headerNames("a;'b;''c';;d\\;e;", dialect), ['a', "b;'c", '', 'd;e', ''])
  assert.deepEqual(headerNames("a;'b", dialect), [])
  assert.deepEqual(headerNames("a;'b'c", dialect), [])
  assert.deepEqual(headerNames("a;'b", { ...dialect, quote: null }), ['a', "'b"])
})

test('a file in another encoding has the byte offsets of the file', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, Buffer.from('\ufeff中\r\n国\n', 'utf16le'))
  const { texts, offsets, last } = await readAll(path, { encoding: encodingNamed('utf-16le') })
  assert.deepEqual(
    texts.map((text) => Buffer.from(text, 'latin1').toString()),
    ['中', '国'],
  )
  assert.deepEqual(offsets, [2, 8])
  assert.deepEqual([last?.offset, last?.line], [12, 3])
})
