/** Headers of a real Kafka's messages, as a MAP into topics of JSON and Avro and into Parquet; and those of an error stream. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import avsc from 'avsc'
import { Kafka, logLevel } from 'kafkajs'
import type { EachMessagePayload, IHeaders } from 'kafkajs'
import { startKafka } from '../../servers/kafka/kafka.ts'
import { duckdb } from '../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sluice } from '../../support/sluice.ts'

const spec = join(import.meta.dirname, 'headers.sql')

const messages = [
  { value: '{"n":1}', headers: { trace: Buffer.from([0xff, 0x00]), origin: 'eu 成都' } },
  { value: '{"n":2}', headers: { origin: 'us', empty: '' } },
  { value: '{"n":3}' },
  { value: 'broken', headers: { origin: 'eu' }, timestamp: String(Date.UTC(2026, 10, 20, 12)) },
]
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')

test('headers as a MAP', async (context) => {
  const server = await startKafka()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  try {
    await inTemporaryFolder(async (folder) => {
      await fillTopic(server.brokers)
      const env = { KAFKA_BROKERS: server.brokers, OUT: join(folder, 'out') }
      const summary = await runToEnd([spec, '--state-dir', join(folder, 'state')], { env })
      assert.deepEqual(summary.tables['request'], { in: 4, out: 3, dropped: {}, errored: { PARSE_JSON: 1 } })

      const json = (await readTopic(server.brokers, 'headers.json', 3)).map(
        ({ value }) => JSON.parse(value.toString()) as unknown,
      )
      assert.deepEqual(json, [
        {
          n: 1,
          headers: { trace: '/wA=', origin: base64('eu 成都') },
          // What is no UTF-8 is no text: NULL ON ERROR, of the whole MAP.
          texts: null,
          json: { trace: '/wA=', origin: base64('eu 成都') },
          trace: '/wA=',
          has_two: true,
        },
        {
          n: 2,
          headers: { origin: base64('us'), empty: '' },
          texts: { origin: 'us', empty: '' },
          json: { origin: base64('us'), empty: '' },
          trace: null,
          has_two: false,
        },
        // None is no NULL, as in Flink.
        { n: 3, headers: {}, texts: {}, json: {}, trace: null, has_two: false },
      ])

      const { stdout } = await sluice(['compile', spec, '--target', 'avro'], { env })
      const type = avsc.Type.forSchema((JSON.parse(stdout) as { as_avro: avsc.Schema }).as_avro, { wrapUnions: false })
      const avro = (await readTopic(server.brokers, 'headers.avro', 3)).map(
        ({ value }) => type.fromBuffer(value) as { n: number; headers: object },
      )
      assert.deepEqual(
        avro.map(({ n, headers }) => ({ n, headers: { ...headers } })),
        [
          { n: 1, headers: { trace: Buffer.from([0xff, 0x00]), origin: Buffer.from('eu 成都') } },
          { n: 2, headers: { origin: Buffer.from('us'), empty: Buffer.from('') } },
          { n: 3, headers: {} },
        ],
      )

      const parquet = await duckdb(
        `SELECT n, hex(headers['trace']) AS trace, texts['origin'] AS origin, map_keys(headers) AS keys
         FROM '${folder}/out/parquet/*.parquet' ORDER BY n`,
      )
      assert.deepEqual(parquet, [
        { n: 1, trace: 'FF00', origin: null, keys: ['trace', 'origin'] },
        { n: 2, trace: null, origin: 'us', keys: ['origin', 'empty'] },
        { n: 3, trace: null, origin: null, keys: [] },
      ])

      // NULL is no header: no column is at fault.
      const [error] = await readTopic(server.brokers, 'headers.errors', 1)
      const headers = Object.entries(error.headers).map(([name, value]) => `${name}=${String(value)}`)
      assert.deepEqual(headers, ['error_code=PARSE_JSON', 'table_name=request', 'dt=2026-11-20'])
      assert.equal(error.key?.toString(), 'headers.raw')
      assert.equal((JSON.parse(error.value.toString()) as { raw: string }).raw, 'broken')
    })
  } finally {
    await server.stop()
  }
})

function clientOf(brokers: string): Kafka {
  return new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
}

async function fillTopic(brokers: string): Promise<void> {
  const admin = clientOf(brokers).admin()
  await admin.connect()
  const topics = ['headers.raw', 'headers.json', 'headers.avro', 'headers.errors'].map((topic) => ({
    topic,
    numPartitions: 1,
  }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
  const producer = clientOf(brokers).producer()
  await producer.connect()
  await producer.send({ topic: 'headers.raw', messages })
  await producer.disconnect()
}

interface Message {
  readonly key: Buffer | null
  readonly value: Buffer
  readonly headers: IHeaders
}

/** The first so many messages. */
async function readTopic(brokers: string, topic: string, count: number): Promise<readonly Message[]> {
  const consumer = clientOf(brokers).consumer({ groupId: `reader of ${topic}` })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const read: Message[] = []
  await new Promise<void>((done, fail) => {
    const eachMessage = async ({ message: { key, value, headers = {} } }: EachMessagePayload): Promise<void> => {
      read.push({ key, value: value ?? Buffer.alloc(0), headers })
      if (read.length === count) done()
    }
    consumer.run({ eachMessage }).catch(fail)
  })
  await consumer.disconnect()
  return read
}
