/** How long a single record takes from a topic to a topic: between its acknowledgement in the one and its arrival out of the other. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createWireConsumer } from '../../src/connectors/kafka/wire/consumer.ts'
import { fetchedOf } from '../../src/connectors/kafka/wire/fetcher.ts'
import { createWireProducer } from '../../src/connectors/kafka/wire/producer.ts'
import { readRecordBatches } from '../../src/connectors/kafka/wire/records.ts'
import { kafkaClient, makeTopic, textBatch } from '../support/wire.ts'
import { median } from './measure.ts'

export interface LatencyFigures {
  readonly what: string
  readonly medianMs: number
  readonly p99Ms: number
}

/** One after another; the first ones, which find everything cold, are not counted. */
const records = 200
const coldRecords = 50
const partitions = 4
const arrivalMsMax = 30_000

/** At least once: exactly once, a record is seen when its epoch is committed. */
export async function measureLatency(folder: string, brokers: string): Promise<readonly LatencyFigures[]> {
  return [
    await latencyOf(folder, brokers, 'one record, sent at once', ''),
    await latencyOf(folder, brokers, 'one record, linger of 20 ms', ", 'properties.linger.ms' = '20'"),
  ]
}

async function latencyOf(folder: string, brokers: string, what: string, options: string): Promise<LatencyFigures> {
  const name = `latency-${process.hrtime.bigint()}`
  const client = kafkaClient(brokers)
  for (const topic of [name, `${name}.out`]) await makeTopic(client, topic, partitions)
  const spec = join(folder, `${name}.sql`)
  writeFileSync(spec, specOf(brokers, name, options))
  const executable = join(import.meta.dirname, '../../bin/sluice.js')
  const job = spawn(process.execPath, [executable, 'run', spec, '--state-dir', join(folder, name)], { stdio: 'ignore' })
  const producer = createWireProducer(client, { requestTimeoutMs: 10_000, deliveryTimeoutMs: 30_000 })
  const arrivals = new Arrivals()
  const config = { groupId: `${name}.reader`, maxWaitTimeInMs: 1_000 }
  const consumer = createWireConsumer(client, config, { queuedBytesMax: 1 << 20, requestTimeoutMs: 10_000 })
  try {
    await producer.open()
    await consumer.connect()
    await consumer.subscribe({ topic: `${name}.out`, fromBeginning: true })
    await consumer.run({
      eachBatch: async ({ batch }) => {
        const fetched = fetchedOf(batch)
        if (fetched === null) return
        for (const { count } of readRecordBatches(fetched)) arrivals.add(count)
      },
    })
    const latencies: number[] = []
    for (let n = 0; n < coldRecords + records; n++) {
      await producer.send(name, n % partitions, textBatch([`{"n":${n}}`]))
      const acknowledgedMs = performance.now()
      const arrivedMs = await arrivals.until(n + 1)
      if (n >= coldRecords) latencies.push(arrivedMs - acknowledgedMs)
      // No rhythm for the timers of anybody to fall in with.
      await wait(5 + Math.random() * 40)
    }
    const sorted = latencies.toSorted((a, b) => a - b)
    return { what, medianMs: median(latencies), p99Ms: sorted[Math.floor(sorted.length * 0.99)] }
  } finally {
    job.kill('SIGTERM')
    if (job.exitCode === null && job.signalCode === null) await once(job, 'exit')
    await consumer.disconnect()
    await producer.discard()
  }
}

function specOf(brokers: string, name: string, options: string): string {
  const kafka = `'connector' = 'kafka', 'properties.bootstrap.servers' = '${brokers}'`
  return `SET 'job.name' = '${name}';
    CREATE SOURCE numbers WITH (${kafka}, 'topic' = '${name}');
    CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM numbers PARSE JSON;
    CREATE SINK copies WITH (${kafka}, 'topic' = '${name}.out', 'format' = 'json',
      'sink.delivery-guarantee' = 'at-least-once'${options}) AS SELECT * FROM number;\n`
}

/** When the last of so many records came. */
class Arrivals {
  private count = 0
  private atMs = 0
  private waiting: (() => void) | null = null

  add(count: number): void {
    this.count += count
    this.atMs = performance.now()
    this.waiting?.()
  }

  async until(count: number): Promise<number> {
    while (this.count < count) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      this.waiting = resolve
      const late = setTimeout(() => reject(new Error(`record ${count} has not arrived`)), arrivalMsMax)
      await promise.finally(() => clearTimeout(late))
    }
    return this.atMs
  }
}
