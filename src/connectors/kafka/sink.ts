/**
 * The Kafka sink: rows to messages, gathered by partition, and given to a sender: at least once, or in a shard's transactions.
 * Which it is makes no difference here: an epoch has ended when all its messages are acknowledged.
 */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import type { ReportRow, RowEncoder } from '../../formats/ports.ts'
import type { SinkConnector, SinkTotals, StagedFile } from '../ports.ts'
import { integerProperty, partitionsOf, withAdmin, type KafkaProperties } from './client.ts'
import { HeadersColumn } from './headers.ts'
import { Projection } from './key.ts'
import { Partitioner } from './partitioner.ts'
import { compressionOf } from './sender.ts'
import type { CompressionName, MessageSender } from './sender.ts'
import { acceptedTimestamp, messageTimestamp, timestampColumn, type TimestampColumn } from './timestamp.ts'
import { fetchTopicSettings, warningsOf } from './topic-settings.ts'
import type { TopicSettings } from './topic-settings.ts'
import type { OutgoingMessage } from './transactions/ports.ts'

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
  /** The column of the message's headers; null: none. */
  readonly headersField: string | null
  /** What an operator should know and need not act upon now, once each. */
  readonly onWarning?: (message: string) => void
}

/** A record batch must stay below the topic's `max.message.bytes`, by default 1 MB. */
const requestBytesMax = 512 * 1024
/** What a message takes besides key and value, generously. */
const overheadBytes = 64
/** The lengths of a header's name and value. */
const headerOverheadBytes = 10
/** What a record batch takes besides its messages. */
const batchOverheadBytes = 61

/** The sender is the caller's to open and close; several sinks may share it. */
export function createKafkaSink(options: KafkaSinkOptions, sender: MessageSender): SinkConnector {
  return new KafkaSink(options, sender)
}

class KafkaSink implements SinkConnector {
  readonly totals = { rows: 0, files: 0, bytes: 0 } satisfies SinkTotals
  /** Messages whose timestamp the brokers would have refused, and which got the nearest that they take. */
  clampedTimestamps = 0
  private readonly options: KafkaSinkOptions
  private readonly sender: MessageSender
  private readonly compression: CompressionName
  private readonly timestamps: TimestampColumn | null
  private readonly headers: HeadersColumn | null
  private messageBytesMax: number
  private topic: TopicSettings | null = null
  private value: Projection | null = null
  private key: Projection | null = null
  private partitioner: Partitioner | null = null
  private readonly valueBytes = new GrowingBytes()
  private readonly valueEnds = { of: new Uint32Array(0) }
  private readonly keyBytes = new GrowingBytes()
  private readonly keyEnds = { of: new Uint32Array(0) }
  /** The rows last prepared, in the order of the encoded bytes. */
  private prepared: Selection = { rows: new Int32Array(0), count: 0 }
  private pending = new Map<number, OutgoingMessage[]>()
  private sending: Promise<void> = Promise.resolve()
  /** Rises with every abort. */
  private attempt = 0

  constructor(options: KafkaSinkOptions, sender: MessageSender) {
    this.options = options
    this.sender = sender
    this.compression = compressionOf(options.properties)
    this.messageBytesMax = integerProperty(options.properties, 'max.request.size', 1_048_576)
    this.timestamps = timestampColumn(options.columns, options.timestampField)
    this.headers = HeadersColumn.of(options.columns, options.headersField)
  }

  async open(): Promise<void> {
    const { topic, properties, columns, keyFields, keyInValue } = this.options
    await withAdmin(properties, async (admin) => {
      this.partitioner = new Partitioner(topic, await partitionsOf(admin, topic))
      this.topic = await fetchTopicSettings(admin, topic)
    })
    if (this.topic !== null) {
      this.messageBytesMax = Math.min(this.messageBytesMax, this.topic.messageBytesMax - batchOverheadBytes)
      for (const warning of warningsOf(topic, this.topic)) this.options.onWarning?.(warning)
    }
    const encoders = await this.options.openEncoders()
    const all = columns.map((_, index) => index)
    const inKey = keyFields.map((field) => columns.findIndex((column) => column.name === field))
    this.value = new Projection(encoders.value, keyInValue ? all : all.filter((index) => !inKey.includes(index)))
    this.key = encoders.key === null ? null : new Projection(encoders.key, inKey)
  }

  beginEpoch(): void {}

