/**
 * The Kafka sink: rows to messages, at least once. Messages are gathered by partition and sent with all in-sync replicas
 * acknowledging; one request holds one partition's messages, whose partition was chosen here (a request over several brokers
 * can lose or double a partition when a leader moves).
 */
import type { Kafka, Message, Producer } from 'kafkajs'
import kafkajs from 'kafkajs'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import type { ReportRow, RowEncoder } from '../../formats/ports.ts'
import { ConnectorError, type SinkConnector, type SinkTotals, type StagedFile } from '../ports.ts'
import {
  createClient,
  integerProperty,
  operatorError,
  partitionsOf,
  withAdmin,
  type KafkaProperties,
} from './client.ts'
import { Projection } from './key.ts'
import { Partitioner } from './partitioner.ts'
import { messageTimestamp, timestampColumn, type TimestampColumn } from './timestamp.ts'

export interface KafkaSinkOptions {
  readonly topic: string
  readonly properties: KafkaProperties
  /** All output columns, in order. */
  readonly columns: readonly OutputColumn[]
  readonly keyFields: readonly string[]
  /** Encoders of value and key, made when the sink opens (a schema's id may have to be asked for first). */
  readonly openEncoders: () => Promise<{ readonly value: RowEncoder; readonly key: RowEncoder | null }>
  readonly keyInValue: boolean
  /** The column of the message's timestamp; null: the source record's. */
  readonly timestampField: string | null
}

/** A record batch must stay below the topic's `max.message.bytes`, by default 1 MB. */
const requestBytesMax = 512 * 1024
/** What a message takes besides key and value, generously. */
const overheadBytes = 64

export function createKafkaSink(options: KafkaSinkOptions): SinkConnector {
  return new KafkaSink(options)
}

class KafkaSink implements SinkConnector {
  readonly totals = { rows: 0, files: 0, bytes: 0 } satisfies SinkTotals
  private readonly options: KafkaSinkOptions
  private readonly client: Kafka
  private readonly messageBytesMax: number
  private readonly timestamps: TimestampColumn | null
  private value: Projection | null = null
  private key: Projection | null = null
  private partitioner: Partitioner | null = null
  private producer: Producer | null = null
  private readonly valueBytes = new GrowingBytes()
  private readonly valueEnds = { of: new Uint32Array(0) }
  private readonly keyBytes = new GrowingBytes()
  private readonly keyEnds = { of: new Uint32Array(0) }
  /** The rows last prepared, in the order of the encoded bytes. */
  private prepared: Selection = { rows: new Int32Array(0), count: 0 }
  private pending = new Map<number, Message[]>()
  private sending: Promise<void> = Promise.resolve()

  constructor(options: KafkaSinkOptions) {
    this.options = options
    this.client = createClient(options.properties)
    this.messageBytesMax = integerProperty(options.properties, 'max.request.size', 1_048_576)
    this.timestamps = timestampColumn(options.columns, options.timestampField)
  }

  async open(): Promise<void> {
    const { topic, properties, columns, keyFields, keyInValue } = this.options
    const partitions = await withAdmin(properties, async (admin) => partitionsOf(admin, topic))
    this.partitioner = new Partitioner(topic, partitions)
    const encoders = await this.options.openEncoders()
    const all = columns.map((_, index) => index)
    const inKey = keyFields.map((field) => columns.findIndex((column) => column.name === field))
    this.value = new Projection(encoders.value, keyInValue ? all : all.filter((index) => !inKey.includes(index)))
    this.key = encoders.key === null ? null : new Projection(encoders.key, inKey)
    this.producer = this.client.producer({ allowAutoTopicCreation: false, retry: { retries: 20, maxRetryTime: 5_000 } })
    try {
      await this.producer.connect()
    } catch (error) {
      throw operatorError(error, properties)
    }
  }

  beginEpoch(): void {}

  prepare(view: RowView, selection: Selection, report: ReportRow): void {
    this.prepared = { rows: selection.rows.slice(0, selection.count), count: selection.count }
    this.valueBytes.clear()
    this.keyBytes.clear()
    this.value?.encode(view, selection, this.valueBytes, this.valueEnds, report)
    this.key?.encode(view, selection, this.keyBytes, this.keyEnds, report)
    for (let k = 0; k < selection.count; k++) {
      const bytes = sizeAt(this.valueEnds.of, k) + (this.key === null ? 0 : sizeAt(this.keyEnds.of, k)) + overheadBytes
      if (bytes > this.messageBytesMax) {
        const limit = `the limit is ${this.messageBytesMax} ('properties.max.request.size')`
        report(selection.rows[k], 'RECORD_TOO_LARGE', `the message has ${bytes} bytes, ${limit}`)
      }
    }
  }

