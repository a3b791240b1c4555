import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { parquetFiles, rowFiles } from '../../../src/connectors/hive/file-format.ts'
import { OpenFiles, openFilesDefaults } from '../../../src/connectors/hive/open-files.ts'
import { createHiveSink } from '../../../src/connectors/hive/sink.ts'
import type { HiveSinkOptions } from '../../../src/connectors/hive/sink.ts'
import type { SinkConnector, StagedFile } from '../../../src/connectors/ports.ts'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { duckdb } from '../../support/read-back.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const columns = [
  outputColumn('id', { kind: 'INT' }, false),
  outputColumn('dt', { kind: 'STRING' }),
  outputColumn('name', { kind: 'STRING' }),
]
const json = rowFiles('json', {})
const epoch = { epoch: 7, attempt: 'abc' }

interface Reported {
  readonly row: number
  readonly code: string
  readonly message: string
}

async function openSink(
  path: string,
  options: Partial<HiveSinkOptions> = {},
  files = new OpenFiles(),
): Promise<SinkConnector> {
  const context = { shard: 's-1-0', files }
  const sink = createHiveSink({ path, format: json, columns, partitionedBy: ['dt'], ...options }, context)
  await sink.open()
  sink.beginEpoch(epoch)
  return sink
}

/** Prepares all rows and accepts those that were not reported, less `refused` (another sink could not take them). */
function put(
  sink: SinkConnector,
  rows: readonly (readonly Value[])[],
  refused: readonly number[] = [],
  shape: readonly OutputColumn[] = columns,
): Reported[] {
  const view = rowViewOf(shape, rows)
  const reported: Reported[] = []
  sink.prepare(view, allRows(rows.length), (row, code, message) => reported.push({ row, code, message }))
  const not = new Set([...reported.map(({ row }) => row), ...refused])
  const rest = Int32Array.from([...rows.keys()].filter((row) => !not.has(row)))
  sink.accept(view, { rows: rest, count: rest.length })
  return reported
}

/** What publishing does with them. */
function publish(files: readonly StagedFile[]): void {
  for (const file of files) {
    mkdirSync(dirname(file.final), { recursive: true })
    linkSync(file.staged, file.final)
  }
}

function namesBelow(folder: string): string[] {
  return globSync('**', { cwd: folder })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()
}

