/** What `run --http` says of a Kafka source: how far it is behind, and whether its broker is there. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { startOwnKafka } from '../../servers/kafka/kafka.ts'
import { freePort, waitFor } from '../../servers/process.ts'
import { executable, inTemporaryFolder } from '../../support/sluice.ts'
import { administerWith, makeTopics } from '../../support/kafka-admin.ts'

const topic = 'watched'
/** More than the source hands on at once. */
const recordsOfPartition = 6_000
const spec = join(import.meta.dirname, 'monitoring.sql')

async function fill(client: Kafka): Promise<void> {
  await administerWith(client, async (admin) => makeTopics(admin, [{ topic, numPartitions: 2 }]))
  await send(client, recordsOfPartition)
}

/** As many to each of the two partitions, a hundred at a time. */
async function send(client: Kafka, count: number): Promise<void> {
  const producer = client.producer()
  await producer.connect()
  for (let from = 0; from < count; from += 100) {
    const messages = Array.from({ length: 100 }, (_, index) => ({ value: `{"n":${from + index}}` }))
    for (const partition of [0, 1]) {
      await producer.send({ topic, messages: messages.map((message) => ({ ...message, partition })) })
    }
  }
  await producer.disconnect()
}

/** Partition -> lag; none before the job runs. */
async function lags(url: string): Promise<ReadonlyMap<string, number>> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const found = metrics.matchAll(
    /^sluice_kafka_consumer_lag\{source="numbers",topic="watched",partition="(\d)"\} (\d+)$/gm,
  )
  return new Map([...found].map(([, partition, lag]) => [partition, Number(lag)]))
}

async function readiness(url: string): Promise<string> {
  const response = await fetch(`${url}/readyz`)
  return `${response.status} ${(await response.text()).trim()}`
}

test('lag falls to 0; not ready while the broker is away, and ready again', async (context) => {
  // Put to sleep below.
  const server = await startOwnKafka()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  const client = new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING })
  try {
    await inTemporaryFolder(async (folder) => {
      await fill(client)
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const child = spawn(
        process.execPath,
        [executable, 'run', spec, '--state-dir', join(folder, 'state'), '--http', String(port)],
        { env: { ...process.env, KAFKA_BROKERS: server.brokers, OUT: join(folder, 'out') }, stdio: 'ignore' },
      )
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
      try {
        // Not the lag of its first moment, which has passed where this process is slow to ask.
        let lagBefore = 0
        await waitFor('a lag', 60_000, async () => (lagBefore = (await lags(url)).get('0') ?? 0) > 0)
        assert.ok(lagBefore <= recordsOfPartition, `${lagBefore}`)
        await waitFor('the lag to shrink', 60_000, async () => {
          const lag = (await lags(url)).get('0')!
          return lag > 0 && lag < lagBefore
        })
        await waitFor('no lag', 60_000, async () => [...(await lags(url)).values()].join() === '0,0')
        assert.equal(await readiness(url), '200 ready')

        if (server.pid !== null) {
          process.kill(server.pid, 'SIGSTOP')
          try {
            await waitFor('not ready', 60_000, async () => {
              return (await readiness(url)) === '503 source numbers does not answer'
            })
            assert.equal((await fetch(`${url}/livez`)).status, 200)
          } finally {
            process.kill(server.pid, 'SIGCONT')
          }
          await waitFor('ready again', 60_000, async () => (await readiness(url)) === '200 ready')
        }
        await send(client, recordsOfPartition)
        await waitFor('a lag again', 60_000, async () => (await lags(url)).get('0')! > 0)
        await waitFor('what came later', 60_000, async () => {
          const metrics = await (await fetch(`${url}/metrics`)).text()
          return metrics.includes(`sluice_records_in_total{source="numbers"} ${4 * recordsOfPartition}\n`)
        })
        child.kill('SIGTERM')
        assert.equal(await ended, 130)
      } finally {
        child.kill('SIGKILL')
        await ended
      }
    })
  } finally {
    await server.stop()
  }
})
