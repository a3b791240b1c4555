/**
 * Million records a CPU second, produced and consumed: kafkajs's own producer and consumer against record batches as bytes.
 * `node test/bench/kafka-client.ts [rounds] [records]`; KAFKA_BROKERS, or what starts a broker. Each figure is from a process of its own, of
 * all its threads, after a warm-up; both take turns on the same broker.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import kafkajs, { type Consumer, type Kafka } from 'kafkajs'
import { createClient } from '../../src/connectors/kafka/client.ts'
import { BatchBuilder } from '../../src/connectors/kafka/wire/batch-builder.ts'
import { BufferPool } from '../../src/connectors/kafka/wire/buffer-pool.ts'
import { codecNumber, compress, decompress, type Codec } from '../../src/connectors/kafka/wire/codecs.ts'
import { createWireConsumer } from '../../src/connectors/kafka/wire/consumer.ts'
import { fetchedOf } from '../../src/connectors/kafka/wire/fetcher.ts'
import { createWireProducer } from '../../src/connectors/kafka/wire/producer.ts'
import { readRecordBatches } from '../../src/connectors/kafka/wire/records.ts'
import { startKafka } from '../servers/kafka/kafka.ts'
import { Random } from '../support/random.ts'

const valueBytes = 200
const batchRecords = 1_000
const warmUpRecords = 60_000
const time = 1_790_000_000_000

type Client = 'wire' | 'kafkajs'
type Direction = 'produce' | 'consume'

interface Task {
  readonly direction: Direction
  readonly client: Client
  readonly codec: Codec
  readonly topic: string
  readonly records: number
  readonly brokers: string
}

/** Lines of a game's log, about as different from each other as real ones. */
function makeLines(random: Random): readonly Buffer[] {
  const ip = (): string => Array.from({ length: 4 }, () => random.between(0, 255)).join('.')
  return Array.from({ length: 20_000 }, (_, index) => {
    const account = `"account":"u${random.between(1, 1e9)}","level":${random.between(1, 99)},"ip":"${ip()}"`
    const device = `"device":"iPhone${random.between(8, 17)}","channel":"appstore","balance":${random.next()}`
    const text = `[2026-11-20 10:00:${10 + (index % 50)} +0800][Login],{${account},${device}}`
    return Buffer.from(text.padEnd(valueBytes, '.').slice(0, valueBytes))
  })
}

/** Sends so many records, one batch after the other. */
type Produce = (records: number) => Promise<void>

async function wireProducer(client: Kafka, { topic, codec }: Task): Promise<Produce> {
  const producer = createWireProducer(client, {})
  await producer.open()
  const builder = new BatchBuilder(codec, new BufferPool())
  const bytes = Buffer.concat(makeLines(new Random(1)))
  const value = { bytes, start: 0, end: 0 }
  return async (records) => {
    for (let sent = 0; sent < records; sent += batchRecords) {
      for (let k = 0; k < batchRecords; k++) {
        value.start = ((sent + k) * valueBytes) % bytes.length
        value.end = value.start + valueBytes
        builder.append(null, value, time)
      }
      await producer.send(topic, 0, builder.finish())
    }
  }
}

async function kafkajsProducer(client: Kafka, { topic, codec }: Task): Promise<Produce> {
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const lines = makeLines(new Random(1))
  return async (records) => {
    for (let sent = 0; sent < records; sent += batchRecords) {
      const messages = Array.from({ length: batchRecords }, (_, k) => {
        return { value: lines[(sent + k) % lines.length], partition: 0, timestamp: String(time) }
      })
      await producer.send({ topic, acks: -1, compression: codecNumber(codec), messages })
    }
  }
}

async function produce(client: Kafka, task: Task): Promise<number> {
  const run = await (task.client === 'wire' ? wireProducer(client, task) : kafkajsProducer(client, task))
  await run(warmUpRecords)
  const before = process.cpuUsage()
  await run(task.records)
  return rateSince(before, task.records)
}

/** Adds up the lengths of values: nothing of a record is touched that the client itself does not need. */
async function consume(client: Kafka, task: Task): Promise<number> {
  const config = { groupId: `bench-${process.hrtime.bigint()}`, maxBytesPerPartition: 1 << 20, maxWaitTimeInMs: 100 }
  const limits = { queuedBytesMax: 16 << 20, requestTimeoutMs: 10_000 }
  const consumer = task.client === 'wire' ? createWireConsumer(client, config, limits) : client.consumer(config)
  await consumer.connect()
  await consumer.subscribe({ topic: task.topic, fromBeginning: true })
  return rateOf(consumer, task.records)
}

