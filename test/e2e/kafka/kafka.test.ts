/** A real Kafka: from a topic of several partitions to Avro topics and Parquet, read back by Java's consumer and DuckDB. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { consumeWithJava } from '../../servers/kafka/witness.ts'
import { avroType } from '../../support/avro-reader.ts'
import { duckdb } from '../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sluice, type Summary } from '../../support/sluice.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { administer, makeTopics } from '../../support/kafka-admin.ts'

const spec = join(import.meta.dirname, 'events.sql')
/** The broker may be one that runs for long: topics and groups of this run only. */
const run = Date.now().toString(36)
const partitions = 3
const logins = 900
const exactId = '9007199254740993'
const exactBalance = '1234567890123456789012345678.0123456789'

const server = kafkaOfFile(fillTopics)

function messageOf(index: number): string {
  const header = `[2026-11-20 10:00:${String(index % 60).padStart(2, '0')} +0800]`
  if (index % 3 === 2) return `${header}[Purchase],{"account":"u${index}","price":"${index}.50","item":"sword"}`
  const role = `{"id":"${exactId}","level":${index % 100}}`
  return `${header}[Login],{"account":"u${index}","role":${role},"balance":${exactBalance},"device":{"os":"iOS"}}`
}

async function fillTopics(brokers: string): Promise<void> {
  const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  const topics = ['game.raw', 'dwd.login', 'dwd.purchase', 'dwd.purchase_json'].map((name) => `${run}.${name}`)
  await administer(brokers, async (admin) =>
    makeTopics(
      admin,
      topics.map((topic) => ({ topic, numPartitions: partitions })),
    ),
  )
  const producer = client.producer()
  await producer.connect()
  const messages: { value: string; partition: number }[] = Array.from({ length: logins }, (_, index) => ({
    value: messageOf(index),
    partition: index % partitions,
  }))
  // A record that does not parse, one that no table wants, a tombstone and an empty one.
  const odd = [
    { value: '[2026-11-20 10:00:00 +0800][Login],{"account":', partition: 0 },
    { value: '[2026-11-20 10:00:00 +0800][Chat],{}', partition: 1 },
    { value: null, key: 'tombstone', partition: 1 },
    { value: '', partition: 2 },
  ]
  // One partition a request: over several, kafkajs can write a partition twice when it tries again.
  for (let partition = 0; partition < partitions; partition++) {
    const own = [...messages, ...odd].filter((message) => message.partition === partition)
    await producer.send({ topic: `${run}.game.raw`, messages: own })
  }
  await producer.disconnect()
}

const counts = {
  in: logins + 4,
  login: (logins / 3) * 2,
  purchase: logins / 3,
}

test('topic to Avro, JSON and Parquet: exact, accounted for, read back by others', async (context) => {
  if (server.isMissing(context)) return
  const { brokers } = server
  await inTemporaryFolder(async (folder) => {
    const env = { KAFKA_BROKERS: brokers, RUN: run, OUT: join(folder, 'out') }
    const summary = await runToEnd([spec, '--state-dir', join(folder, 'state')], { env })
    checkSummary(summary)
    await checkLoginTopic(brokers, env)
    await checkPurchaseTopics(brokers, env)
    await checkParquet(join(folder, 'out'))

    const again = await runToEnd([spec, '--state-dir', join(folder, 'state')], { env })
    assert.deepEqual(
      again.sources,
      summary.sources,
      'nothing is read again: the group stands where the first run ended',
    )
  })
})

function checkSummary(summary: Summary): void {
  assert.deepEqual(summary.sources, { game_log: { in: counts.in, unclaimed: 1 } })
  assert.deepEqual(summary.tables['login'], {
    in: counts.in,
    out: counts.login,
    dropped: { empty: 2, filter: counts.purchase + 1 },
    errored: { PARSE_JSON: 1 },
  })
  assert.deepEqual(summary.tables['purchase'], {
    in: counts.in,
    out: counts.purchase,
    dropped: { empty: 2, filter: counts.login + 2 },
    errored: {},
  })
}

