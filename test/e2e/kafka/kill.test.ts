/** At least once: a job on Kafka that is killed again and again loses nothing, in files and in topics. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { startKafka } from '../../servers/kafka/kafka.ts'
import { waitFor } from '../../servers/process.ts'
import { duckdb } from '../../support/read-back.ts'
import { executable, inTemporaryFolder, runToEnd } from '../../support/sluice.ts'

const records = 20_000
const partitions = 2
const kills = 3
const spec = join(import.meta.dirname, 'kill.sql')

async function fill(client: Kafka): Promise<void> {
  const admin = client.admin()
  await admin.connect()
  const topics = ['numbers', 'numbers.out'].map((topic) => ({ topic, numPartitions: partitions }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
  const producer = client.producer()
  await producer.connect()
  for (let partition = 0; partition < partitions; partition++) {
    const own = Array.from({ length: records / partitions }, (_, index) => partition + partitions * index)
    await producer.send({ topic: 'numbers', messages: own.map((n) => ({ value: `{"n":${n}}`, partition })) })
  }
  await producer.disconnect()
}

/** The number of the last epoch that was published; 0: none. */
function lastEpoch(state: string): number {
  return Math.max(0, ...globSync('published/*/*/*', { cwd: state }).map((path) => Number(basename(path))))
}

async function killAfterOneMoreEpoch(state: string, env: NodeJS.ProcessEnv): Promise<void> {
  const before = lastEpoch(state)
  const child = spawn(process.execPath, [executable, 'run', spec, '--state-dir', state], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    await waitFor('one more epoch', 60_000, async () => lastEpoch(state) > before)
  } finally {
    child.kill('SIGKILL')
    await gone
  }
}

test('killed three times, nothing is lost', async (context) => {
  const server = await startKafka()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  try {
    await inTemporaryFolder(async (folder) => {
      await fill(new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING }))
      const env = { KAFKA_BROKERS: server.brokers, OUT: join(folder, 'out') }
      const state = join(folder, 'state')
      for (let kill = 0; kill < kills; kill++) await killAfterOneMoreEpoch(state, env)
      await runToEnd([spec, '--state-dir', state], { env })
      const [row] = await duckdb(
        `SELECT count(DISTINCT n)::INT AS seen, count(*)::INT AS "rows" FROM read_parquet('${folder}/out/numbers/*.parquet')`,
      )
      assert.equal(row?.['seen'], records)
      const topic = new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING })
      assert.equal((await valuesOf(topic, 'numbers.out')).size, records)
    })
  } finally {
    await server.stop()
  }
})

async function valuesOf(client: Kafka, topic: string): Promise<ReadonlySet<string>> {
  const admin = client.admin()
  await admin.connect()
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]))
  await admin.disconnect()
  const values = new Set<string>()
  const consumer = client.consumer({ groupId: 'witness' })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    const reached = new Map<number, number>()
    await consumer.run({
      eachMessage: async ({ partition, message }) => {
        values.add(message.value?.toString() ?? '')
        reached.set(partition, Number(message.offset) + 1)
      },
    })
    await waitFor('the end of the topic', 60_000, async () =>
      [...ends].every(([partition, end]) => (reached.get(partition) ?? 0) >= end),
    )
  } finally {
    await consumer.disconnect()
  }
  return values
}
