/**
 * Records a CPU second of this process, produced and consumed: kafkajs's own producer and consumer against record batches as
 * bytes, in the same run on the same broker, rounds interleaved. `node test/bench/kafka-client.ts [rounds] [records]`; needs
 * KAFKA_BROKERS, or what starts a broker.
 */
import kafkajs, { type Kafka } from 'kafkajs'
import { createClient } from '../../src/connectors/kafka/client.ts'
import { BatchBuilder } from '../../src/connectors/kafka/wire/batch-builder.ts'
import { BufferPool } from '../../src/connectors/kafka/wire/buffer-pool.ts'
import { codecNumber, compress, decompress, type Codec } from '../../src/connectors/kafka/wire/codecs.ts'
import { createWireConsumer } from '../../src/connectors/kafka/wire/consumer.ts'
import { fetchedOf } from '../../src/connectors/kafka/wire/fetcher.ts'
import { createWireProducer } from '../../src/connectors/kafka/wire/producer.ts'
import { readRecordBatches } from '../../src/connectors/kafka/wire/records.ts'
import { utf8 } from '../../src/connectors/text/encoding.ts'
import { startKafka } from '../servers/kafka/kafka.ts'
import { Random } from '../support/random.ts'

const rounds = Number(process.argv[2] ?? 5)
const records = Number(process.argv[3] ?? 500_000)
/** kafkajs's producer needs so much longer that a part tells enough. */
const kafkajsRecords = Math.ceil(records / 5)
const valueBytes = 200
const batchRecords = 1_000
const codecs: readonly Codec[] = ['none', 'lz4', 'zstd']
const format = { framing: 'whole', encoding: utf8, recordBytesMax: 1 << 20 } as const

/** Lines of a game's log, about as different from each other as real ones. */
function values(random: Random): readonly Buffer[] {
  return Array.from({ length: 20_000 }, (_, index) => {
    const account = random.between(1, 1e9)
    const text = `[2026-11-20 10:00:${index % 60} +0800][Login],{"account":"u${account}","level":${random.between(1, 99)},"device":"iPhone${random.between(8, 17)}","ip":"10.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(0, 255)}","channel":"appstore","balance":${random.next()}}`
    return Buffer.from(text.padEnd(valueBytes, '.').slice(0, valueBytes))
  })
}

interface Timed {
  /** Million records a CPU second, of all threads of this process. */
  readonly rate: number
}

async function timed(count: number, run: () => Promise<void>): Promise<Timed> {
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return { rate: count / (user + system) }
}

/** lz4 and zstd for kafkajs: the same compression, so that the difference is the client's. */
function teach(codec: Codec): void {
  kafkajs.CompressionCodecs[codecNumber(codec) as 1 | 2 | 3 | 4] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => compress(codec, buffer),
    decompress: async (buffer: Buffer) => decompress(codec, buffer, 1 << 28),
  })
}

async function produceByWire(client: Kafka, topic: string, codec: Codec, lines: readonly Buffer[]): Promise<Timed> {
  const producer = createWireProducer(client, {})
  await producer.open()
  const pool = new BufferPool()
  const builder = new BatchBuilder(codec, pool)
  const all = Buffer.concat(lines)
  const value = { bytes: all, start: 0, end: 0 }
  const result = await timed(records, async () => {
    for (let sent = 0; sent < records; sent += batchRecords) {
      for (let k = 0; k < batchRecords; k++) {
        value.start = ((sent + k) % lines.length) * valueBytes
        value.end = value.start + valueBytes
        builder.append(null, value, 1_790_000_000_000)
      }
      await producer.send(topic, 0, builder.finish())
    }
  })
  await producer.discard()
  return result
}

async function produceByKafkajs(client: Kafka, topic: string, codec: Codec, lines: readonly Buffer[]): Promise<Timed> {
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const result = await timed(kafkajsRecords, async () => {
    for (let sent = 0; sent < kafkajsRecords; sent += batchRecords) {
      const messages = Array.from({ length: batchRecords }, (_, k) => ({
        value: lines[(sent + k) % lines.length],
        partition: 0,
        timestamp: '1790000000000',
      }))
      await producer.send({ topic, acks: -1, compression: codecNumber(codec), messages })
    }
  })
  await producer.disconnect()
  return result
}

