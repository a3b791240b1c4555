/**
 * The baseline: what somebody would write by hand for `game.sql` with readline, JSON.parse, avsc and parquetjs-lite. It is as
 * careless as such scripts are: no error stream, no ledger, numbers through doubles.
 */
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import avsc from 'avsc'

const require = createRequire(import.meta.url)
// parquetjs-lite has no types.
const { ParquetSchema, ParquetWriter } = require('parquetjs-lite') as {
  ParquetSchema: new (fields: Record<string, { type: string; optional: boolean; compression: string }>) => object
  ParquetWriter: { openFile(schema: object, path: string, options: object): Promise<Writer> }
}
interface Writer {
  appendRow(row: Row): Promise<void>
  close(): Promise<void>
}
type Row = Record<string, unknown>

const common = {
  log_time: 'TIMESTAMP_MILLIS',
  server: 'INT32',
  account: 'UTF8',
  role_id: 'INT64',
  role_name: 'UTF8',
  level: 'INT32',
  ip: 'UTF8',
  os: 'UTF8',
  model: 'UTF8',
  version: 'UTF8',
  platform: 'UTF8',
}
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  LoginRole: { ...common, pay_total: 'DOUBLE', hp: 'DOUBLE', vip: 'INT32', channel: 'UTF8', login_count: 'INT32' },
  LogoutRole: { ...common, online_time: 'INT32', reason: 'UTF8', scene: 'UTF8', exp: 'INT64' },
  ItemFlow: {
    ...common,
    op: 'UTF8',
    item_id: 'INT32',
    count: 'INT32',
    price: 'DOUBLE',
    bound: 'BOOLEAN',
    source: 'UTF8',
  },
}
const avroTypes: Readonly<Record<string, string>> = {
  UTF8: 'string',
  INT32: 'int',
  INT64: 'long',
  TIMESTAMP_MILLIS: 'long',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
}
const line = /^\[(?<log_time>[^\]]+)\]\[(?<type>\w+)\],(?<body>\{.*)$/

class Output {
  private readonly columns: Readonly<Record<string, string>>
  private readonly folder: string
  private readonly writers = new Map<string, Promise<Writer>>()
  private readonly avro: avsc.Type
  private readonly avroFile

  constructor(name: string, columns: Readonly<Record<string, string>>, out: string) {
    this.columns = columns
    this.folder = join(out, name)
    mkdirSync(this.folder, { recursive: true })
    const fields = Object.entries(columns).map(([field, type]) => ({
      name: field,
      type: ['null', avroTypes[type]],
      default: null,
    }))
    this.avro = avsc.Type.forSchema({ type: 'record', name, fields } as avsc.Schema)
    this.avroFile = createWriteStream(join(out, `${name}.avro`))
  }

  async write(row: Row, day: string): Promise<void> {
    this.avroFile.write(this.avro.toBuffer({ ...row, log_time: (row['log_time'] as Date).getTime() }))
    let writer = this.writers.get(day)
    if (writer === undefined) this.writers.set(day, (writer = this.open(day)))
    await (await writer).appendRow(row)
  }

  async close(): Promise<void> {
    for (const writer of this.writers.values()) await (await writer).close()
    await new Promise((resolve) => this.avroFile.end(resolve))
  }

  private async open(day: string): Promise<Writer> {
    mkdirSync(join(this.folder, `dt=${day}`), { recursive: true })
    const fields = Object.entries(this.columns).map(([name, type]) => [
      name,
      { type, optional: true, compression: 'SNAPPY' },
    ])
    const schema = new ParquetSchema(Object.fromEntries(fields) as never)
    return ParquetWriter.openFile(schema, join(this.folder, `dt=${day}`, 'part.parquet'), { rowGroupSize: 50_000 })
  }
}

const [input = '', out = ''] = process.argv.slice(2)
const outputs = new Map(Object.entries(tables).map(([name, columns]) => [name, new Output(name, columns, out)]))
let records = 0
for await (const text of createInterface({ input: createReadStream(input), crlfDelay: Infinity })) {
  records++
  const groups = line.exec(text)?.groups
  const output = outputs.get(groups?.['type'] ?? '')
  if (groups === undefined || output === undefined) continue
  const body = JSON.parse(groups['body'] ?? '') as Record<string, Record<string, unknown>>
  const [date = '', time = '', zone = ''] = (groups['log_time'] ?? '').split(' ')
  const { role, device, ...rest } = body
  const row: Row = {
    ...rest,
    log_time: new Date(`${date}T${time}${zone}`),
    role_id: Number(role?.['id']),
    role_name: role?.['name'],
    level: role?.['level'],
    os: device?.['os'],
    model: device?.['model'],
    version: device?.['version'],
    platform: String(device?.['os']).toUpperCase(),
  }
  await output.write(row, date)
}
for (const output of outputs.values()) await output.close()
console.log(JSON.stringify({ records }))
