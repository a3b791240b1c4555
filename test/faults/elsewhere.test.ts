/** Two clusters where one job can have but one, and a broker that is away when a job is to stop. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import test, { after, before } from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { startOwnKafka, type KafkaServer } from '../servers/kafka/kafka.ts'
import { administer, endOf, makeTopics } from '../support/kafka-admin.ts'
import { KafkaProxy } from '../support/kafka-proxy.ts'
import { runToEnd, sluice } from '../support/sluice.ts'
import { Project } from '../e2e/cli/project.ts'
import { Running } from '../e2e/cli/running.ts'

const records = 100
/** A job that is told to stop needs 12 s at most where no request is answered; supervisors kill after 30. */
const stopMsMax = 25_000

let here: KafkaServer | null = null
let there: KafkaServer | null = null
let proxy: KafkaProxy | null = null
let skip = ''

before(async () => {
  for (let server = 0; server < 2; server++) {
    const started = await startOwnKafka()
    if ('skip' in started) {
      skip = started.skip
      assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
      return
    }
    if (server === 0) here = started
    else there = started
    const topics = ['in', 'out'].map((topic) => ({ topic, numPartitions: 1 }))
    await administer(started.brokers, async (admin) => makeTopics(admin, topics))
    const producer = new Kafka({ brokers: [started.brokers], logLevel: logLevel.NOTHING }).producer()
    await producer.connect()
    const messages = Array.from({ length: records }, (_, n) => ({ value: `{"n":${n}}` }))
    await producer.send({ topic: 'in', messages })
    await producer.disconnect()
  }
  if (here?.broker !== null && here !== null) proxy = await KafkaProxy.start(here.broker.ports)
})

after(async () => {
  await proxy?.stop()
  await here?.stop()
  await there?.stop()
})

/** Of the topics `in` and `out`, wherever they are. */
function copy(name: string, source: string, sink: string, more = ''): string {
  return `SET 'job.name' = '${name}';
    CREATE SOURCE s WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '${source}', 'topic' = 'in',
      'properties.session.timeout.ms' = '2000', 'properties.heartbeat.interval.ms' = '300');
    CREATE STREAMING TABLE t (n BIGINT NOT NULL) FROM s PARSE JSON;
    CREATE SINK k WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '${sink}', 'topic' = 'out',
      'format' = 'json'${more}) AS SELECT * FROM t;`
}

async function refuses(project: Project, message: RegExp): Promise<void> {
  const ended = await sluice(['run', 'spec.sql', '--until', 'end'], { cwd: project.folder })
  assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 2, stdout: '' }, ended.stderr)
  assert.match(ended.stderr, message)
}

test('a sink in another cluster cannot be exactly once, and may be at least once', async (context) => {
  if (here === null || there === null) return context.skip(skip)
  const project = new Project(context, { 'spec.sql': copy('two', here.brokers, there.brokers) })
  await refuses(
    project,
    /error: sink `k` is in another Kafka cluster than its source is: .*cannot be exactly once\n.*help: write 'sink.delivery-guarantee' = 'at-least-once'/,
  )
  assert.equal(await endOf(there.brokers, 'out'), 0)
  assert.ok(!existsSync(project.path('.sluice')), 'a state')
  const weaker = ", 'sink.delivery-guarantee' = 'at-least-once'"
  project.write('spec.sql', copy('two', here.brokers, there.brokers, weaker))
  assert.equal((await runToEnd(['spec.sql'], { cwd: project.folder })).sinks['k'].rows, records)
  assert.equal(await endOf(there.brokers, 'out'), records)
})

test('offsets of one cluster mean nothing in another', async (context) => {
  if (here === null || there === null) return context.skip(skip)
  const project = new Project(context, { 'spec.sql': copy('moved', here.brokers, here.brokers) })
  await runToEnd(['spec.sql'], { cwd: project.folder })
  const before = await endOf(there.brokers, 'out')
  project.write('spec.sql', copy('moved', there.brokers, there.brokers))
  await refuses(
    project,
    /error: the job has read from the Kafka cluster \S+, this is \S+\n.*help: .*: use that cluster, or another --state-dir and job.name/,
  )
  assert.equal(await endOf(there.brokers, 'out'), before)
})

const absences = [
  { signal: 'SIGTERM', absence: 'refuses connections' },
  { signal: 'SIGINT', absence: 'refuses connections' },
  { signal: 'SIGTERM', absence: 'answers nothing' },
] as const

for (const { signal, absence } of absences) {
  test(`${signal} while the broker ${absence}: the job ends, and what it did not commit is read again`, async (context) => {
    if (here === null || proxy === null) return context.skip(skip)
    const [through, { pid }] = [proxy, here]
    const away = async (): Promise<void> => {
      if (absence === 'answers nothing') process.kill(pid ?? -1, 'SIGSTOP')
      else await through.refuse()
    }
    const back = async (): Promise<void> => {
      if (absence === 'answers nothing') process.kill(pid ?? -1, 'SIGCONT')
      else await through.accept()
    }
    context.after(back)
    const before = await endOf(here.brokers, 'out')
    // The epoch stays open: there is something to commit, and nobody to commit it to.
    const settings = "SET 'job.epoch-interval' = '1 min';"
    const name = `${signal} ${absence}`.replaceAll(' ', '.')
    const project = new Project(context, {
      'spec.sql': `${settings} ${copy(name, through.address, through.address)}`,
    })
    const running = new Running(context, project, ['run', 'spec.sql', '-v', '--http', '0'])
    const url = await running.url()
    await running.until(async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      return /^sluice_records_out_total\{.*\} 100$/m.test(metrics)
    })
    await away()
    const startedMs = performance.now()
    const code = await Promise.race([
      running.stop(signal),
      new Promise<string>((resolve) => setTimeout(() => resolve(`runs on:\n${running.stderr}`), stopMsMax).unref()),
    ])
    context.diagnostic(`ended after ${Math.round(performance.now() - startedMs)} ms`)
    assert.equal(code, 130, running.stderr)
    await back()
    assert.equal((await runToEnd(['spec.sql'], { cwd: project.folder })).sinks['k'].rows, records)
    assert.ok((await endOf(here.brokers, 'out')) > before)
  })
}