test('rows go into the folders of their partitions, staged under the names of the epoch', async (t) => {
  const path = join(temporaryFolder(t), 'table')
  const sink = await openSink(path)
  assert.deepEqual(
    put(sink, [
      [1, '2026-11-20', 'a'],
      [2, '2026-11-21', 'b'],
      [3, '2026-11-20', 'c'],
      [4, null, 'd'],
      [5, '', null],
    ]),
    [],
  )
  put(sink, [[6, '2026-11-20', 'e']])
  await sink.drain()
  assert.deepEqual(sink.totals, { rows: 6, files: 0, bytes: 0 })
  const files = await sink.endEpoch()
  const folder = join(path, '_staging', 's-1-0', '7-abc')
  const expected = {
    'dt=2026-11-20/part-s-1-0-7-0.jsonl': '{"id":1,"name":"a"}\n{"id":3,"name":"c"}\n{"id":6,"name":"e"}\n',
    'dt=2026-11-21/part-s-1-0-7-1.jsonl': '{"id":2,"name":"b"}\n',
    'dt=__HIVE_DEFAULT_PARTITION__/part-s-1-0-7-2.jsonl': '{"id":4,"name":"d"}\n{"id":5,"name":null}\n',
  }
  assert.deepEqual(
    namesBelow(path),
    Object.keys(expected).map((name) => `_staging/s-1-0/7-abc/${name}`),
  )
  assert.deepEqual(
    files,
    Object.entries(expected).map(([name, text]) => ({
      staged: join(folder, name),
      final: join(path, name),
      rows: text.split('\n').length - 1,
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  )
  for (const [name, text] of Object.entries(expected)) assert.equal(readFileSync(join(folder, name), 'utf8'), text)
  assert.deepEqual(sink.totals, { rows: 6, files: 3, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) })
  await sink.close()
  assert.equal(namesBelow(path).length, 3)
})

test('epochs follow one another; one without rows has no files', async (t) => {
  const path = temporaryFolder(t)
  const sink = await openSink(path)
  put(sink, [[1, 'x', 'a']])
  assert.equal((await sink.endEpoch()).length, 1)
  sink.beginEpoch({ epoch: 8, attempt: 'def' })
  assert.deepEqual(await sink.endEpoch(), [])
  sink.beginEpoch({ epoch: 9, attempt: 'ghi' })
  put(sink, [[2, 'x', 'b']])
  const [file] = await sink.endEpoch()
  assert.equal(file.final, join(path, 'dt=x', 'part-s-1-0-9-0.jsonl'))
  assert.equal(file.staged, join(path, '_staging/s-1-0/9-ghi/dt=x/part-s-1-0-9-0.jsonl'))
})

test('rows that another sink refused are left out, also between others', async (t) => {
  const sink = await openSink(temporaryFolder(t), { partitionedBy: [] })
  put(
    sink,
    [1, 2, 3, 4, 5].map((id) => [id, 'x', null]),
    [0, 2],
  )
  const [file] = await sink.endEpoch()
  assert.equal(
    readFileSync(file.staged, 'utf8'),
    '{"id":2,"dt":"x","name":null}\n{"id":4,"dt":"x","name":null}\n{"id":5,"dt":"x","name":null}\n',
  )
  assert.equal(file.rows, 3)
})

test('values of all types that may partition, several columns deep, as other engines read them', async (t) => {
  const path = temporaryFolder(t)
  const shape = [
    outputColumn('id', { kind: 'INT' }),
    outputColumn('day', { kind: 'DATE' }),
    outputColumn('ok', { kind: 'BOOLEAN' }),
    outputColumn('big', { kind: 'BIGINT' }),
    outputColumn('text', { kind: 'STRING' }),
  ]
  const sink = await openSink(path, {
    columns: shape,
    partitionedBy: ['day', 'ok', 'big', 'text'],
    format: parquetFiles(),
  })
  const rows: Value[][] = [
    [1, 20_777, true, 9007199254740993n, 'a/b=c%'],
    [2, -719_162, false, -1n, '界'],
    [3, null, null, null, null],
  ]
  assert.deepEqual(put(sink, rows, [], shape), [])
  const files = await sink.endEpoch()
  publish(files)
  assert.deepEqual(
    files.map(({ final }) => dirname(final).slice(path.length + 1)),
    [
      'day=0001-01-01/ok=false/big=-1/text=界',
      'day=2026-11-20/ok=true/big=9007199254740993/text=a%2Fb%3Dc%25',
      ['day', 'ok', 'big', 'text'].map((name) => `${name}=__HIVE_DEFAULT_PARTITION__`).join('/'),
    ],
  )
  const read = await duckdb(
    `SELECT id, day::VARCHAR AS day, big::VARCHAR AS big, text FROM read_parquet('${path}/day=*/**/*.parquet', hive_partitioning = true) ORDER BY id`,
  )
  assert.deepEqual(read, [
    { id: 1, day: '2026-11-20', big: '9007199254740993', text: 'a/b=c%' },
    { id: 2, day: '0001-01-01', big: '-1', text: '界' },
    { id: 3, day: null, big: null, text: null },
  ])
})

test('rows whose partition can have no folder are reported, the others are not touched by it', async (t) => {
  const shape = [outputColumn('id', { kind: 'INT' }), outputColumn('dt', { kind: 'STRING' })]
  const sink = await openSink(temporaryFolder(t), { columns: shape })
  const surrogate = Uint8Array.of(0x61, 0xed, 0xa0, 0x80)
  const rows: Value[][] = [
    [1, 'x'],
    [2, 'y'.repeat(253)],
    [3, '/'.repeat(100)],
    [4, surrogate],
    [5, 'x'],
    [6, 'z\0'],
    [7, 'y'.repeat(3000)],
  ]
  assert.deepEqual(put(sink, rows, [], shape), [
    { row: 1, code: 'ENCODE', message: 'dt: the name of its folder would have 256 bytes, 255 are allowed' },
    { row: 2, code: 'ENCODE', message: 'dt: the name of its folder would have 303 bytes, 255 are allowed' },
    {
      row: 3,
      code: 'ENCODE',
      message: 'dt: a lone surrogate, or other text that is no UTF-8, cannot stand in the name of a folder',
    },
    { row: 5, code: 'ENCODE', message: 'dt: a zero byte cannot stand in the name of a folder' },
    { row: 6, code: 'ENCODE', message: 'dt: the name of its folder would have 3003 bytes, 255 are allowed' },
  ])
  const [file, ...others] = await sink.endEpoch()
  assert.deepEqual(others, [])
  assert.equal(readFileSync(file.staged, 'utf8'), '{"id":1}\n{"id":5}\n')
})

test('a file that is large enough is finished, and the next one begun', async (t) => {
  const sink = await openSink(temporaryFolder(t), { fileBytesMax: 1000 })
  for (let id = 0; id < 100; id++) {
    put(sink, [[id, 'x', 'n'.repeat(20)]])
    await sink.drain()
  }
  const files = await sink.endEpoch()
  assert.ok(
    files.length >= 4 && files.slice(0, -1).every(({ bytes }) => bytes >= 1000 && bytes < 1100),
    `${files.length}`,
  )
  assert.deepEqual(
    files.flatMap(({ staged }) => readFileSync(staged, 'utf8').trim().split('\n')).map((line) => JSON.parse(line).id),
    Array.from({ length: 100 }, (_, id) => id),
  )
})

/** Rows of files that are written to at once, as they are large. */
const large = 'n'.repeat(300_000)

function idsOf({ staged }: StagedFile): number[] {
  const lines = readFileSync(staged, 'utf8').trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { id: number }).id)
}

