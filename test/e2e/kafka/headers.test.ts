/** Headers of a real Kafka's messages, as a MAP into topics of JSON and Avro and into Parquet; and those of an error stream. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import avsc from 'avsc'
import { Kafka, logLevel } from 'kafkajs'
import type { EachMessagePayload, IHeaders } from 'kafkajs'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { duckdb } from '../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sluice } from '../../support/sluice.ts'
import { administer, makeTopics } from '../../support/kafka-admin.ts'

const spec = join(import.meta.dirname, 'headers.sql')
/** The broker may be one that runs for long: topics and groups of this run only. */
const run = Date.now().toString(36)
const server = kafkaOfFile(fillTopic)

const messages = [
  { value: '{"n":1}', headers: { trace: Buffer.from([0xff, 0x00]), origin: 'eu 成都' } },
  { value: '{"n":2}', headers: { origin: 'us', empty: '' } },
  { value: '{"n":3}' },
  { value: 'broken', headers: { origin: 'eu' }, timestamp: String(Date.UTC(2026, 10, 20, 12)) },
]
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')

test('headers as a MAP', async (context) => {
  if (server.isMissing(context)) return
  await inTemporaryFolder(async (folder) => {
    const env = { KAFKA_BROKERS: server.brokers, RUN: run, OUT: join(folder, 'out') }
    const summary = await runToEnd([spec, '--state-dir', join(folder, 'state')], { env })
    assert.deepEqual(summary.tables['request'], { in: 4, out: 3, dropped: {}, errored: { PARSE_JSON: 1 } })

    const json = (await readTopic('json', 3)).map(({ value }) => JSON.parse(value.toString()) as unknown)
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
    const avro = (await readTopic('avro', 3)).map(
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
    const [error] = await readTopic('errors', 1)
    const headers = Object.entries(error.headers).map(([name, value]) => `${name}=${String(value)}`)
    assert.deepEqual(headers, ['error_code=PARSE_JSON', 'table_name=request', 'dt=2026-11-20'])
    assert.equal(error.key?.toString(), topicOf('raw'))
    assert.equal((JSON.parse(error.value.toString()) as { raw: string }).raw, 'broken')
  })
})

function topicOf(name: string): string {
  return `${run}.headers.${name}`
}

function clientOf(brokers: string): Kafka {
  return new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
}

async function fillTopic(brokers: string): Promise<void> {
  const topics = ['raw', 'json', 'avro', 'errors'].map((name) => ({ topic: topicOf(name), numPartitions: 1 }))
  await administer(brokers, async (admin) => makeTopics(admin, topics))
  const producer = clientOf(brokers).producer()
  await producer.connect()
  await producer.send({ topic: topicOf('raw'), messages })
  await producer.disconnect()
}

interface Message {
  readonly key: Buffer | null
  readonly value: Buffer
  readonly headers: IHeaders
}

/** The first so many messages. */
async function readTopic(name: string, count: number): Promise<readonly Message[]> {
  const topic = topicOf(name)
  const consumer = clientOf(server.brokers).consumer({ groupId: `reader of ${topic}` })
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
