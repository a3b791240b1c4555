/**
 * What a run costs, counted and not timed: file operations, kernel calls and allocations of two runs over logs of different length. What must not
 * depend on the length is held equal, the rest by what each record more costs.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import { generateLog } from '../bench/mixed-log/generate.ts'
import { executable, inTemporaryFolder, repository, runToEnd } from '../support/sluice.ts'

/** What V8 says when it learns that typed arrays may have other prototypes, and when it throws code away that assumed more than it may. */
const prototypesDiffer = 'Invalidating protector cell TypedArrayLengthLookupChain'
const thrownAway = 'dependent property cell changed'

const execute = promisify(execFile)

interface Operations {
  readonly reads: number
  readonly readBytes: number
  readonly writes: number
  readonly writtenBytes: number
  readonly syncs: number
  readonly opens: number
  readonly renames: number
  readonly kernelCalls: number
  readonly scavenges: number
}

interface Run extends Operations {
  readonly records: number
  readonly rows: number
  readonly logBytes: number
  readonly files: number
  readonly fileBytes: number
}

/** Young objects are collected when so much has been allocated: makes their number one of bytes. */
const semiSpaceMiB = 2
const specs = ['project', 'from-file', 'tables/login', 'parquet/login', 'errors'].map((name) =>
  join(repository, 'test/bench/specs', `${name}.sql`),
)

async function run(folder: string, records: number): Promise<Run> {
  const log = join(folder, 'mixed.log')
  const out = join(folder, `out-${records}`)
  const operations = join(folder, 'operations.json')
  const logBytes = generateLog(log, { records, badShare: 0.001 })
  const preload = `--import ${join(repository, 'test/support/count-operations.mjs')}`
  const summary = await runToEnd([...specs, '--state-dir', join(out, '.sluice')], {
    env: {
      BENCH_IN: log,
      BENCH_OUT: out,
      OPERATIONS_FILE: operations,
      NODE_OPTIONS: `${preload} --max-semi-space-size=${semiSpaceMiB}`,
    },
  })
  const { rows } = summary.sinks['login_parquet']
  const files = globSync(join(out, '{login,bad_records}/**/*.{parquet,jsonl}'))
  const fileBytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  const counted = JSON.parse(readFileSync(operations, 'utf8')) as Operations
  return { ...counted, records, rows, logBytes, files: files.length, fileBytes }
}

test('a run over more records costs more where it must, and as little as it did', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const small = await run(folder, 20_000)
    const large = await run(folder, 80_000)
    t.diagnostic(JSON.stringify({ small, large }))
    const records = large.records - small.records
    const each = (name: keyof Operations): number => (large[name] - small[name]) / records

    assert.equal(small.files, 4, 'three days, and the errors')
    assert.equal(large.files, 4)
    assert.equal(large.syncs, small.syncs, 'fsyncs do not depend on the length')
    assert.equal(large.opens, small.opens, 'files that are opened')
    assert.equal(large.renames, small.renames)
    assert.ok(large.writes <= small.writes + Math.ceil(large.fileBytes / 262_144), `${large.writes} writes`)
    const overhead = large.writtenBytes - large.fileBytes
    assert.ok(overhead >= 0 && overhead < 65_536, `${overhead} bytes are written besides the files`)

    assert.ok(large.readBytes >= large.logBytes && large.readBytes < large.logBytes + 65_536, 'the log is read once')
    assert.ok(large.reads <= 8 + large.logBytes / 524_288, `${large.reads} reads, each of half a megabyte and more`)
    // Of each record that a table keeps whether it is UTF-8, the rest chunk by chunk.
    assert.ok(each('kernelCalls') > 0 && each('kernelCalls') < 0.7, `${each('kernelCalls')} kernel calls a record`)
    const allocated = each('scavenges') * semiSpaceMiB * 1_048_576
    assert.ok(allocated < 1000, `${allocated} bytes of JavaScript objects a record`)
  })
})

test('no thread throws away, in the midst of a run, what V8 has compiled of it', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const log = join(folder, 'mixed.log')
    generateLog(log, { records: 60_000, badShare: 0 })
    const flags = ['--trace-opt', '--trace-deopt', '--trace-protector-invalidation']
    const work = ['run', ...specs, '--state-dir', join(folder, 'state'), '--until', 'end', '--workers', '2']
    const env = { ...process.env, BENCH_IN: log, BENCH_OUT: join(folder, 'out') }
    const { stdout } = await execute(process.execPath, [...flags, executable, ...work], { env, maxBuffer: 1 << 26 })
    const said = stdout.split('\n')
    assert.equal(said.filter((line) => line.includes(prototypesDiffer)).length, 3, 'the main thread and two workers')
    t.diagnostic(
      `${said.filter((line) => line.includes(thrownAway)).length} functions thrown away, for whatever it was`,
    )
    // What is thrown away because of it is told at once.
    const lost = said.filter((line, n) => line.includes(thrownAway) && said[n - 1].includes(prototypesDiffer))
    assert.deepEqual(lost, [])
  })
})
