/**
 * The baseline: what somebody would write by hand with readline, `JSON.parse`, avsc, parquetjs-lite and kafkajs. No error stream, no ledger, at
 * least once at best. `node run.ts TABLE,… IN OUT [parquet] [avro]`; with BENCH_BROKERS in the environment IN is a topic.
 */
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { readFile, readTopic } from './inputs.ts'
import { AvroTopic, ParquetFolder } from './outputs.ts'
import type { Output } from './outputs.ts'
import { tables } from './tables.ts'

const [names = '', input = '', out = '', ...formats] = process.argv.slice(2)
const brokers = process.env['BENCH_BROKERS']
const kafka = brokers === undefined ? null : new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR })
const producer = formats.includes('avro') ? (kafka?.producer() ?? null) : null
await producer?.connect()

const wanted = names.split(',').map((name) => {
  const table = tables[name]
  const outputs: Output[] = []
  if (formats.includes('parquet')) outputs.push(new ParquetFolder(table, join(out, name)))
  if (producer !== null) outputs.push(new AvroTopic(table, producer, `bench-out-${name}`))
  return { table, outputs }
})

async function take(line: string): Promise<void> {
  const found = wanted.find(({ table }) => table.matches(line))
  const parsed = found?.table.parse(line) ?? null
  if (found === undefined || parsed === null) return
  for (const output of found.outputs) await output.write(parsed.row, parsed.day)
}

await (kafka === null ? readFile(input, take) : readTopic(kafka, input, process.env['BENCH_RUN'] ?? 'bench', take))
for (const { outputs } of wanted) for (const output of outputs) await output.close()
await producer?.disconnect()
