/**
 * Messages of canal and maxwell, as Apache Paimon's tests feed them. Known answers: a reading by JSON.parse, line by line; and of the
 * row with all types what Paimon's own test expects of it (KafkaCanalSyncTableActionITCase, testAllTypesImpl).
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import test from 'node:test'
import { duckdb } from '../../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sharedData } from '../../../support/sluice.ts'
import type { Summary } from '../../../support/sluice.ts'

const messages = sharedData('cdc-paimon')
const skip = messages === null ? 'the shared canal and maxwell messages are absent' : false

type Json = Readonly<Record<string, unknown>>

/** A line of a file that is a message, and where it stands. */
interface Message {
  readonly file: string
  readonly line: number
  readonly body: Json
}

interface Lines {
  readonly messages: readonly Message[]
  /** Of the licence that every file begins with. */
  readonly others: number
  readonly empty: number
}

function linesOf(folder: string): Lines {
  const lines = globSync('**/*.txt', { cwd: join(messages ?? '', folder) })
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(messages ?? '', folder, file), 'utf8')
      return (text.endsWith('\n') ? text.slice(0, -1) : text)
        .split('\n')
        .map((content, index) => ({ file, line: index + 1, content }))
    })
  const found = lines.filter(({ content }) => content.startsWith('{'))
  const empty = lines.filter(({ content }) => content === '').length
  return {
    messages: found.map(({ file, line, content }) => ({ file, line, body: JSON.parse(content) as Json })),
    others: lines.length - found.length - empty,
    empty,
  }
}

async function withRun(
  kind: 'canal' | 'maxwell',
  use: (out: string, summary: Summary) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const out = join(folder, 'out')
    const env = { CDC: messages ?? '', OUT: out }
    const spec = join(import.meta.dirname, `${kind}.sql`)
    await use(out, await runToEnd([spec, '--state-dir', join(folder, 'state')], { env }))
  })
}

function rowsIn(folder: string): readonly Json[] {
  return globSync(join(folder, '*.jsonl')).flatMap((file) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Json),
  )
}

/** In the order of the files, which are read in no certain one. */
function inOrder<T extends { readonly file: unknown; readonly line: unknown }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => String(a.file).localeCompare(String(b.file), 'en') || Number(a.line) - Number(b.line))
}

function named(kind: string, row: Json): Json & { readonly file: unknown; readonly line: unknown } {
  return { ...row, file: relative(join(messages ?? '', kind), String(row['file'])), line: row['line'] }
}

function instant(ms: unknown): string {
  return new Date(Number(ms)).toISOString().replace('T', ' ')
}

test('canal: every line is accounted for; what is incomplete is an error, with its place', { skip }, async () => {
  const { messages: all, others, empty } = linesOf('canal')
  const ddl = all.filter(({ body }) => body['isDdl'] === true)
  const incomplete = all.filter(({ body }) => body['database'] === undefined)
  assert.deepEqual([all.length, ddl.length, incomplete.length], [120, 27, 3])
  await withRun('canal', async (out, { sources, tables, sinks }) => {
    const lines = all.length + others + empty
    // Empty lines are dropped by each table; of the licence's lines no table keeps one.
    assert.deepEqual(sources, { canal: { in: lines, unclaimed: others } })
    assert.equal(sinks['licences']?.rows, others)
    const changes = all.length - ddl.length
    assert.deepEqual(tables['change'], {
      in: lines,
      out: changes - incomplete.length,
      dropped: { filter: others + ddl.length, empty },
      errored: { NOT_NULL: incomplete.length },
    })
    // Paimon refuses them, too: "Missing database field" and its kin.
    const bad = rowsIn(join(out, 'bad'))
    assert.ok(bad.every((row) => row['error_code'] === 'NOT_NULL' && row['column_name'] === 'database'))
    const raws = bad.map((row) => JSON.stringify(JSON.parse(String(row['raw']))))
    assert.deepEqual(raws.toSorted(), incomplete.map(({ body }) => JSON.stringify(body)).toSorted())
  })
})

test('canal: a row per changed row, beside it what was there before', { skip }, async () => {
  await withRun('canal', async (out) => {
    const expected = linesOf('canal').messages.flatMap(({ file, line, body }) => {
      if (body['isDdl'] !== false) return []
      const old = body['old'] as readonly Json[] | null
      return (body['data'] as readonly Json[]).map((after, index) => ({
        file,
        line,
        database: body['database'],
        table: body['table'],
        op: body['type'],
        keys: body['pkNames'],
        types: body['mysqlType'] ?? null,
        es: instant(body['es']),
        ts: instant(body['ts']),
        at: index + 1,
        before: old?.[index] ?? null,
        changed: old?.[index] === undefined ? null : Object.keys(old[index]),
        after,
      }))
    })
    const rows = rowsIn(join(out, 'changes')).map((row) => named('canal', row))
    assert.equal(rows.length, 97)
    assert.deepEqual(inOrder(rows), inOrder(expected))
  })
})

