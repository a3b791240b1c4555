/** Jobs that read files and write to a real Kafka, exactly once; and such that read both. Java's consumer and DuckDB are the witnesses. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { consumeWithJava } from '../../servers/kafka/witness.ts'
import { administer, endOf, makeTopics } from '../../support/kafka-admin.ts'
import { Random } from '../../support/random.ts'
import { duckdb } from '../../support/read-back.ts'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { Project } from '../cli/project.ts'
import { Running } from '../cli/running.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

/** The broker may be one that runs for long: topics and groups of this run only. */
const run = Date.now().toString(36)
let client = new Kafka({ brokers: [] })
const server = kafkaOfFile(async (brokers) => {
  client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
})

function kafka(topic: string): string {
  return `'connector' = 'kafka', 'properties.bootstrap.servers' = '${server.brokers}', 'topic' = '${topic}'`
}

async function createTopics(...topics: string[]): Promise<void> {
  const wanted = topics.map((topic) => ({ topic, numPartitions: 2 }))
  await administer(server.brokers, async (admin) => makeTopics(admin, wanted))
}

async function send(topic: string, first: number, end: number): Promise<void> {
  const producer = client.producer()
  await producer.connect()
  const messages = range(first, end).map((n) => ({ value: `{"n":${n}}`, partition: n % 2 }))
  await producer.send({ topic, messages })
  await producer.disconnect()
}

function range(first: number, end: number): readonly number[] {
  return Array.from({ length: end - first }, (_, index) => first + index)
}

function lines(first: number, end: number): string {
  return range(first, end)
    .map((n) => `{"n":${n}}\n`)
    .join('')
}

/** The numbers below `count`, each once, to readers of the topic. */
async function assertInTopic(topic: string, count: number): Promise<void> {
  const seen = await consumeWithJava(server.brokers, topic)
  const numbers = seen.map(({ value }) => (JSON.parse(value.toString()) as { n: number }).n)
  assert.equal(new Set(numbers).size, count, 'lost')
  assert.equal(numbers.length, count, 'twice')
}

async function assertInFiles(project: Project, count: number): Promise<void> {
  const [row] = await duckdb(
    `SELECT count(DISTINCT n)::INT AS seen, count(*)::INT AS "rows", max(n)::INT AS last
     FROM read_parquet('${project.path('out')}/*.parquet')`,
  )
  assert.deepEqual(row, { seen: count, rows: count, last: count - 1 })
}

/** Of a process that is under way. */
function commits({ stderr }: Running): number {
  return [...stderr.matchAll(/^debug: .*epoch \d+ committed/gm)].length
}

/** `kill -9` at random instants after the first commit, some times over. */
async function killAgainAndAgain(context: TestContext, project: Project, spec: string, rounds: number): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  context.diagnostic(`SEED=${seed}`)
  const random = new Random(seed)
  for (let round = 0; round < rounds; round++) {
    const running = new Running(context, project, ['run', spec, '-v'])
    await running.until(() => commits(running) > 0)
    await new Promise((resolve) => setTimeout(resolve, random.between(0, 800)))
    assert.equal(await running.stop('SIGKILL'), null, running.stderr)
  }
}

/** The kills came while there was something to do. */
async function assertInTheMiddle(project: Project, source: string, count: number): Promise<void> {
  const { stdout } = await sluice(['status', '--output', 'json'], { cwd: project.folder })
  const { ledger } = JSON.parse(stdout) as { ledger: { sources: Record<string, { in: number }> } }
  assert.ok(ledger.sources[source].in > 0 && ledger.sources[source].in < count, stdout)
}

const smallEpochs = "SET 'job.epoch-records' = '300'; SET 'job.epoch-interval' = '200 ms';"
const sinksOf = (topic: string, project: Project): string =>
  `CREATE SINK files WITH ('connector' = 'hive', 'path' = '${project.path('out')}', 'format' = 'parquet')
   AS SELECT n FROM number;
   CREATE SINK topic WITH (${kafka(topic)}, 'format' = 'json') AS SELECT n FROM number;`

test('files to Kafka and Parquet: killed four times, each number is there once', async (context) => {
  if (server.isMissing(context)) return
  const count = 20_000
  const topic = `${run}.files.out`
  await createTopics(topic)
  const project = new Project(context, { 'in/a.log': lines(0, count / 2), 'in/b.log': lines(count / 2, count) })
  const spec = (settings: string, options: string): string => `SET 'job.name' = '${run}.files'; ${settings}
    CREATE SOURCE numbers WITH ('connector' = 'file', 'path' = '${project.path('in')}'${options});
    CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM numbers PARSE JSON;
    ${sinksOf(topic, project)}`
  project.write('spec.sql', spec(smallEpochs, ", 'scan.rate-limit' = '2000'"))
  await killAgainAndAgain(context, project, 'spec.sql', 4)
  await assertInTheMiddle(project, 'numbers', count)

  writeFileSync(project.path('spec.sql'), spec('', ''))
  const { sources, tables, sinks } = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual(
    [sources['numbers'].in, tables['number'].out, sinks['files'].rows, sinks['topic'].rows],
    [count, count, count, count],
  )
  await assertInFiles(project, count)
  await assertInTopic(topic, count)
})

