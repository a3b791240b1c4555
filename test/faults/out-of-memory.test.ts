/**
 * A thread that runs out of memory takes the process with it, in words and with exit code 2: what is visible then is what was
 * committed, and the next run ends with every row once.
 */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import { waitFor } from '../servers/process.ts'
import { Numbers } from '../support/exactly-once.ts'
import { kafkaOfFile } from '../support/kafka-of-file.ts'
import { duckdb } from '../support/read-back.ts'
import { inTemporaryFolder, repository, runToEnd, sluice } from '../support/sluice.ts'
import { copySql, jsonLines, Project } from '../e2e/cli/project.ts'
import { Running } from '../e2e/cli/running.ts'

const heapMib = 96
const waitMsMax = 120_000
const told =
  /^error: a worker thread ran out of memory\n +=? help: fewer --workers need less; NODE_OPTIONS=--max-old-space-size=<MB> allows each of them more$/m

/** The second of two threads runs out of memory once `when` exists. */
function hungry(when: string): NodeJS.ProcessEnv {
  const preload = join(repository, 'test/support/run-out-of-memory.mjs')
  const NODE_OPTIONS = `--max-old-space-size=${heapMib} --import ${preload}`
  return { HUNGRY_WORKER: '1', HUNGRY_WHEN: when, NODE_OPTIONS }
}

async function rowsIn(folder: string): Promise<{ readonly rows: number; readonly seen: number }> {
  const [found] = await duckdb(
    `SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS seen FROM read_json('${folder}/part-*.jsonl')`,
  )
  return found as { rows: number; seen: number }
}

test('from files to files', async (t) => {
  const [files, lines] = [20, 1_000]
  const settings = "SET 'job.epoch-records' = '200';"
  const spec = (options: string): string => copySql('in', settings).replace("'path' = 'in'", `'path' = 'in'${options}`)
  const project = new Project(t, { 'spec.sql': spec(", 'scan.rate-limit' = '5000'") })
  for (let file = 0; file < files; file++) project.write(`in/${file}.log`, jsonLines(lines, file * lines))
  const running = new Running(t, project, ['run', '-v', '--workers', '2'], hungry(project.path('now')))
  await running.until(() => running.stderr.split(' committed: ').length > 5)
  project.write('now', '')
  assert.equal(await running.ended, 2, running.stderr)
  assert.match(running.stderr, told)

  const { stdout } = await sluice(['status', '--output', 'json'], { cwd: project.folder })
  const { out } = (JSON.parse(stdout) as { ledger: { tables: { t: { out: number } } } }).ledger.tables.t
  assert.ok(out > 0 && out < files * lines)
  assert.deepEqual(await rowsIn(project.path('out')), { rows: out, seen: out }, 'what is visible is what was committed')
  t.diagnostic(`${out} of ${files * lines} rows when it ran out of memory`)

  project.write('spec.sql', spec(''))
  const summary = await runToEnd(['--workers', '2'], { cwd: project.folder })
  assert.equal(summary.tables['t'].out, files * lines)
  assert.deepEqual(await rowsIn(project.path('out')), { rows: files * lines, seen: files * lines })
})

const kafka = kafkaOfFile()

test('from Kafka to Kafka and files', async (t) => {
  if (kafka.isMissing(t)) return
  const records = 20_000
  await inTemporaryFolder(async (folder) => {
    const settings = "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms'; SET 'job.shards' = '4';"
    const numbers = new Numbers({
      ...{ folder, name: basename(folder), brokers: kafka.brokers, partitions: 4, records, settings },
      ...{ workers: 2, recordsPerSecondMax: 3_000 },
    })
    await numbers.fill()
    const when = join(folder, 'now')
    const job = numbers.start([], [], hungry(when))
    try {
      await waitFor('commits', waitMsMax, async () => {
        assert.equal(job.child.exitCode, null, job.stderr)
        return job.commits > 4
      })
      writeFileSync(when, '')
      const startedMs = performance.now()
      assert.equal(await job.ended, 2, job.stderr)
      t.diagnostic(`ended after ${Math.round(performance.now() - startedMs)} ms, ${job.commits} commits`)
      assert.match(job.stderr, told)
    } finally {
      await job.end('SIGKILL')
    }
    await numbers.finish(records)
  })
})