async function compiledSchemas(env: NodeJS.ProcessEnv): Promise<Record<string, object>> {
  const { code, stdout, stderr } = await sluice(['compile', spec, '--target', 'avro'], { env })
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout) as Record<string, object>
}

function unscaled(bytes: Buffer): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`))
}

async function checkLoginTopic(brokers: string, env: NodeJS.ProcessEnv): Promise<void> {
  const type = avroType((await compiledSchemas(env))['login_avro'])
  const records = await consumeWithJava(brokers, `${run}.dwd.login`)
  assert.equal(records.length, counts.login)
  const seen = new Set<string>()
  for (const { key, value } of records) {
    const row = type.fromBuffer(value) as Record<string, unknown>
    assert.equal(row['role_id'], BigInt(exactId))
    assert.equal(unscaled(row['balance'] as Buffer), BigInt(exactBalance.replace('.', '')))
    assert.equal(row['os'], 'ios')
    assert.equal(key?.toString(), row['account'])
    const index = Number(String(row['account']).slice(1))
    assert.equal(row['event_time'], BigInt(Date.UTC(2026, 10, 20, 2, 0, index % 60)))
    seen.add(String(row['account']))
  }
  assert.equal(seen.size, counts.login)
}

async function checkPurchaseTopics(brokers: string, env: NodeJS.ProcessEnv): Promise<void> {
  const type = avroType((await compiledSchemas(env))['purchase_confluent'])
  const framed = await consumeWithJava(brokers, `${run}.dwd.purchase`)
  assert.equal(framed.length, counts.purchase)
  const prices = framed.map(({ value }) => {
    assert.deepEqual([...value.subarray(0, 5)], [0, 0, 0, 0, 7])
    return unscaled((type.fromBuffer(value.subarray(5)) as { price: Buffer }).price)
  })
  const expected = Array.from({ length: counts.purchase }, (_, k) => BigInt(3 * k + 2) * 100n + 50n)
  assert.deepEqual(
    prices.toSorted((a, b) => Number(a - b)),
    expected,
  )
  const json = await consumeWithJava(brokers, `${run}.dwd.purchase_json`)
  const rows = json.map(({ value }) => JSON.parse(value.toString()) as { price: number; item: string })
  assert.deepEqual(
    rows.map(({ price }) => price).toSorted((a, b) => a - b),
    expected.map((price) => Number(price) / 100),
  )
}

async function checkParquet(out: string): Promise<void> {
  const files = `read_parquet('${out}/login/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`
  const rows = await duckdb(
    `SELECT DISTINCT role_id::VARCHAR AS role_id, balance::VARCHAR AS balance, typeof(balance) AS type, dt, json_extract_string(device, '$.os') AS os FROM ${files}`,
  )
  assert.deepEqual(rows, [
    { role_id: exactId, balance: exactBalance, type: 'DECIMAL(38,10)', dt: '2026-11-20', os: 'iOS' },
  ])
  const [positions] = await duckdb(
    `SELECT count(DISTINCT (part, position))::INT AS n, count(*)::INT AS all FROM ${files}`,
  )
  assert.deepEqual(positions, { n: counts.login, all: counts.login })
}

test('a missing topic and an unreachable broker: said, exit code 2', async (context) => {
  if (server.isMissing(context)) return
  await inTemporaryFolder(async (folder) => {
    const state = ['--state-dir', join(folder, 'state'), '--until', 'end']
    const unreachable = await sluice(['run', spec, ...state], {
      env: { KAFKA_BROKERS: '127.0.0.1:1', RUN: run, OUT: join(folder, 'out') },
    })
    assert.equal(unreachable.code, 2)
    assert.match(unreachable.stderr, /cannot reach Kafka at 127\.0\.0\.1:1: .*ECONNREFUSED/)
    const missing = await sluice(['run', join(import.meta.dirname, 'missing-topic.sql'), ...state], {
      env: { KAFKA_BROKERS: server.brokers, OUT: join(folder, 'out') },
    })
    assert.equal(missing.code, 2)
    assert.doesNotMatch(missing.stderr, /Warning/)
    assert.match(missing.stderr, /there is no Kafka topic 'no\.such\.topic'/)
  })
})
