/** One topic in two sources of a job: it is read once, and both stand at one place. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { kafkaClient, makeTopic, textBatch } from '../../support/wire.ts'
import { createWireProducer } from '../../../src/connectors/kafka/wire/producer.ts'
import { duckdb } from '../../support/read-back.ts'
import { Project } from '../cli/project.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

const partitions = 2
const server = kafkaOfFile()

async function send(brokers: string, topic: string, from: number, to: number): Promise<void> {
  const limits = { requestTimeoutMs: 30_000, deliveryTimeoutMs: 60_000 }
  const producer = createWireProducer(kafkaClient(brokers), limits)
  await producer.open()
  const all = Array.from({ length: to - from }, (_, index) => from + index)
  for (let partition = 0; partition < partitions; partition++) {
    const own = all.filter((n) => n % partitions === partition)
    await producer.send(topic, partition, textBatch(own.map((n) => `{"n":${n}}`)))
  }
  await producer.discard()
}

/** A job that copies the topic into one folder for each source. */
function copies(project: Project, topic: string, sources: readonly string[], startup = 'earliest-offset'): string {
  const kafka = `'connector' = 'kafka', 'properties.bootstrap.servers' = '${server.brokers}', 'topic' = '${topic}'`
  const each = sources.map(
    (name, index) => `
    CREATE SOURCE ${name} WITH (${kafka}, 'scan.startup.mode' = '${index === 0 ? startup : 'earliest-offset'}');
    CREATE STREAMING TABLE of_${name} (n BIGINT NOT NULL) FROM ${name} PARSE JSON;
    CREATE SINK to_${name} WITH ('connector' = 'hive', 'path' = '${project.path(name)}', 'format' = 'parquet')
    AS SELECT * FROM of_${name};`,
  )
  return `SET 'job.name' = '${topic}'; SET 'job.shards' = '1'; ${each.join('')}`
}

async function numbersIn(project: Project, source: string): Promise<object> {
  const [row] = await duckdb(
    `SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS seen, min(n)::INT AS first
     FROM read_parquet('${project.path(source)}/*.parquet')`,
  )
  return row
}

test('a source that comes to a topic of another one begins where that stands; neither loses nor doubles', async (context) => {
  if (server.isMissing(context)) return
  const topic = `${Date.now().toString(36)}.shared`
  await makeTopic(kafkaClient(server.brokers), topic, partitions)
  await send(server.brokers, topic, 0, 100)
  const project = new Project(context, {})
  project.write('spec.sql', copies(project, topic, ['first']))
  await runToEnd(['spec.sql'], { cwd: project.folder })
  await send(server.brokers, topic, 100, 160)
  // In front of the other one, whose place it must not change.
  project.write('spec.sql', copies(project, topic, ['added', 'first']))
  await runToEnd(['spec.sql'], { cwd: project.folder })
  await send(server.brokers, topic, 160, 200)
  await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual(await numbersIn(project, 'first'), { rows: 200, seen: 200, first: 0 })
  assert.deepEqual(await numbersIn(project, 'added'), { rows: 100, seen: 100, first: 100 })
})

test('sources of one topic that would begin apart are refused', async (context) => {
  if (server.isMissing(context)) return
  const project = new Project(context, {})
  project.write('spec.sql', copies(project, 'apart', ['late', 'early'], 'latest-offset'))
  const { code, stderr } = await sluice(['run', 'spec.sql', '--until', 'end'], { cwd: project.folder })
  assert.equal(code, 2, stderr)
  assert.match(stderr, /source `early` begins topic 'apart' at 'earliest-offset', source `late` at 'latest-offset'/)
  assert.match(stderr, /help: sources of one topic are read together: give them the same 'scan.startup.mode'/)
})
