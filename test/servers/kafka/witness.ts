/**
 * Java's clients, as readers and writers of topics that are not ours. One process (`Witness.java`) serves all tests: the one that
 * `KAFKA_WITNESS` names, else one of this process, which ends with it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { freePort, startProcess, waitFor } from '../process.ts'
import { classPath } from './libraries.ts'

let own: Promise<string> | null = null

/** Where it answers: http://host:port. */
export async function witness(): Promise<string> {
  const given = process.env['KAFKA_WITNESS']
  return given === undefined || given === '' ? (own ??= start()) : given
}

async function start(): Promise<string> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'sluice-witness-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const java = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath]
  const program = join(import.meta.dirname, 'Witness.java')
  const server = startProcess('java', [...java, program, String(port)], join(folder, 'log'), { isInBackground: true })
  const url = `http://127.0.0.1:${port}`
  await waitFor('the witness to answer', 180_000, async () => {
    const failure = server.failure()
    if (failure !== null) throw new Error(`the witness ended: ${failure}`)
    return (await fetch(url)).status === 404
  })
  return url
}

export interface ConsumedRecord {
  readonly topic: string
  readonly key: Buffer | null
  readonly value: Buffer
}

/**
 * All of a topic, or of those whose whole name matches, as a `read_committed` consumer sees it, up to where it ends when this is
 * called, one record at a time. In the order of each partition.
 */
export async function eachRecordWithJava(
  brokers: string,
  topics: string | RegExp,
  onRecord: (record: ConsumedRecord) => void,
): Promise<void> {
  const which = typeof topics === 'string' ? { topic: topics } : { topics: topics.source }
  const response = await fetch(`${await witness()}/read?${String(new URLSearchParams({ brokers, ...which }))}`)
  await toItsEnd(response, (line) => {
    const [topic = '', key = '-', value = '-'] = line.split('\t')
    onRecord({ topic, key: key === '-' ? null : Buffer.from(key, 'base64'), value: Buffer.from(value, 'base64') })
  })
}

/** The same, all at once. */
export async function consumeWithJava(brokers: string, topics: string | RegExp): Promise<readonly ConsumedRecord[]> {
  const records: ConsumedRecord[] = []
  await eachRecordWithJava(brokers, topics, (record) => records.push(record))
  return records
}

/** Each line of text a record, in order. `properties` are the producer's. */
export async function produceWithJava(
  brokers: string,
  topic: string,
  lines: readonly string[],
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const query = new URLSearchParams({ ...properties, brokers, topic })
  const body = `${lines.join('\n')}\n`
  await toItsEnd(await fetch(`${await witness()}/write?${String(query)}`, { method: 'POST', body }), () => {})
}

async function toItsEnd(response: Response, onLine: (line: string) => void): Promise<void> {
  if (response.body === null) throw new Error(`the witness answers ${response.status}`)
  let last = ''
  for await (const line of createInterface({ input: Readable.from(response.body) })) {
    if (last !== '') onLine(last)
    last = line
  }
  if (last !== 'end') throw new Error(`the witness: ${last}`)
}