const fetchBytes = { maxBytesPerPartition: 1 << 20, maxBytes: 16 << 20, maxWaitTimeInMs: 100 }

/** Adds up the lengths of values: nothing of a record is touched that the client itself does not need. */
async function consume(client: Kafka, topic: string, isWire: boolean): Promise<Timed> {
  const config = { groupId: `bench-${topic}-${isWire}-${process.hrtime.bigint()}`, ...fetchBytes }
  const consumer = isWire
    ? createWireConsumer(client, config, { queuedBytesMax: 16 << 20, requestTimeoutMs: 10_000 }).consumer
    : client.consumer(config)
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  let seen = 0
  let bytes = 0
  let begin = process.cpuUsage()
  const end = await new Promise<NodeJS.CpuUsage>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          if (seen === 0) begin = process.cpuUsage()
          const fetched = fetchedOf(batch)
          if (fetched === null) for (const { value } of batch.messages) bytes += value?.length ?? 0
          else
            for (const { count, starts, ends } of readRecordBatches(fetched, format)) {
              for (let k = 0; k < count; k++) bytes += ends[k] - starts[k]
            }
          const first = seen === 0
          seen = bytes / valueBytes
          if (first) skipped = seen
          if (seen >= records) resolve(process.cpuUsage(begin))
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  if (seen !== records) throw new Error(`${seen} records`)
  return { rate: (records - skipped) / (end.user + end.system) }
}
/** The first answer's records: fetched before the clock ran. */
let skipped = 0

const median = (all: readonly Timed[]): number => all.map(({ rate }) => rate).toSorted((a, b) => a - b)[all.length >> 1]

async function main(): Promise<void> {
  const server = await startKafka()
  if ('skip' in server) throw new Error(server.skip)
  codecs.filter((codec) => codec !== 'none').forEach(teach)
  const client = createClient(new Map([['bootstrap.servers', server.brokers]]))
  const admin = client.admin()
  try {
    await admin.connect()
    const lines = values(new Random(1))
    const figures: Record<string, string>[] = []
    for (const codec of codecs) {
      const results: Record<'kafkajsOut' | 'wireOut' | 'kafkajsIn' | 'wireIn', Timed[]> = {
        kafkajsOut: [],
        wireOut: [],
        kafkajsIn: [],
        wireIn: [],
      }
      // The first round warms up, and is not counted.
      for (let round = 0; round <= rounds; round++) {
        const topic = `bench-${codec}-${Date.now()}`
        const other = `${topic}-kafkajs`
        const topics = [topic, other].map((name) => ({ topic: name, numPartitions: 1 }))
        await admin.createTopics({ topics, waitForLeaders: true })
        const each = {
          wireOut: await produceByWire(client, topic, codec, lines),
          kafkajsOut: await produceByKafkajs(client, other, codec, lines),
          wireIn: await consume(client, topic, true),
          kafkajsIn: await consume(client, topic, false),
        }
        if (round > 0) for (const key of Object.keys(each) as (keyof typeof each)[]) results[key].push(each[key])
        await admin.deleteTopics({ topics: [topic, other] })
      }
      const [out, outOld, into, intoOld] = [results.wireOut, results.kafkajsOut, results.wireIn, results.kafkajsIn].map(
        median,
      )
      figures.push({
        codec,
        'produced, kafkajs': outOld.toFixed(2),
        'produced, wire': out.toFixed(2),
        ratio: (out / outOld).toFixed(1),
        'consumed, kafkajs': intoOld.toFixed(2),
        'consumed, wire': into.toFixed(2),
        'ratio ': (into / intoOld).toFixed(1),
      })
    }
    console.log(`million records a CPU second; ${valueBytes} B, batches of ${batchRecords}, median of ${rounds} rounds`)
    console.table(figures)
  } finally {
    await admin.disconnect()
    await server.stop()
  }
}

await main()
