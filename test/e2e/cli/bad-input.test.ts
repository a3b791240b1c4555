/** Records that no table can hold: to the error stream, in bounded memory, and the job goes on. */
import assert from 'node:assert/strict'
import { closeSync, globSync, openSync, readFileSync, writeSync } from 'node:fs'
import test from 'node:test'
import { runToEnd } from '../../support/sluice.ts'
import { copySql, Project } from './project.ts'

interface ErrorRow {
  readonly message: string
  readonly raw: string
  readonly raw_bytes: string | null
  readonly record_offset: number
}

function errorsOf(project: Project, code: string): ErrorRow[] {
  return globSync(project.path(`.sluice/errors/s/*/error_code=${code}/*.jsonl`))
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as ErrorRow)
}

test('300 MB in one line', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log') })
  const file = openSync(project.path('in.log'), 'w')
  writeSync(file, '{"n":1}\n{"n":2,"text":"')
  const piece = 'y'.repeat(10_000_000)
  for (let i = 0; i < 30; i++) writeSync(file, piece)
  writeSync(file, '"}\n{"n":3}\n')
  closeSync(file)

  const summary = await runToEnd([], { cwd: project.folder })
  assert.deepEqual(summary.tables.t, { in: 3, out: 2, dropped: {}, errored: { RECORD_TOO_LARGE: 1 } })
  const [error] = errorsOf(project, 'RECORD_TOO_LARGE')
  assert.match(error.message, /300000017 bytes/)
  assert.ok(error.raw.startsWith('{"n":2,"text":"yyyy') && error.raw.length < 20_000_000)
})

test('invalid UTF-8, broken JSON, an empty line, a last line without its end', async (t) => {
  const bad = Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x31, 0x7d, 0xff, 0xfe])
  const text = Buffer.concat([Buffer.from('{"n":1}\r\n'), bad, Buffer.from('\n\n{"n":2\n{"n":3}')])
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': text })
  const summary = await runToEnd([], { cwd: project.folder })
  assert.deepEqual(summary.tables.t, {
    in: 5,
    out: 2,
    dropped: { empty: 1 },
    errored: { DECODE_UTF8: 1, PARSE_JSON: 1 },
  })
  const [decode] = errorsOf(project, 'DECODE_UTF8')
  assert.equal(decode.raw, '{"n":1}\ufffd\ufffd')
  assert.equal(decode.raw_bytes, bad.toString('base64'))
  assert.equal(decode.record_offset, 9)
  const [broken] = errorsOf(project, 'PARSE_JSON')
  assert.deepEqual([broken.raw, broken.raw_bytes], ['{"n":2', null])
})
