/** A broker that refuses connections while a job runs: the job waits for it, and ends with the reason when it stays away. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { createClient, withAdmin } from '../../../src/connectors/kafka/client.ts'
import { consumeWithJava, startKafka, type KafkaServer } from '../../servers/kafka/kafka.ts'
import { waitFor } from '../../servers/process.ts'
import { KafkaProxy } from '../../support/kafka-proxy.ts'
import { Project } from '../cli/project.ts'
import { Running } from '../cli/running.ts'

const records = 12_000
const partitions = 2

let server: KafkaServer | null = null
let proxy: KafkaProxy | null = null
let skip = ''

before(async () => {
  const started = await startKafka(['num.partitions=1'])
  if ('skip' in started) {
    skip = started.skip
    assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
    return
  }
  server = started
  if (started.broker !== null) proxy = await KafkaProxy.start(started.broker.ports)
  const topics = ['away.in', 'away.out'].map((topic) => ({ topic, numPartitions: partitions }))
  await withAdmin(direct(), async (admin) => admin.createTopics({ topics, waitForLeaders: true }))
  const producer = createClient(direct()).producer()
  await producer.connect()
  for (let partition = 0; partition < partitions; partition++) {
    const values = Array.from({ length: records / partitions }, (_, k) => partition + partitions * k)
    await producer.send({ topic: 'away.in', messages: values.map((n) => ({ value: `{"n":${n}}`, partition })) })
  }
  await producer.disconnect()
})

after(async () => {
  await proxy?.stop()
  await server?.stop()
})

function direct(): ReadonlyMap<string, string> {
  return new Map([['bootstrap.servers', server?.brokers ?? '']])
}

async function written(): Promise<number> {
  const ends = await withAdmin(direct(), async (admin) => admin.fetchTopicOffsets('away.out'))
  return ends.reduce((sum, { high }) => sum + Number(high), 0)
}

test('the job waits for a broker that stays away, and then ends with the reason', async (context) => {
  if (proxy === null) return context.skip(skip)
  const { address } = proxy
  const project = new Project(context)
  const spec = join(import.meta.dirname, 'away.sql')
  const start = (patience: string): Running =>
    new Running(context, project, ['run', spec, '--until', 'end'], { KAFKA_BROKERS: address, PATIENCE: patience })
  const impatient = start('1 s')
  await waitFor('the first rows', 60_000, async () => (await written()) > 0)
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
  const seen = await consumeWithJava(server?.brokers ?? '', 'away.out', null, 4_000)
  const numbers = new Set(seen.map(({ value }) => (JSON.parse(value.toString()) as { n: number }).n))
  assert.equal(numbers.size, records)
})
