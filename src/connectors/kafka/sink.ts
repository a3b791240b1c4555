/**
 * The Kafka sink: rows to messages, written straight into record batches by partition, which a sender takes: at least once, or in
 * a shard's transactions. Which it is makes no difference here: an epoch has ended when all its messages are acknowledged.
 */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import type { ReportRow, RowEncoder } from '../../formats/ports.ts'
import type { SinkConnector, SinkTotals, StagedFile } from '../ports.ts'
import { integerProperty, lingerMs, type KafkaProperties } from './client.ts'
import { MessageHeaders } from './headers.ts'
import type { HeldMessages } from './held-messages.ts'
import { Projection } from './key.ts'
import { Outbox } from './outbox.ts'
import { Partitioner } from './partitioner.ts'
import { compressionOf, type MessageSender } from './sender.ts'
import { acceptedTimestamp, messageTimestamp, timestampColumn, type TimestampColumn } from './timestamp.ts'
import type { TopicDescription } from './topic-descriptions.ts'
import { warningsOf } from './topic-settings.ts'
import type { TopicSettings } from './topic-settings.ts'
import type { Slice } from './wire/batch-builder.ts'
import type { Codec } from './wire/codecs.ts'

export interface KafkaSinkOptions {
  readonly topic: string
  readonly properties: KafkaProperties
  /** Raises ConnectorError. */
  readonly describeTopic: () => Promise<TopicDescription>
  /** All output columns, in order. */
  readonly columns: readonly OutputColumn[]
  readonly keyFields: readonly string[]
  /** Encoders of value and key, made when the sink opens (a schema's id may have to be asked for first). */
  readonly openEncoders: () => Promise<{ readonly value: RowEncoder; readonly key: RowEncoder | null }>
  readonly keyInValue: boolean
  /** The column of the message's timestamp; null: the source record's. */
  readonly timestampField: string | null
  /** The columns of the message's headers. */
  readonly headersFields: readonly string[]
  /** What this sink and others may hold. */
  readonly held: HeldMessages
  /** What an operator should know and need not act upon now, once each. */
  readonly onWarning?: (message: string) => void
}

/** A record batch must stay below the topic's `max.message.bytes`, by default 1 MB; larger ones than this gain nothing. */
const batchBytesMax = 512 * 1024
/** What a message takes besides key and value, generously. */
const overheadBytes = 64
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
  private readonly codec: Codec
  private readonly timestamps: TimestampColumn | null
  private readonly headers: MessageHeaders | null
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
  private outbox: Outbox | null = null
  /** Written anew for each row. */
  private readonly keySlice: Slice = { bytes: Buffer.alloc(0), start: 0, end: 0 }
  private readonly valueSlice: Slice = { bytes: Buffer.alloc(0), start: 0, end: 0 }

  constructor(options: KafkaSinkOptions, sender: MessageSender) {
    this.options = options
    this.sender = sender
    this.codec = compressionOf(options.properties)
    this.messageBytesMax = integerProperty(options.properties, 'max.request.size', 1_048_576)
    this.timestamps = timestampColumn(options.columns, options.timestampField)
    this.headers = MessageHeaders.of(options.columns, options.headersFields)
  }

  async open(): Promise<void> {
    const { topic, properties, describeTopic, columns, keyFields, keyInValue, held } = this.options
    const { partitions, settings } = await describeTopic()
    this.partitioner = new Partitioner(partitions)
    this.topic = settings
    this.messageBytesMax = Math.min(this.messageBytesMax, settings.messageBytesMax - batchOverheadBytes)
    for (const warning of warningsOf(topic, settings)) this.options.onWarning?.(warning)
    const largest = Math.min(batchBytesMax, this.messageBytesMax + batchOverheadBytes)
    const limits = { batchBytesMax: largest, lingerMs: lingerMs(properties), held }
    this.outbox = new Outbox({ topic, codec: this.codec, ...limits }, this.sender)
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
    const { partitioner, outbox } = this
    if (partitioner === null || outbox === null) throw new Error('the sink is not open')
    const keyless = partitioner.nextInTurn()
    const nowMs = Date.now()
    const { keySlice, valueSlice, key, valueEnds, keyEnds } = this
    keySlice.bytes = this.keyBytes.bytes
    valueSlice.bytes = this.valueBytes.bytes
    for (let k = 0, next = 0; k < this.prepared.count && next < selection.count; k++) {
      const row = this.prepared.rows[k]
      if (row !== selection.rows[next]) continue
      next++
      setPlace(valueSlice, valueEnds.of, k)
      const hasKey = key !== null && !key.isNull(view, row)
      if (hasKey) setPlace(keySlice, keyEnds.of, k)
      const partition = hasKey ? partitioner.ofKey(keySlice.bytes, keySlice.start, keySlice.end) : keyless
      const timestamp = this.accepted(messageTimestamp(view, row, this.timestamps), nowMs)
      const headers = this.headers === null ? null : this.headers.of(view, row)
      outbox.append(partition, hasKey ? keySlice : null, valueSlice, timestamp, headers)
      this.totals.rows++
      this.totals.bytes += valueSlice.end - valueSlice.start + (hasKey ? keySlice.end - keySlice.start : 0)
    }
  }

  get isFull(): boolean {
    return this.outbox?.isFull === true
  }

  async drain(): Promise<void> {
    await this.outbox?.drain()
  }

  async endEpoch(): Promise<readonly StagedFile[]> {
    await this.outbox?.flush()
    return []
  }

  /** What is under way is the sender's; what was not given to it yet is forgotten, and never comes into a later epoch. */
  async abort(): Promise<void> {
    this.outbox?.abort()
  }

  async close(): Promise<void> {
    await this.abort()
  }

  private accepted(timestamp: number, nowMs: number): number {
    if (this.topic === null) return timestamp
    const accepted = acceptedTimestamp(timestamp, nowMs, this.topic)
    if (accepted !== timestamp && this.clampedTimestamps++ === 0) {
      const times = `${timeText(timestamp)} became ${timeText(accepted)}`
      this.options.onWarning?.(
        `topic '${this.options.topic}': the brokers would refuse the timestamp of a message; ${times}. More are only counted`,
      )
    }
    return accepted
  }
}

function timeText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`
}

function sizeAt(ends: Uint32Array, k: number): number {
  return k === 0 ? ends[0] : ends[k] - ends[k - 1]
}

/** Where the k-th of what was encoded is. */
function setPlace(slice: Slice, ends: Uint32Array, k: number): void {
  slice.start = k === 0 ? 0 : ends[k - 1]
  slice.end = ends[k]
}