async function rateOf(consumer: Consumer, records: number): Promise<number> {
  let seen = 0
  let begin: { readonly usage: NodeJS.CpuUsage; readonly seen: number } | null = null
  return new Promise((resolve, reject) => {
    const eachBatch = async ({ batch }: kafkajs.EachBatchPayload): Promise<void> => {
      const fetched = fetchedOf(batch)
      let bytes = 0
      if (fetched === null) for (const { value } of batch.messages) bytes += value?.length ?? 0
      else
        for (const { count, starts, ends } of readRecordBatches(fetched)) {
          for (let k = 0; k < count; k++) bytes += ends[k] - starts[k]
        }
      seen += bytes / valueBytes
      if (begin === null && seen >= warmUpRecords) begin = { usage: process.cpuUsage(), seen }
      if (begin !== null && seen >= records) resolve(rateSince(begin.usage, seen - begin.seen))
    }
    consumer.run({ autoCommit: false, eachBatch }).catch(reject)
  })
}

function rateSince(before: NodeJS.CpuUsage, records: number): number {
  const { user, system } = process.cpuUsage(before)
  return records / (user + system)
}

/** lz4 for kafkajs: the same compression, so that the difference is the client's. */
function teach(codec: 1 | 2 | 3 | 4, name: Codec): void {
  kafkajs.CompressionCodecs[codec] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => compress(name, buffer),
    decompress: async (buffer: Buffer) => decompress(name, buffer, 1 << 28),
  })
}

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1]
const execute = promisify(execFile)

/** In a process of its own. */
async function measured(task: Task): Promise<number> {
  const { stdout } = await execute(process.execPath, [...process.execArgv, import.meta.filename, JSON.stringify(task)])
  return Number(stdout)
}

async function compare(brokers: string, codec: Codec, rounds: number, records: number): Promise<object> {
  const client = createClient(new Map([['bootstrap.servers', brokers]]))
  const admin = client.admin()
  await admin.connect()
  const rates: Record<`${Direction} ${Client}`, number[]> = {
    'produce wire': [],
    'produce kafkajs': [],
    'consume wire': [],
    'consume kafkajs': [],
  }
  for (let round = 0; round < rounds; round++) {
    const topic = `bench-${codec}-${Date.now()}`
    const own = { wire: `${topic}-wire`, kafkajs: `${topic}-kafkajs` }
    await admin.createTopics({ topics: Object.values(own).map((name) => ({ topic: name })), waitForLeaders: true })
    const shared = { codec, brokers }
    for (const by of ['wire', 'kafkajs'] as const) {
      // kafkajs needs so much longer that a part tells enough.
      const sent = by === 'wire' ? records : records / 5
      rates[`produce ${by}`].push(
        await measured({ ...shared, direction: 'produce', client: by, topic: own[by], records: sent }),
      )
    }
    for (const by of ['wire', 'kafkajs'] as const) {
      rates[`consume ${by}`].push(
        await measured({ ...shared, direction: 'consume', client: by, topic: own.wire, records }),
      )
    }
    await admin.deleteTopics({ topics: Object.values(own) })
  }
  await admin.disconnect()
  const ratio = (direction: Direction): string =>
    (median(rates[`${direction} wire`]) / median(rates[`${direction} kafkajs`])).toFixed(1)
  return {
    codec,
    ...Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, median(all).toFixed(2)])),
    'produce ratio': ratio('produce'),
    'consume ratio': ratio('consume'),
  }
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 5)
  const records = Number(process.argv[3] ?? 500_000)
  const server = await startKafka()
  if ('skip' in server) throw new Error(server.skip)
  try {
    const rows: object[] = []
    for (const codec of ['none', 'lz4', 'zstd'] as const)
      rows.push(await compare(server.brokers, codec, rounds, records))
    console.log(`million records a CPU second; ${valueBytes} B, batches of ${batchRecords}, median of ${rounds} rounds`)
    console.table(rows)
  } finally {
    await server.stop()
  }
}

const task = process.argv[2]?.startsWith('{') ? (JSON.parse(process.argv[2]) as Task) : null
if (task === null) await main()
else {
  teach(3, 'lz4')
  teach(4, 'zstd')
  const client = createClient(new Map([['bootstrap.servers', task.brokers]]))
  console.log(await (task.direction === 'produce' ? produce(client, task) : consume(client, task)))
  process.exit(0)
}