  accept(view: RowView, selection: Selection): void {
    const keyless = this.partitioner?.nextInTurn() ?? 0
    for (let k = 0, next = 0; k < this.prepared.count && next < selection.count; k++) {
      if (this.prepared.rows[k] !== selection.rows[next]) continue
      next++
      this.add(view, k, keyless)
    }
  }

  async drain(): Promise<void> {
    await this.sending
    this.startSending()
  }

  async endEpoch(): Promise<readonly StagedFile[]> {
    await this.drain()
    await this.sending
    return []
  }

  async abort(): Promise<void> {
    this.pending = new Map()
  }

  async close(): Promise<void> {
    await this.producer?.disconnect()
    this.producer = null
  }

  private add(view: RowView, k: number, keyless: number): void {
    const row = this.prepared.rows[k]
    const value = copyAt(this.valueBytes.bytes, this.valueEnds.of, k)
    const key = this.key === null || this.key.isNull(view, row) ? null : copyAt(this.keyBytes.bytes, this.keyEnds.of, k)
    const partition = key === null || this.partitioner === null ? keyless : this.partitioner.ofKey(key)
    const timestamp = messageTimestamp(view, row, this.timestamps)
    let messages = this.pending.get(partition)
    if (messages === undefined) this.pending.set(partition, (messages = []))
    messages.push({ key, value, partition, timestamp: String(timestamp) })
    this.totals.rows++
    this.totals.bytes += value.length + (key?.length ?? 0)
  }

  /** One request after the other for each partition, the partitions side by side. */
  private startSending(): void {
    const pending = this.pending
    this.pending = new Map()
    this.sending = Promise.all([...pending.values()].map(async (messages) => this.sendInOrder(messages))).then(() => {})
    // Raised by the next `drain`; without this handler it would count as unhandled until then.
    this.sending.catch(() => {})
  }

  private async sendInOrder(messages: readonly Message[]): Promise<void> {
    for (const chunk of chunks(messages)) {
      try {
        const compression = compressionOf(this.options.properties)
        const request = { topic: this.options.topic, acks: -1, messages: [...chunk], compression }
        const acknowledged = (await this.producer?.send(request)) ?? []
        const refused = acknowledged.find(({ errorCode }) => errorCode !== 0)
        if (refused !== undefined)
          throw new Error(`partition ${refused.partition} refused with code ${refused.errorCode}`)
      } catch (error) {
        throw operatorError(error, this.options.properties)
      }
    }
  }
}

function sizeAt(ends: Uint32Array, k: number): number {
  return k === 0 ? ends[0] : ends[k] - ends[k - 1]
}

function copyAt(bytes: Buffer, ends: Uint32Array, k: number): Buffer {
  return Buffer.from(bytes.subarray(k === 0 ? 0 : ends[k - 1], ends[k]))
}

function* chunks(messages: readonly Message[]): Generator<readonly Message[]> {
  let start = 0
  let bytes = 0
  for (let index = 0; index < messages.length; index++) {
    const { key, value } = messages[index]
    const size = (key?.length ?? 0) + (value?.length ?? 0) + overheadBytes
    if (bytes + size > requestBytesMax && index > start) {
      yield messages.slice(start, index)
      start = index
      bytes = 0
    }
    bytes += size
  }
  if (start < messages.length) yield messages.slice(start)
}

const compressions: ReadonlyMap<string, number> = new Map([
  ['none', kafkajs.CompressionTypes.None],
  ['gzip', kafkajs.CompressionTypes.GZIP],
  ['zstd', kafkajs.CompressionTypes.ZSTD],
])

function compressionOf(properties: KafkaProperties): number {
  const name = properties.get('compression.type') ?? 'none'
  const found = compressions.get(name)
  if (found !== undefined) return found
  throw new ConnectorError(
    `'properties.compression.type' is '${name}'`,
    `it is one of ${[...compressions.keys()].join(', ')} for now`,
  )
}
