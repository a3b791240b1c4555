/** Files read by several shards: which are whose, other numbers of them from run to run, and states of before. */
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { TestContext } from 'node:test'
import type { Manifest } from '../../../src/runtime/protocol/manifest.ts'
import { Crash, CrashingFiles, Workshop } from './support.ts'

function workshopOf(t: TestContext): Workshop {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  return workshop
}

function layoutFile(workshop: Workshop, number: number): string {
  return readFileSync(workshop.path('state', 'layouts', String(number)), 'utf8')
}

function lastManifests(workshop: Workshop, layout: number): readonly Manifest[] {
  const folder = workshop.path('state', 'committed', String(layout))
  return readdirSync(folder).map((shard) => {
    const newest = Math.max(...readdirSync(join(folder, shard)).map(Number))
    return JSON.parse(readFileSync(join(folder, shard, String(newest)), 'utf8')) as Manifest
  })
}

const shards = (count: number): string => `SET 'job.shards' = '${count}';`
/** Without the broken line at the end of each file. */
const rowsOf = (files: number): number[] => Array.from({ length: files * 10 }, (_, n) => n).filter((n) => n % 10 !== 9)

test('files are shared by all shards, each read once, and other numbers of shards go on', async (t) => {
  const workshop = workshopOf(t)
  workshop.writeInput(30)
  await workshop.run(workshop.plan(10, shards(3)))
  assert.deepEqual(workshop.rows(), rowsOf(30))
  const first = lastManifests(workshop, 1)
  assert.equal(first.length, 3)
  const read = first.map(({ totals }) => totals.sources['s'].in)
  assert.ok(read.every((records) => records > 0) && read.reduce((a, b) => a + b) === 300, String(read))
  assert.match(layoutFile(workshop, 1), /^3\n\{"cut":\["s"\],"lanes":16,"chunkBytes":8388608\}\n$/)

  for (const [index, count] of [1, 16, 2, 20].entries()) {
    appendFileSync(workshop.path('in', '0.log'), `{"n":${1000 + index},"k":0}\n`)
    const totals = await workshop.run(workshop.plan(10, shards(count)))
    assert.equal(totals.sources.get('s')?.in, 301 + index)
  }
  assert.deepEqual(workshop.rows(), [...rowsOf(30), 1000, 1001, 1002, 1003])
  assert.equal(layoutFile(workshop, 2), '1\n')
  assert.match(layoutFile(workshop, 5), /^16\n/, 'lanes bound the shards')
})

test('a state of one shard goes on with more, and where nothing says otherwise stays as it is', async (t) => {
  const workshop = workshopOf(t)
  workshop.writeInput(5)
  await workshop.run(workshop.plan(10))
  const [{ positions }] = lastManifests(workshop, 1)
  assert.ok(positions['s'].every(({ lane }) => lane === undefined))
  writeFileSync(workshop.path('in', '9.log'), '{"n":500,"k":1}\n')
  await workshop.run(workshop.plan(10, shards(4)))
  appendFileSync(workshop.path('in', '3.log'), '{"n":501,"k":1}\n')
  await workshop.run(workshop.plan(10))
  assert.deepEqual(workshop.rows(), [...rowsOf(5), 500, 501])
  assert.deepEqual(
    readdirSync(workshop.path('state', 'layouts'))
      .filter((name) => /^\d+$/.test(name))
      .toSorted(),
    ['1', '2'],
  )
})

test('where the order or the number of lines counts, files stay whole, also those that were cut before', async (t) => {
  const workshop = workshopOf(t)
  workshop.writeInput(6)
  await workshop.run(workshop.plan(10, shards(4)))
  appendFileSync(workshop.path('in', '2.log'), '{"n":500,"k":1}\n')
  const numbered = `CREATE STREAMING TABLE numbered (line BIGINT METADATA FROM 'file.line') FROM s;
    CREATE SINK lines WITH ('connector' = 'hive', 'path' = '${workshop.path('lines')}', 'format' = 'json')
    AS SELECT * FROM numbered;`
  await workshop.run(workshop.plan(10, `${shards(4)} ${numbered}`))
  assert.equal(layoutFile(workshop, 2), '4\n')
  assert.deepEqual(workshop.rows(), [...rowsOf(6), 500])
  assert.deepEqual(
    workshop.files('lines').map((file) => readFileSync(file, 'utf8')),
    ['{"line":11}\n'],
  )
})

test('crashes anywhere, while the number of shards changes: each row once', async (t) => {
  const workshop = workshopOf(t)
  workshop.writeInput(12)
  let runs = 0
  for (let crashAt = 3; ; crashAt += 7) {
    const plan = workshop.plan(10, shards([3, 1, 2][Math.floor(runs++ / 4) % 3]))
    try {
      await workshop.run(plan, new CrashingFiles(crashAt).files)
      break
    } catch (error) {
      assert.ok(error instanceof Crash, String(error))
    }
  }
  assert.ok(runs > 10, `${runs} runs`)
  assert.deepEqual(workshop.rows(), rowsOf(12))
})

test('a layout of another division is refused', async (t) => {
  const workshop = workshopOf(t)
  workshop.writeInput(1)
  mkdirSync(workshop.path('state', 'layouts'), { recursive: true })
  await workshop.run(workshop.plan(10, shards(2)))
  const path = workshop.path('state', 'layouts', '1')
  writeFileSync(path, layoutFile(workshop, 1).replace('"lanes":16', '"lanes":8'))
  await assert.rejects(
    workshop.run(workshop.plan(10, shards(2))),
    /layouts\/1` was written by another version of sluice/,
  )
})