test('of too many open files those not used for the longest time are finished', async (t) => {
  const path = join(temporaryFolder(t), 'table')
  const sink = await openSink(path, {}, new OpenFiles({ ...openFilesDefaults, handlesMax: 2 }))
  for (const [id, dt] of ['a', 'b', 'a', 'c', 'a', 'b'].entries()) {
    put(sink, [[id, dt, large]])
    await sink.drain()
    assert.ok(openBelow(path) <= 2)
  }
  const files = await sink.endEpoch()
  const contents = files.map((file) => [file.final.slice(path.length + 1), idsOf(file)])
  // b is finished for c, then c for the second b.
  assert.deepEqual(contents, [
    ['dt=a/part-s-1-0-7-0.jsonl', [0, 2, 4]],
    ['dt=b/part-s-1-0-7-1.jsonl', [1]],
    ['dt=b/part-s-1-0-7-3.jsonl', [5]],
    ['dt=c/part-s-1-0-7-2.jsonl', [3]],
  ])
})

/** How many files below a folder this process has open. */
function openBelow(folder: string): number {
  const links = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`)
    } catch {
      return ''
    }
  })
  return links.filter((link) => link.startsWith(folder)).length
}

test('small files of many partitions wait in memory, and are one each', async (t) => {
  const sink = await openSink(temporaryFolder(t), {}, new OpenFiles({ ...openFilesDefaults, handlesMax: 2 }))
  for (let round = 0; round < 3; round++) {
    put(
      sink,
      Array.from({ length: 100 }, (_, id) => [id, `p${id}`, null]),
    )
    await sink.drain()
  }
  const files = await sink.endEpoch()
  assert.equal(files.length, 100)
  assert.ok(files.every(({ rows }) => rows === 3))
})

test('all sinks share the memory and the open files: what was used least recently is finished, whose ever it is', async (t) => {
  const files = new OpenFiles({ bytesMax: 1_000_000, handlesMax: 2 })
  const folders = ['one', 'two', 'three', 'four'].map((name) => join(temporaryFolder(t), name))
  const sinks = await Promise.all(folders.map((folder) => openSink(folder, {}, files)))
  for (const [id, sink] of sinks.entries()) {
    put(sink, [[id, 'x', large]])
    await sink.drain()
  }
  // The two that were used last are still open: both take a row more.
  for (const [id, sink] of sinks.entries()) put(sink, [[10 + id, 'x', null]])
  const ended = await Promise.all(sinks.map(async (sink) => (await sink.endEpoch()).map(idsOf)))
  assert.deepEqual(ended, [[[0], [10]], [[1], [11]], [[2, 12]], [[3, 13]]])
})

test('a file that cannot be finished for another sink fails the epoch of its own', async (t) => {
  const files = new OpenFiles({ ...openFilesDefaults, bytesMax: 100_000 })
  const [broken, sound] = [join(temporaryFolder(t), 'broken'), join(temporaryFolder(t), 'sound')]
  const [first, second] = [await openSink(broken, {}, files), await openSink(sound, {}, files)]
  put(first, [[1, 'x', 'n'.repeat(60_000)]])
  mkdirSync(join(broken, '_staging/s-1-0/7-abc'), { recursive: true })
  writeFileSync(join(broken, '_staging/s-1-0/7-abc/dt=x'), 'in the way')
  put(second, [[1, 'x', 'n'.repeat(60_000)]])
  await second.drain()
  assert.equal((await second.endEpoch()).length, 1)
  await assert.rejects(first.endEpoch(), /cannot write `.*dt=x`: /)
  await first.abort()
  assert.deepEqual(readdirSync(join(broken, '_staging/s-1-0')), [])
})

test('what is held in memory is written when it is too much', async (t) => {
  for (const format of [json, parquetFiles()]) {
    const folder = temporaryFolder(t)
    const sink = await openSink(folder, { format }, new OpenFiles({ ...openFilesDefaults, bytesMax: 4000 }))
    const rows = Array.from({ length: 300 }, (_, id) => [id, `p${id % 3}`, `name ${id}`])
    put(sink, rows)
    await sink.drain()
    const written = globSync(`${folder}/_staging/**/part-*`).map((name) => statSync(name).size)
    assert.ok(
      written.some((bytes) => bytes > 0),
      format.extension,
    )
    const files = await sink.endEpoch()
    assert.equal(
      files.reduce((sum, file) => sum + file.rows, 0),
      300,
    )
    for (const file of files) {
      const bytes = readFileSync(file.staged)
      assert.equal(file.bytes, bytes.length)
      assert.equal(file.sha256, createHash('sha256').update(bytes).digest('hex'))
    }
  }
})

test('more partitions than are remembered', async (t) => {
  const sink = await openSink(temporaryFolder(t))
  const count = 20_000
  for (let first = 0; first < count; first += 1000) {
    // All of them are reported: nothing is written, but every one is a partition of its own.
    const rows = Array.from({ length: 1000 }, (_, index) => [index, `${first + index}\0`, null])
    assert.equal(put(sink, rows).length, 1000)
  }
  put(sink, [[1, 'x', null]])
  put(sink, [[2, 'x', null]])
  assert.equal((await sink.endEpoch()).length, 1)
})

test('with a salt the rows of a partition are spread over so many files, by the hashes of their records', async (t) => {
  for (const format of [json, parquetFiles()]) {
    const sink = await openSink(temporaryFolder(t), { format, partitionWriters: 4 })
    // Row r of a chunk has the hash r: the same in both.
    for (const first of [0, 100]) {
      const rows = Array.from({ length: 12 }, (_, r) => [first + r, `p${Math.floor(r / 6)}`, null])
      assert.deepEqual(put(sink, rows), [])
      await sink.drain()
    }
    const files = await sink.endEpoch()
    const found = await Promise.all(
      files.map(async ({ staged }) => {
        const from = format === json ? `read_json('${staged}')` : `read_parquet('${staged}')`
        const ids = await duckdb(`SELECT id::INT AS id FROM ${from} ORDER BY id`)
        return `${staged.split('/').at(-2)}: ${ids.map(({ id }) => String(id)).join(' ')}`
      }),
    )
    assert.deepEqual(found.toSorted(), [
      'dt=p0: 0 4 100 104',
      'dt=p0: 1 5 101 105',
      'dt=p0: 2 102',
      'dt=p0: 3 103',
      'dt=p1: 6 10 106 110',
      'dt=p1: 7 11 107 111',
      'dt=p1: 8 108',
      'dt=p1: 9 109',
    ])
  }
})

test('abort takes the open epoch away, and only that', async (t) => {
  const path = temporaryFolder(t)
  const sink = await openSink(path)
  put(sink, [[1, 'x', 'a']])
  const [first] = await sink.endEpoch()
  sink.beginEpoch({ epoch: 8, attempt: 'def' })
  put(sink, [[2, 'x', 'n'.repeat(300_000)]])
  await sink.drain()
  assert.equal(globSync(`${path}/_staging/s-1-0/8-def/**/part-*`).length, 1)
  await sink.abort()
  assert.deepEqual(readdirSync(join(path, '_staging/s-1-0')), ['7-abc'])
  assert.ok(existsSync(first.staged))
  assert.deepEqual(sink.totals, { rows: 1, files: 1, bytes: first.bytes })
  sink.beginEpoch({ epoch: 8, attempt: 'ghi' })
  put(sink, [[3, 'x', 'b']])
  const [again] = await sink.endEpoch()
  assert.equal(readFileSync(again.staged, 'utf8'), '{"id":3,"name":"b"}\n')
})

test('where no folder can be', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'file'), '')
  for (const path of [join(folder, 'file'), join(folder, 'file', 'table')]) {
    await assert.rejects(openSink(path), {
      name: 'Error',
      message: `cannot write into \`${path}\`: a file is where a folder should be`,
    })
  }
})