  prepare(view: RowView, selection: Selection, report: ReportRow): void {
    this.prepared = { rows: selection.rows.slice(0, selection.count), count: selection.count }
    this.valueBytes.clear()
    this.keyBytes.clear()
    this.value?.encode(view, selection, this.valueBytes, this.valueEnds, report)
    this.key?.encode(view, selection, this.keyBytes, this.keyEnds, report)
    for (let k = 0; k < selection.count; k++) {
      const keyBytes = this.key === null ? 0 : sizeAt(this.keyEnds.of, k)
      const headersBytes = this.headers?.bytesOf(view, selection.rows[k]) ?? 0
      const bytes = sizeAt(this.valueEnds.of, k) + keyBytes + headersBytes + overheadBytes
      if (bytes > this.messageBytesMax) {
        const limit = `the limit is ${this.messageBytesMax} ('properties.max.request.size', or the topic's max.message.bytes)`
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

  /** What is under way is the sender's; what was not given to it yet is forgotten, and never comes into a later epoch. */
  async abort(): Promise<void> {
    this.attempt++
    this.pending = new Map()
    this.sending = Promise.resolve()
  }

  async close(): Promise<void> {
    await this.abort()
  }

  private add(view: RowView, k: number, keyless: number): void {
    const row = this.prepared.rows[k]
    const value = copyAt(this.valueBytes.bytes, this.valueEnds.of, k)
    const key = this.key === null || this.key.isNull(view, row) ? null : copyAt(this.keyBytes.bytes, this.keyEnds.of, k)
    const partition = key === null || this.partitioner === null ? keyless : this.partitioner.ofKey(key)
    const timestamp = this.accepted(messageTimestamp(view, row, this.timestamps))
    let messages = this.pending.get(partition)
    if (messages === undefined) this.pending.set(partition, (messages = []))
    const headers = this.headers?.of(view, row)
    messages.push(headers === undefined ? { key, value, timestamp } : { key, value, timestamp, headers })
    this.totals.rows++
    this.totals.bytes += value.length + (key?.length ?? 0)
  }

  private accepted(timestamp: number): number {
    if (this.topic === null) return timestamp
    const accepted = acceptedTimestamp(timestamp, Date.now(), this.topic)
    if (accepted !== timestamp && this.clampedTimestamps++ === 0) {
      const times = `${timeText(timestamp)} became ${timeText(accepted)}`
      this.options.onWarning?.(
        `topic '${this.options.topic}': the brokers would refuse the timestamp of a message; ${times}. More are only counted`,
      )
    }
    return accepted
  }

  /** One request after the other for each partition, the partitions side by side. */
  private startSending(): void {
    const pending = this.pending
    this.pending = new Map()
    const lanes = [...pending].map(async ([partition, messages]) => this.sendInOrder(partition, messages))
    this.sending = Promise.all(lanes).then(() => {})
    // Raised by the next `drain`; without this handler it would count as unhandled until then.
    this.sending.catch(() => {})
  }

  private async sendInOrder(partition: number, messages: readonly OutgoingMessage[]): Promise<void> {
    const bytesMax = Math.min(requestBytesMax, this.messageBytesMax)
    const { attempt } = this
    for (const chunk of chunks(messages, bytesMax)) {
      if (attempt !== this.attempt) return
      await this.sender.send(this.options.topic, partition, chunk, this.compression)
    }
  }
}

function timeText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`
}

function sizeAt(ends: Uint32Array, k: number): number {
  return k === 0 ? ends[0] : ends[k] - ends[k - 1]
}

function copyAt(bytes: Buffer, ends: Uint32Array, k: number): Buffer {
  return Buffer.from(bytes.subarray(k === 0 ? 0 : ends[k - 1], ends[k]))
}

function sizeOf({ key, value, headers }: OutgoingMessage): number {
  let size = (key?.length ?? 0) + (value?.length ?? 0) + overheadBytes
  for (const [name, bytes] of headers ?? []) size += Buffer.byteLength(name) + bytes.length + headerOverheadBytes
  return size
}

function* chunks(messages: readonly OutgoingMessage[], bytesMax: number): Generator<readonly OutgoingMessage[]> {
  let start = 0
  let bytes = 0
  for (let index = 0; index < messages.length; index++) {
    const size = sizeOf(messages[index])
    if (bytes + size > bytesMax && index > start) {
      yield messages.slice(start, index)
      start = index
      bytes = 0
    }
    bytes += size
  }
  if (start < messages.length) yield messages.slice(start)
}
