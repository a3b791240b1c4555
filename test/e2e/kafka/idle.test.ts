/** A job that has nothing to read: it keeps what Kafka would forget, and asks for little. */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { TestContext } from 'node:test'
import { startKafka, type KafkaServer } from '../../servers/kafka/kafka.ts'
import { waitFor } from '../../servers/process.ts'
import { Numbers, type NumbersProcess } from '../../support/exactly-once.ts'
import { administer } from '../../support/kafka-admin.ts'
import { Project } from '../cli/project.ts'

const run = Date.now().toString(36)
const records = 100
const partitions = 2

let server: KafkaServer | null = null
let skip = ''

before(async () => {
  const started = await startKafka()
  if (!('skip' in started)) server = started
  else skip = started.skip
  if (server === null) assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
})

after(async () => {
  await server?.stop()
})

/** A job that has read and committed all there is, and runs on. */
async function idleJob(context: TestContext, brokers: string, name: string, settings: string): Promise<NumbersProcess> {
  const { folder } = new Project(context)
  const numbers = new Numbers({ brokers, folder, name, partitions, records, settings })
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
  if (server === null) return context.skip(skip)
  const { brokers } = server
  const name = `${run}.idle`
  const settings =
    "SET 'job.shards' = '1'; SET 'job.epoch-interval' = '200 ms'; SET 'job.idle-commit-interval' = '300 ms';"
  const job = await idleJob(context, brokers, name, settings)
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
