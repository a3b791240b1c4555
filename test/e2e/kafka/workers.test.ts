/** One process whose threads share the shards of a topic: as several processes do, and nobody who watches it sees a difference. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import { waitFor } from '../../servers/process.ts'
import { Numbers } from '../../support/exactly-once.ts'
import type { NumbersOptions, NumbersProcess } from '../../support/exactly-once.ts'
import { Random } from '../../support/random.ts'
import { executable, inTemporaryFolder, repository, runToEnd, sluice } from '../../support/sluice.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

const workers = 2
const waitMsMax = 60_000
const settings = "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';"

const server = kafkaOfFile()

async function withNumbers(
  options: Pick<NumbersOptions, 'records' | 'recordsPerSecondMax'>,
  use: (numbers: Numbers, folder: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const brokers = server.brokers
    const common = { brokers, folder, name: basename(folder), partitions: 4, settings, workers }
    const numbers = new Numbers({ ...common, ...options })
    await numbers.fill()
    await use(numbers, folder)
  })
}

/** Killed when it is no longer used. */
async function whileItRuns(process: NumbersProcess, use: () => Promise<void>): Promise<void> {
  try {
    await use()
  } finally {
    await process.end('SIGKILL')
  }
}

test('killed again and again: nothing lost, nothing twice, the ledger exact', async (context) => {
  if (server.isMissing(context)) return
  const records = 12_000
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  context.diagnostic(`SEED=${seed}`)
  const random = new Random(seed)
  await withNumbers({ records, recordsPerSecondMax: 2_000 }, async (numbers) => {
    for (let round = 0; round < 3; round++) {
      const running = numbers.start()
      await whileItRuns(running, async () => {
        await waitFor('a commit', waitMsMax, async () => {
          assert.equal(running.child.exitCode, null, running.stderr)
          return running.commits > 0
        })
        await new Promise((resolve) => setTimeout(resolve, random.between(0, 1_000)))
      })
    }
    await numbers.finish(records)
  })
})

test('SIGTERM: all threads commit what they have read, and the process says where each shard stands', async (context) => {
  if (server.isMissing(context)) return
  const records = 20_000
  await withNumbers({ records, recordsPerSecondMax: 2_000 }, async (numbers) => {
    const running = numbers.start()
    await whileItRuns(running, async () => {
      await waitFor('commits of all shards', waitMsMax, async () => {
        assert.equal(running.child.exitCode, null, running.stderr)
        const committed = running.stderr.matchAll(/^debug: (?:shard (\d), )?epoch \d+ committed: [1-9]/gm)
        return new Set([...committed].map(([, shard]) => shard ?? '0')).size === 4
      })
      assert.equal(await running.end('SIGTERM'), 130, running.stderr)
    })
    assert.match(
      running.stderr,
      /^stopped; run again with --state-dir .* to go on after epochs \d+ \(shard 0\), \d+ \(shard 1\), \d+ \(shard 2\), \d+ \(shard 3\)$/m,
    )
    await numbers.finish(records)
  })
})

const partitionsAtEnd = (metrics: string): number =>
  [...metrics.matchAll(/^sluice_kafka_consumer_lag\{.*\} 0$/gm)].length

test('metrics of a process with two threads are the ledger', async (context) => {
  if (server.isMissing(context)) return
  const records = 12_000
  await withNumbers({ records }, async (numbers) => {
    const running = numbers.start([], ['--http', '0'])
    await whileItRuns(running, async () => {
      let metrics = ''
      await waitFor('all records', waitMsMax, async () => {
        assert.equal(running.child.exitCode, null, running.stderr)
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(running.stderr)?.[0]
        if (url === undefined) return false
        metrics = await (await fetch(`${url}/metrics`)).text()
        const areOut = metrics.includes(`sluice_records_out_total{source="numbers",table="number"} ${records}\n`)
        // One thread may have been through before the other one joined the group.
        return areOut && partitionsAtEnd(metrics) === 4
      })
      assert.ok(metrics.includes(`sluice_records_in_total{source="numbers"} ${records}\n`))
      assert.match(metrics, /^sluice_ready 1$/m)
      assert.equal(await running.end('SIGTERM'), 130, running.stderr)
    })
    const { ledger } = JSON.parse((await sluice(['status', '--state-dir', numbers.state, '--output', 'json'])).stdout)
    assert.deepEqual(ledger.sources.numbers, { in: records, unclaimed: 0 })
    assert.equal(ledger.tables.number.out, records)
    await numbers.check(records)
  })
})

test('all of a topic, to its end, by two threads; more of it by one, and by more threads than shards', async (context) => {
  if (server.isMissing(context)) return
  await withNumbers({ records: 6_000 }, async (numbers) => {
    const run = async (count: number, records: number): Promise<void> => {
      const summary = await runToEnd([numbers.spec, '--state-dir', numbers.state, '--workers', String(count)])
      assert.deepEqual([summary.sources['numbers'].in, summary.sinks['topic'].rows], [records, records])
    }
    await run(2, 6_000)
    await numbers.send(6_000, 7_000)
    await run(1, 7_000)
    await numbers.send(7_000, 8_000)
    await run(8, 8_000)
    await numbers.check(8_000)
  })
})

test('what one thread cannot do ends all, with the words of one', async (context) => {
  if (server.isMissing(context)) return
  await withNumbers({ records: 100 }, async (numbers, folder) => {
    writeFileSync(join(folder, 'out'), 'a file where a folder should be')
    const failed = async (count: number): Promise<string> => {
      const state = join(folder, `state-${count}`)
      const run = ['run', numbers.spec, '--state-dir', state, '--until', 'end', '--workers', String(count)]
      const { code, stderr } = await sluice(run)
      assert.equal(code, 2, stderr)
      const said = /^error: .*(?:\n {2}= help: .*)?/m.exec(stderr)?.[0] ?? stderr
      return said.replaceAll(/\b[0-9a-f]{6}-1-\d/g, '<shard>').replaceAll(state, '<state>')
    }
    const alone = await failed(1)
    assert.match(alone, /folder/)
    assert.equal(await failed(2), alone)
  })
})

test('a thread that breaks takes the process with it, and the next one goes on', async (context) => {
  if (server.isMissing(context)) return
  const records = 4_000
  await withNumbers({ records, recordsPerSecondMax: 1_000 }, async (numbers) => {
    mkdirSync(numbers.state, { recursive: true })
    const preload = ['--import', join(repository, 'test/support/fail-in-worker.mjs')]
    const run = ['run', numbers.spec, '--state-dir', numbers.state, '--until', 'end', '--workers', '2']
    const { code, stderr } = await sluice(run, { env: { FAIL_IN_WORKER: '1', NODE_OPTIONS: preload.join(' ') } })
    assert.equal(code, 2, stderr)
    assert.match(stderr, /^error: internal error: something broke in a thread$/m)
    await numbers.finish(records)
  })
})

test('--workers takes whole numbers from 1 on', async () => {
  for (const wrong of ['0', '-1', 'all']) {
    const { code, stderr } = await sluice(['run', executable, '--workers', wrong])
    assert.equal(code, 2)
    assert.match(stderr, /'--workers <n>'.* is invalid/)
  }
})