test('files to Kafka in shards: killed and divided anew, each number is there once', async (context) => {
  if (server.isMissing(context)) return
  const [files, count] = [10, 20_000]
  const topic = `${run}.shards.out`
  await createTopics(topic)
  const inFile = (file: number): string => lines((file * count) / files, ((file + 1) * count) / files)
  const names = range(0, files).map((file) => [`in/${file}.log`, inFile(file)] as const)
  const project = new Project(context, Object.fromEntries(names))
  const spec = (shards: number, settings: string, options: string): string =>
    `SET 'job.name' = '${run}.shards'; SET 'job.shards' = '${shards}'; ${settings}
    CREATE SOURCE numbers WITH ('connector' = 'file', 'path' = '${project.path('in')}'${options});
    CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM numbers PARSE JSON;
    ${sinksOf(topic, project)}`
  for (const shards of [2, 4, 1, 3]) {
    project.write('spec.sql', spec(shards, smallEpochs, ", 'scan.rate-limit' = '2000'"))
    await killAgainAndAgain(context, project, 'spec.sql', 1)
  }
  await assertInTheMiddle(project, 'numbers', count)

  project.write('spec.sql', spec(3, '', ''))
  const { sources, sinks } = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual([sources['numbers'].in, sinks['files'].rows, sinks['topic'].rows], [count, count, count])
  await assertInFiles(project, count)
  await assertInTopic(topic, count)
})

test('Kafka and files in one job: killed three times, each number is there once; positions of both are kept', async (context) => {
  if (server.isMissing(context)) return
  const count = 12_000
  const [input, topic] = [`${run}.mixed.in`, `${run}.mixed.out`]
  await createTopics(input, topic)
  await send(input, 0, count / 2)
  const project = new Project(context, { 'in/a.log': lines(count / 2, count) })
  const spec = (settings: string, options: string): string => `SET 'job.name' = '${run}.mixed'; ${settings}
    CREATE SOURCE messages WITH (${kafka(input)}, 'properties.session.timeout.ms' = '2000',
      'properties.heartbeat.interval.ms' = '300'${options});
    CREATE SOURCE lines WITH ('connector' = 'file', 'path' = '${project.path('in')}'${options});
    CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM messages PARSE JSON;
    CREATE STREAMING TABLE line (n BIGINT NOT NULL) FROM lines PARSE JSON;
    ${sinksOf(topic, project)}
    CREATE SINK of_lines WITH (${kafka(topic)}, 'format' = 'json') AS SELECT n FROM line;
    CREATE SINK line_files WITH ('connector' = 'hive', 'path' = '${project.path('out-lines')}', 'format' = 'parquet')
    AS SELECT n FROM line;`
  project.write('spec.sql', spec(smallEpochs, ", 'scan.rate-limit' = '1500'"))
  await killAgainAndAgain(context, project, 'spec.sql', 3)
  await assertInTheMiddle(project, 'messages', count / 2)

  writeFileSync(project.path('spec.sql'), spec('', ''))
  const { sources } = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual([sources['messages'].in, sources['lines'].in], [count / 2, count / 2])
  await assertInFiles(project, count / 2)
  await assertInTopic(topic, count)

  // What is new in both, and nothing else.
  await send(input, count, count + 10)
  project.write('in/b.log', lines(count + 10, count + 20))
  const more = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual([more.sources['messages'].in, more.sources['lines'].in], [count / 2 + 10, count / 2 + 10])
  await assertInTopic(topic, count + 20)
})

test('files to Kafka: without its offsets the state goes on, without its state nothing does', async (context) => {
  if (server.isMissing(context)) return
  const topic = `${run}.state.out`
  await createTopics(topic)
  const project = new Project(context, {
    'in/a.log': lines(0, 100),
    'spec.sql': `SET 'job.name' = '${run}.state';
      CREATE SOURCE numbers WITH ('connector' = 'file', 'path' = 'in');
      CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM numbers PARSE JSON;
      CREATE SINK topic WITH (${kafka(topic)}, 'format' = 'json') AS SELECT n FROM number;`,
  })
  await runToEnd(['spec.sql'], { cwd: project.folder })
  await administer(server.brokers, async (admin) => admin.deleteGroups([`${run}.state.ck`]))
  project.write('in/b.log', lines(100, 150))
  assert.equal((await runToEnd(['spec.sql'], { cwd: project.folder })).sinks['topic'].rows, 150)

  rmSync(project.path('.sluice'), { recursive: true })
  const end = await endOf(server.brokers, topic)
  const { code, stderr } = await sluice(['run', 'spec.sql', '--until', 'end'], { cwd: project.folder })
  assert.equal(code, 2)
  assert.match(stderr, /error: Kafka's checkpoint of .* is not of the job whose state this is/)
  assert.match(stderr, /if that is lost, start anew under another name/)
  assert.equal(await endOf(server.brokers, topic), end)
  await assertInTopic(topic, 150)
})

test('Kafka to print: each row of a run that nobody breaks is shown once', async (context) => {
  if (server.isMissing(context)) return
  const input = `${run}.shown`
  await createTopics(input)
  await send(input, 0, 100)
  const project = new Project(context, {
    'spec.sql': `CREATE SOURCE messages WITH (${kafka(input)}, 'properties.group.id' = '${run}.shown');
      CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM messages PARSE JSON;
      CREATE SINK shown WITH ('connector' = 'print') AS SELECT n FROM number;`,
  })
  const show = async (): Promise<readonly number[]> => {
    const { code, stdout, stderr } = await sluice(['run', 'spec.sql', '--until', 'end'], { cwd: project.folder })
    assert.equal(code, 0, stderr)
    const rows = [...stdout.matchAll(/^\{.*"n":(\d+).*\}$/gm)]
    return rows.map(([, n]) => Number(n)).toSorted((a, b) => a - b)
  }
  assert.deepEqual(await show(), range(0, 100))
  await send(input, 100, 103)
  assert.deepEqual(await show(), [100, 101, 102])
})