test('canal: statements of DDL without the comment of the tool that sent them', { skip }, async () => {
  await withRun('canal', async (out) => {
    const expected = linesOf('canal')
      .messages.filter(({ body }) => body['isDdl'] === true)
      .map(({ body }) => String(body['sql']).replace(/^\/\*.*?\*\/ /, ''))
    const statements = rowsIn(join(out, 'ddls')).map((row) => String(row['statement']))
    assert.deepEqual(statements.toSorted(), expected.toSorted())
    assert.ok(statements.every((statement) => /^(ALTER TABLE|CREATE TABLE|DROP TABLE|RENAME TABLE)/i.test(statement)))
  })
})

test('canal: a column of each of MySQL’s types', { skip }, async () => {
  await withRun('canal', async (out) => {
    const [first, second] = await duckdb(`SELECT * FROM '${out}/typed/*.parquet' ORDER BY id`)
    assert.deepEqual(first, {
      id: 1,
      pt: '1.1',
      tiny1: true,
      bool: false,
      tiny_u: 2,
      small_z: 3000,
      medium: 100000,
      int_u: '2000000',
      big_u: '20000000000',
      serial: '40000000000',
      float: 1.5,
      real: 1.000001,
      double_z: 3.000033,
      numeric: '12345.110',
      // FIXED(40,3) in MySQL: a text in Paimon, whose DECIMALs end at 38 digits as ours do. This value has 36.
      fixed: '123456789876543212345678987654321.110',
      decimal: '22222',
      // 19439 days in Paimon's test.
      date: '2023-03-23',
      datetime: '2023-03-23 14:30:05',
      datetime6: '2023-03-23 14:30:05.123456',
      datetime_p2: '2023-03-24 14:30:05.12',
      timestamp: '2023-03-23 15:00:10.123456',
      char: 'Paimon',
      longtext: 'Apache Paimon MySQL Long Test Data',
      varbin: 'more bytes',
      // Ours is compact.
      json: '{"a":"b"}',
      enum: 'value1',
      // [a, b] in Paimon's test, an array.
      set: 'a,b',
      year: 2023,
      // 36803000 milliseconds in Paimon's test.
      time: '10:13:23',
      // Paimon makes GeoJSON of it, {"coordinates":[1,1],"type":"Point","srid":0}; here it is MySQL's bytes: the SRID, then WKB.
      point: '000000000101000000000000000000F03F000000000000F03F',
    })
    const set = Object.entries(second ?? {}).filter(([, value]) => value !== null && value !== '')
    assert.deepEqual(set, [
      ['id', 2],
      ['pt', '2.2'],
      ['serial', '50000000000'],
    ])
  })
})

test('maxwell: the row, what an update replaced, and the rest', { skip }, async () => {
  const { messages: all } = linesOf('maxwell')
  await withRun('maxwell', async (out, { tables }) => {
    const complete = all.filter(({ body }) => (body['data'] as Json)['id'] !== undefined)
    // Two messages are of other tables (`_id`, `_date`): they have no `id`.
    assert.deepEqual([all.length, complete.length], [38, 36])
    assert.deepEqual([tables['product']?.out, tables['product']?.errored], [36, { NOT_NULL: 2 }])
    const expected = complete.map(({ file, line, body }) => {
      const { id, name, weight, address, ...others } = body['data'] as Json
      const old = (body['old'] ?? null) as Json | null
      const commit = body['commit'] === undefined ? {} : { commit: body['commit'] }
      const xoffset = body['xoffset'] === undefined ? {} : { xoffset: body['xoffset'] }
      return {
        file,
        line,
        database: body['database'],
        table: body['table'],
        op: body['type'],
        ts: instant(Number(body['ts']) * 1000).replace('.000', ''),
        xid: body['xid'],
        id,
        name,
        weight: weight ?? null,
        old,
        address: { after: address ?? null, before: old?.['address'] ?? null },
        keys: body['primary_key_columns'],
        rest: { ...xoffset, ...commit, data: others },
      }
    })
    const rows = rowsIn(join(out, 'products')).map((row) => named('maxwell', row))
    assert.deepEqual(inOrder(rows), inOrder(expected))
  })
})
