/** A broker that refuses connections while a job runs: the job waits for it, and ends with the reason when it stays away. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { createClient, withAdmin } from '../../../src/connectors/kafka/client.ts'
import { consumeWithJava } from '../../servers/kafka/witness.ts'
import { waitFor } from '../../servers/process.ts'
import { endOf, makeTopics } from '../../support/kafka-admin.ts'
import { proxiedKafka } from '../../support/proxied-kafka.ts'
import { Project } from '../cli/project.ts'
import { Running } from '../cli/running.ts'

const records = 12_000
const partitions = 2

const kafka = proxiedKafka(async (brokers) => {
  const direct = new Map([['bootstrap.servers', brokers]])
  const topics = ['away.in', 'away.out'].map((topic) => ({ topic, numPartitions: partitions }))
  await withAdmin(direct, async (admin) => makeTopics(admin, topics))
  const producer = createClient(direct).producer()
  await producer.connect()
  for (let partition = 0; partition < partitions; partition++) {
    const values = Array.from({ length: records / partitions }, (_, k) => partition + partitions * k)
    await producer.send({ topic: 'away.in', messages: values.map((n) => ({ value: `{"n":${n}}`, partition })) })
  }
  await producer.disconnect()
})

test('the job waits for a broker that stays away, and then ends with the reason', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { server, proxy } = started
  const written = async (): Promise<number> => endOf(server.brokers, 'away.out')
  const project = new Project(context)
  const spec = join(import.meta.dirname, 'away.sql')
  const start = (patience: string): Running =>
    new Running(context, project, ['run', spec, '--until', 'end'], { KAFKA_BROKERS: proxy.address, PATIENCE: patience })
  const impatient = start('5 s')
  const isOver = (): boolean => impatient.child.exitCode !== null
  await waitFor('the first rows', 60_000, async () => isOver() || (await written()) > 0)
  assert.ok(!isOver(), impatient.stderr)
  await proxy.refuse()
  assert.equal(await impatient.ended, 2)
  assert.match(impatient.stderr, /cannot reach Kafka at 127\.0\.0\.1:\d+/)
  assert.match(impatient.stderr, /is the broker up/)

  await proxy.accept()
  const patient = start('2 min')
  const before = await written()
  await waitFor('more rows', 60_000, async () => (await written()) > before)
  await proxy.refuse()
  // Longer than what kafkajs tries by itself.
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  await proxy.accept()
  assert.equal(await patient.ended, 0, patient.stderr)
  const seen = await consumeWithJava(server.brokers, 'away.out')
  const numbers = new Set(seen.map(({ value }) => (JSON.parse(value.toString()) as { n: number }).n))
  assert.equal(numbers.size, records)
})
