/**
 * Kafka forgets the offsets of a job that was stopped for longer than `offsets.retention.minutes`, here one. The state folder says
 * where to go on; only where an epoch is staged of which Kafka alone knew whether it was committed, the job refuses. Minutes long:
 * `EXPIRY=1` runs it.
 */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import test, { after, before } from 'node:test'
import { startKafka, type KafkaServer } from '../servers/kafka/kafka.ts'
import { waitFor } from '../servers/process.ts'
import { Numbers, type NumbersProcess } from '../support/exactly-once.ts'
import { administer } from '../support/kafka-admin.ts'
import { KafkaProxy } from '../support/kafka-proxy.ts'
import { inTemporaryFolder, sluice } from '../support/sluice.ts'

const records = 1_000
const partitions = 2
const waitMsMax = 60_000
/** A minute, and what a busy broker adds to it. */
const expiryMsMax = 240_000
/** Twice what a job that commits nothing is remembered. */
const watchedMs = 120_000

let server: KafkaServer | null = null
let proxy: KafkaProxy | null = null
let skip = 'EXPIRY=1 runs it'

before(async () => {
  if (process.env['EXPIRY'] === undefined) return
  const started = await startKafka(['offsets.retention.minutes=1', 'offsets.retention.check.interval.ms=1000'])
  if ('skip' in started) {
    skip = started.skip
    return
  }
  server = started
  if (started.broker !== null) proxy = await KafkaProxy.start(started.broker.ports)
})

after(async () => {
  await proxy?.stop()
  await server?.stop()
})

/** A job that commits epoch after epoch, and has not read all by far. */
async function withJob(
  through: KafkaProxy,
  use: (numbers: Numbers, job: NumbersProcess, name: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const settings = "SET 'job.epoch-interval' = '300 ms'; SET 'job.shards' = '1';"
    const name = basename(folder)
    const options = { folder, name, partitions, records, settings, recordsPerSecondMax: 100 }
    const numbers = new Numbers({ ...options, brokers: through.address })
    await numbers.fill()
    const job = numbers.start()
    try {
      await waitFor('commits', waitMsMax, async () => {
        assert.equal(job.child.exitCode, null, job.stderr)
        return job.commits > 2
      })
      await use(numbers, job, name)
    } finally {
      await job.end('SIGKILL')
    }
  })
}

async function isKept(brokers: string, name: string): Promise<boolean> {
  return administer(brokers, async (admin) => {
    const found = await admin.fetchOffsets({ groupId: `${name}.ck` })
    return found.some((topic) => topic.partitions.some(({ offset }) => Number(offset) >= 0))
  })
}

/** Until Kafka has forgotten all; how long that took, in seconds. */
async function forgotten(brokers: string, name: string): Promise<number> {
  const startedMs = performance.now()
  assert.ok(await isKept(brokers, name), 'there are offsets to forget')
  await waitFor('the offsets to expire', expiryMsMax, async () => !(await isKept(brokers, name)))
  return Math.round((performance.now() - startedMs) / 1_000)
}

test('a job that was stopped cleanly goes on from its state', async (context) => {
  if (server === null || proxy === null) return context.skip(skip)
  const { brokers } = server
  await withJob(proxy, async (numbers, job, name) => {
    assert.equal(await job.end('SIGTERM'), 130, job.stderr)
    context.diagnostic(`forgotten after ${await forgotten(brokers, name)} s`)
    await numbers.finish(records)
  })
})

test('a job that was killed while a commit was under way refuses, and says so', async (context) => {
  if (server === null || proxy === null) return context.skip(skip)
  const [through, { brokers }] = [proxy, server]
  await withJob(through, async (numbers, job, name) => {
    const held = through.on('EndTxn', 'request', 'hold', Infinity)
    await held.met
    await job.end('SIGKILL')
    held.release()
    through.calm()
    context.diagnostic(`forgotten after ${await forgotten(brokers, name)} s`)
    const { code, stderr } = await sluice(['run', numbers.spec, '--state-dir', numbers.state, '--until', 'end'])
    context.diagnostic(stderr)
    assert.equal(code, 2)
    assert.match(
      stderr,
      /^error: Kafka has forgotten the job's offsets, and an epoch after the last published one \(\d+\) is staged: whether it was committed cannot be known any more\n.*help: restore the state from a copy, or start anew/m,
    )
  })
})

test('a job that runs and has nothing to read keeps its offsets', async (context) => {
  if (server === null || proxy === null) return context.skip(skip)
  const [through, { brokers }] = [proxy, server]
  await inTemporaryFolder(async (folder) => {
    const name = basename(folder)
    const settings = "SET 'job.shards' = '1'; SET 'job.idle-commit-interval' = '10 s';"
    const numbers = new Numbers({ folder, name, partitions, records: 0, settings, brokers: through.address })
    await numbers.fill()
    const job = numbers.start()
    try {
      await waitFor('its first epoch', waitMsMax, async () => isKept(brokers, name))
      const untilMs = performance.now() + watchedMs
      await waitFor('two minutes to pass', 2 * watchedMs, async () => {
        assert.ok(await isKept(brokers, name), job.stderr)
        return performance.now() > untilMs
      })
      assert.equal(await job.end('SIGTERM'), 130, job.stderr)
    } finally {
      await job.end('SIGKILL')
    }
  })
})
