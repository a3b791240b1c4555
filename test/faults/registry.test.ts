/**
 * A schema registry that fails: with errors of its own for a while, for long, or away altogether. A while is waited for; else the job
 * stops with the reason (exit code 2), nothing is written, and the next run, with the registry back, writes every record once.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { basename, join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { consumeWithJava } from '../servers/kafka/witness.ts'
import { freePort } from '../servers/process.ts'
import { inTemporaryFolder, runToEnd } from '../support/sluice.ts'
import { told, watched } from '../support/watched.ts'
import { kafkaOfFile } from '../support/kafka-of-file.ts'
import { administer, makeTopics } from '../support/kafka-admin.ts'

const records = 5_000
const schemaId = 7
const waitMsMax = 180_000

const server = kafkaOfFile()

/** Answers a registration with the id, but for the first so many requests: those with 500. */
class Registry {
  failuresLeft: number
  requests = 0
  private readonly port: number
  private http: Server | null = null

  constructor(port: number, failures: number) {
    this.port = port
    this.failuresLeft = failures
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    this.http = createServer((request, response) => {
      request.resume()
      this.requests++
      const isFailing = this.failuresLeft > 0
      if (isFailing) this.failuresLeft--
      response.writeHead(isFailing ? 500 : 200, { 'content-type': 'application/json' })
      response.end(isFailing ? '{"error_code":50001,"message":"error in the backend"}' : `{"id":${schemaId}}`)
    })
    this.http.listen(this.port, '127.0.0.1')
    await once(this.http, 'listening')
  }

  async stop(): Promise<void> {
    if (this.http === null) return
    const closed = once(this.http, 'close')
    this.http.close()
    this.http.closeAllConnections()
    await closed
  }
}

interface Case {
  readonly name: string
  readonly spec: string
  readonly state: string
}

async function withCase(registry: Registry, use: (found: Case) => Promise<void>): Promise<void> {
  try {
    await inTemporaryFolder(async (folder) => {
      const name = basename(folder)
      await fill(name)
      const spec = join(folder, 'encoded.sql')
      const kafka = `'connector' = 'kafka', 'properties.bootstrap.servers' = '${server.brokers}'`
      writeFileSync(
        spec,
        `CREATE SOURCE s WITH (${kafka}, 'topic' = '${name}', 'properties.group.id' = '${name}');
         CREATE STREAMING TABLE t (n BIGINT NOT NULL) FROM s PARSE JSON;
         CREATE SINK k WITH (${kafka}, 'topic' = '${name}.out', 'format' = 'avro-confluent',
           'avro-confluent.url' = '${registry.url}') AS SELECT * FROM t;`,
      )
      await use({ name, spec, state: join(folder, 'state') })
    })
  } finally {
    await registry.stop()
  }
}

async function fill(name: string): Promise<void> {
  const client = new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING })
  const topics = [name, `${name}.out`].map((topic) => ({ topic, numPartitions: 2 }))
  await administer(server.brokers, async (admin) => makeTopics(admin, topics))
  const producer = client.producer()
  await producer.connect()
  const messages = Array.from({ length: records }, (_, n) => ({ value: `{"n":${n}}`, partition: n % 2 }))
  await producer.send({ topic: name, messages })
  await producer.disconnect()
}

/** Every number once, each behind the id of its schema. */
async function check({ name, spec, state }: Case): Promise<void> {
  const { tables, sinks } = await runToEnd([spec, '--state-dir', state])
  assert.equal(tables['t'].out, records)
  assert.equal(sinks['k'].rows, records)
  const values = await consumeWithJava(server.brokers, `${name}.out`)
  for (const { value } of values) assert.deepEqual([...value.subarray(0, 5)], [0, 0, 0, 0, schemaId])
  assert.equal(values.length, records)
  assert.equal(new Set(values.map(({ value }) => value.toString('hex'))).size, records)
}

test('it answers 500 for a while, and comes back: the job goes on by itself', async (t) => {
  if (server.isMissing(t)) return
  const registry = new Registry(await freePort(), 3)
  await registry.start()
  await withCase(registry, async (found) => {
    await check(found)
    assert.ok(registry.requests > 3)
  })
})

test('it answers 500 for long, and is mended: exit code 2, and then everything once', async (t) => {
  if (server.isMissing(t)) return
  const registry = new Registry(await freePort(), Infinity)
  await registry.start()
  await withCase(registry, async (found) => {
    const ran = await watched(['run', found.spec, '--state-dir', found.state], { waitMsMax })
    t.diagnostic(`${ran.stderr.trim()}; ${registry.requests} requests (${told(ran)})`)
    assert.equal(ran.code, 2, ran.stderr)
    assert.match(ran.stderr, /the schema registry at http:\/\/127\.0\.0\.1:\d+ does not answer: HTTP 500/)
    assert.ok(registry.requests < 100, `${registry.requests} requests`)
    registry.failuresLeft = 0
    await check(found)
  })
})

test('it is away at the start, and comes: exit code 2, and then everything once', async (t) => {
  if (server.isMissing(t)) return
  const registry = new Registry(await freePort(), 0)
  await withCase(registry, async (found) => {
    const ran = await watched(['run', found.spec, '--state-dir', found.state], { waitMsMax })
    t.diagnostic(`${ran.stderr.trim()} (${told(ran)})`)
    assert.equal(ran.code, 2, ran.stderr)
    assert.match(ran.stderr, /the schema registry at http:\/\/127\.0\.0\.1:\d+ does not answer: .*ECONNREFUSED/)
    await registry.start()
    await check(found)
  })
})
