/** Several processes of one job: they share its shards, and what one of them loses, or only believes to have, is nowhere twice. */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import test from 'node:test'
import { waitFor } from '../../servers/process.ts'
import { Numbers } from '../../support/exactly-once.ts'
import type { NumbersProcess } from '../../support/exactly-once.ts'
import { inTemporaryFolder } from '../../support/sluice.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

const partitions = 4
const settings = "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';"
const waitMsMax = 30_000

const server = kafkaOfFile()

/** The job, and an end for all processes of it that are still there. */
async function withNumbers(records: number, use: (numbers: Numbers, start: () => NumbersProcess) => Promise<void>) {
  await inTemporaryFolder(async (folder) => {
    const name = basename(folder)
    const brokers = server.brokers
    const numbers = new Numbers({ brokers, folder, name, partitions, records, settings, recordsPerSecondMax: 1_000 })
    await numbers.fill()
    const processes: NumbersProcess[] = []
    const start = (): NumbersProcess => {
      const started = numbers.start()
      processes.push(started)
      return started
    }
    try {
      await use(numbers, start)
    } finally {
      await Promise.all(processes.map((one) => one.end('SIGKILL')))
    }
  })
}

async function commits(process: NumbersProcess, count: number): Promise<void> {
  try {
    await waitFor(`${count} commits`, waitMsMax, async () => {
      assert.equal(process.child.exitCode, null, process.stderr)
      return process.commits >= count
    })
  } catch (error) {
    throw new Error(`${String(error)}; it said: ${process.stderr}`, { cause: error })
  }
}

async function gains(process: NumbersProcess, shards: number): Promise<void> {
  await waitFor(`${shards} shards`, waitMsMax, async () => {
    assert.equal(process.child.exitCode, null, process.stderr)
    return new Set(process.gained).size >= shards
  })
}

test('two processes share the shards; one is killed, another joins, one is stopped: nothing lost, nothing twice', async (context) => {
  if (server.isMissing(context)) return
  const records = 50_000
  await withNumbers(records, async (numbers, start) => {
    const first = start()
    await gains(first, 4)
    const second = start()
    await gains(second, 2)
    await commits(second, 2)
    await second.end('SIGKILL')
    const third = start()
    await gains(third, 2)
    await commits(third, 2)
    const before = first.commits
    assert.equal(await third.end('SIGTERM'), 130, third.stderr)
    assert.match(third.stderr, /^stopped; run again with --state-dir .* to go on after epochs \d+ \(shard \d\)/m)
    await commits(first, before + 2)
    assert.equal(await first.end('SIGINT'), 130, first.stderr)
    await numbers.finish(records)
  })
})

test('a process that sleeps past its session, and wakes, doubles nothing', async (context) => {
  if (server.isMissing(context)) return
  const records = 20_000
  await withNumbers(records, async (numbers, start) => {
    const sleeper = start()
    await commits(sleeper, 3)
    sleeper.signal('SIGSTOP')
    const heir = start()
    await gains(heir, 4)
    await commits(heir, 3)
    const before = sleeper.gained.length
    sleeper.signal('SIGCONT')
    // It finds itself out of the group, joins it again, and is given its half anew.
    await waitFor('it to rejoin', waitMsMax, async () => {
      assert.equal(sleeper.child.exitCode, null, sleeper.stderr)
      return sleeper.gained.length > before
    })
    assert.equal(await heir.end('SIGTERM'), 130, heir.stderr)
    assert.equal(await sleeper.end('SIGTERM'), 130, sleeper.stderr)
    await numbers.finish(records)
  })
})

test('another number of shards goes on where the old ones were; a process of the old layout stops', async (context) => {
  if (server.isMissing(context)) return
  const records = 20_000
  await withNumbers(records, async (numbers, start) => {
    const old = start()
    await commits(old, 3)
    numbers.shards = 2
    await numbers.finish(records)
    assert.equal(await old.ended, 2, old.stderr)
    assert.match(old.stderr, /another process has changed the number of the job's shards/)
    numbers.shards = 3
    await numbers.send(records, records + 1_000)
    await numbers.finish(records + 1_000)
  })
})
