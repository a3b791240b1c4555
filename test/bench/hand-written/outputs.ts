/** Where the hand-written script writes: Parquet folders by day with parquetjs-lite, Avro into topics with avsc and kafkajs. */
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import avsc from 'avsc'
import type { Message, Producer } from 'kafkajs'
import type { Row, Table } from './tables.ts'

const require = createRequire(import.meta.url)
// parquetjs-lite has no types.
const { ParquetSchema, ParquetWriter } = require('parquetjs-lite') as {
  ParquetSchema: new (fields: Record<string, { type: string; optional: boolean; compression: string }>) => object
  ParquetWriter: { openFile(schema: object, path: string, options: object): Promise<ParquetFile> }
}
interface ParquetFile {
  appendRow(row: Row): Promise<void>
  close(): Promise<void>
}

export interface Output {
  write(row: Row, day: string): Promise<void>
  close(): Promise<void>
}

export class ParquetFolder implements Output {
  private readonly table: Table
  private readonly folder: string
  private readonly files = new Map<string, Promise<ParquetFile>>()

  constructor(table: Table, folder: string) {
    this.table = table
    this.folder = folder
  }

  async write(row: Row, day: string): Promise<void> {
    let file = this.files.get(day)
    if (file === undefined) this.files.set(day, (file = this.open(day)))
    await (await file).appendRow(row)
  }

  async close(): Promise<void> {
    for (const file of this.files.values()) await (await file).close()
  }

  private open(day: string): Promise<ParquetFile> {
    const folder = join(this.folder, `dt=${day}`)
    mkdirSync(folder, { recursive: true })
    const fields = Object.entries(this.table.columns).map(([name, type]) => [
      name,
      { type, optional: true, compression: 'SNAPPY' },
    ])
    const schema = new ParquetSchema(Object.fromEntries(fields) as never)
    return ParquetWriter.openFile(schema, join(folder, 'part.parquet'), { rowGroupSize: 50_000 })
  }
}

/** Not `long`: `JSON.parse` has made doubles of 64 bits, and avsc refuses those that lost digits. */
const avroTypes: Readonly<Record<string, string>> = {
  UTF8: 'string',
  INT32: 'int',
  INT64: 'double',
  TIMESTAMP_MILLIS: 'long',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
}
const batchMessages = 1000

export class AvroTopic implements Output {
  private readonly producer: Producer
  private readonly topic: string
  private readonly type: avsc.Type
  private messages: Message[] = []

  constructor(table: Table, producer: Producer, topic: string) {
    this.producer = producer
    this.topic = topic
    const fields = Object.entries(table.columns).map(([name, type]) => ({
      name,
      type: ['null', avroTypes[type]],
      default: null,
    }))
    this.type = avsc.Type.forSchema({ type: 'record', name: 'row', fields } as avsc.Schema)
  }

  async write(row: Row): Promise<void> {
    const time = (row['log_time'] as Date).getTime()
    this.messages.push({ value: this.type.toBuffer({ ...row, log_time: time }) })
    if (this.messages.length === batchMessages) await this.send()
  }

  async close(): Promise<void> {
    await this.send()
  }

  private async send(): Promise<void> {
    const { messages } = this
    this.messages = []
    if (messages.length > 0) await this.producer.send({ topic: this.topic, messages })
  }
}