test('a folder without rights', async (t) => {
  const folder = temporaryFolder(t)
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'table'))
  const asRoot = process.getuid?.() === 0
  if (asRoot) process.seteuid?.(65_534)
  else chmodSync(join(folder, 'table'), 0o500)
  try {
    await assert.rejects(openSink(join(folder, 'table')), {
      message: `cannot write into \`${folder}/table\`: permission denied (EACCES)`,
    })
  } finally {
    if (asRoot) process.seteuid?.(0)
  }
})

/** Runs with a small filesystem mounted on the folder; skips, with the reason, where that is not allowed. */
async function withTmpfs(t: TestContext, folder: string, size: string, action: () => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    return t.skip(`no tmpfs can be mounted: ${(error as Error).message}`)
  }
  try {
    await action()
  } finally {
    execFileSync('umount', [folder])
  }
}

test('a full disk: the file and the cause are named, nothing is left behind', async (t) => {
  const path = join(temporaryFolder(t), 'table')
  await withTmpfs(t, path, '1m', async () => {
    const sink = await openSink(path)
    put(sink, [[1, 'x', 'n'.repeat(2_000_000)]])
    await assert.rejects(sink.drain(), {
      message: `cannot write \`${path}/_staging/s-1-0/7-abc/dt=x/part-s-1-0-7-0.jsonl\`: no space left on the device (ENOSPC)`,
      help: 'nothing of the open epoch has become visible; when the cause is removed, start again: it goes on from the last epoch',
    })
    await sink.abort()
    assert.deepEqual(namesBelow(path), [])
  })
})

test('staging on another device', async (t) => {
  const path = temporaryFolder(t)
  await withTmpfs(t, join(path, '_staging'), '1m', async () => {
    await assert.rejects(openSink(path), {
      message: `cannot write into \`${path}\`: its \`_staging\` folder lies on another device`,
      help: 'files become visible by a link, which cannot cross devices: keep both on one filesystem',
    })
  })
})
