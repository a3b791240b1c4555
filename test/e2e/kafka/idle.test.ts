/** A job that has nothing to read: it keeps what Kafka would forget, and asks for little. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { waitFor } from '../../servers/process.ts'
import { Numbers, type NumbersOptions, type NumbersProcess } from '../../support/exactly-once.ts'
import { administer } from '../../support/kafka-admin.ts'
import { proxiedKafka } from '../../support/proxied-kafka.ts'
import { Project } from '../cli/project.ts'

const run = Date.now().toString(36)
const records = 100
const partitions = 2

const kafka = proxiedKafka()

/** A job that has read and committed all there is, and runs on. */
async function idleJob(
  context: TestContext,
  options: Pick<NumbersOptions, 'brokers' | 'name' | 'settings' | 'session'>,
): Promise<NumbersProcess> {
  const { brokers, name } = options
  const numbers = new Numbers({ ...options, folder: new Project(context).folder, partitions, records })
  await numbers.fill()
  const job = numbers.start()
  context.after(async () => job.end('SIGKILL'))
  await waitFor('all to be committed', 60_000, async () => {
    assert.equal(job.child.exitCode, null, job.stderr)
    const kept = await checkpoints(brokers, name)
    return kept.length === partitions && kept.every(({ offset }) => offset === records / partitions)
  })
  return job
}

interface Kept {
  readonly offset: number
  /** That committed it. */
  readonly epoch: number
}

async function checkpoints(brokers: string, name: string): Promise<readonly Kept[]> {
  return administer(brokers, async (admin) => {
    const fetched = await admin.fetchOffsets({ groupId: `${name}.ck`, topics: [name] })
    return fetched
      .flatMap((topic) => topic.partitions)
      .filter(({ offset }) => Number(offset) >= 0)
      .map(({ offset, metadata }) => ({
        offset: Number(offset),
        epoch: (JSON.parse(metadata ?? '{}') as { epoch: number }).epoch,
      }))
  })
}

test('a shard without records commits its offsets again, for Kafka forgets what nobody renews', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { brokers } = started.server
  const name = `${run}.idle`
  const settings =
    "SET 'job.shards' = '1'; SET 'job.epoch-interval' = '200 ms'; SET 'job.idle-commit-interval' = '300 ms';"
  const job = await idleJob(context, { brokers, name, settings })
  const [{ epoch: before }] = await checkpoints(brokers, name)
  await waitFor('three commits without a record', 60_000, async () => {
    const kept = await checkpoints(brokers, name)
    return kept.every(({ epoch }) => epoch >= before + 3)
  })
  const offsets = (await checkpoints(brokers, name)).map(({ offset }) => offset)
  assert.deepEqual(offsets, [records / partitions, records / partitions])
  assert.match(job.stderr, /^debug: epoch \d+ committed: 0 records, 0 files/m)
  assert.equal(await job.end('SIGTERM'), 130)
})

test('a job without records asks for little: some fetches to a heartbeat, and nothing else', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { proxy } = started
  const settings = "SET 'job.shards' = '1'; SET 'job.epoch-interval' = '200 ms';"
  const session = { timeoutMs: 30_000, heartbeatMs: 1_000 }
  const job = await idleJob(context, { brokers: proxy.address, name: `${run}.calm`, settings, session })
  // Only when nothing has come for a while it is at rest.
  const rests = proxy.requests('Heartbeat') + 10
  await waitFor('it to be at rest', 60_000, async () => proxy.requests('Heartbeat') >= rests)
  const before = { fetches: proxy.requests('Fetch'), heartbeats: proxy.requests('Heartbeat'), all: proxy.requests() }
  await waitFor('ten heartbeats', 60_000, async () => proxy.requests('Heartbeat') >= before.heartbeats + 10)
  const fetches = proxy.requests('Fetch') - before.fetches
  const heartbeats = proxy.requests('Heartbeat') - before.heartbeats
  const others = proxy.requests() - before.all - fetches - heartbeats
  context.diagnostic(`${fetches} fetches, ${others} others to ${heartbeats} heartbeats`)
  assert.ok(fetches <= 2 * heartbeats, `${fetches} fetches to ${heartbeats} heartbeats, one a second`)
  assert.ok(others <= heartbeats, `${others} other requests`)
  assert.equal(await job.end('SIGTERM'), 130)
})
