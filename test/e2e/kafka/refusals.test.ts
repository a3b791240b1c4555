/** A job whose state, offsets or topics are not what it left: it says what is wrong and the way out, ends with 2, and writes nothing. */
import assert from 'node:assert/strict'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { createWireProducer } from '../../../src/connectors/kafka/wire/producer.ts'
import { kafkaTool } from '../../servers/kafka/libraries.ts'
import { Numbers } from '../../support/exactly-once.ts'
import { administer, endOf, makeTopics } from '../../support/kafka-admin.ts'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { kafkaClient, textBatch } from '../../support/wire.ts'
import { Project } from '../cli/project.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

/** The broker may be one that runs for long: topics and groups of this run only. */
const run = Date.now().toString(36)
const records = 200
const partitions = 2
const server = kafkaOfFile()
let jobs = 0

interface Stage {
  readonly numbers: Numbers
  readonly project: Project
  /** Of the topic that is read, the job and its group. */
  readonly name: string
  /** Runs to the end and expects this on stderr, exit code 2, and nothing new in any sink. */
  readonly refuses: (message: RegExp, help: RegExp) => Promise<void>
}

/** A job from Kafka to Kafka and files that has read all there was, and ended. */
function onKafka(title: string, use: (stage: Stage) => Promise<void>): void {
  test(title, async (context: TestContext) => {
    if (server.isMissing(context)) return
    const { brokers } = server
    const project = new Project(context)
    const name = `${run}.refused.${++jobs}`
    // With several, those with nothing amiss would go on until the process ends.
    const settings = "SET 'job.shards' = '1';"
    const numbers = new Numbers({ brokers, folder: project.folder, name, partitions, records, settings })
    await numbers.fill()
    assert.equal((await runToEnd([numbers.spec, '--state-dir', numbers.state])).sinks['topic'].rows, records)
    const refuses: Stage['refuses'] = async (message, help) => {
      const before = await written(project, numbers.out)
      const ended = await sluice(['run', numbers.spec, '--state-dir', numbers.state, '--until', 'end'])
      assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 2, stdout: '' }, ended.stderr)
      const [told = '', hint = ''] = ended.stderr.split('\n').slice(-3)
      assert.match(told, message)
      assert.match(hint, help)
      assert.deepEqual(await written(project, numbers.out), before)
    }
    await use({ numbers, project, name, refuses })
  })
}

/** What readers can see: the end of the topic, and the files. */
async function written(project: Project, topic: string): Promise<object> {
  const end = await endOf(server.brokers, topic)
  return { end, files: readdirSync(project.path('out')).filter((file) => file.startsWith('part-')) }
}

async function makeAnew(topic: string): Promise<void> {
  await administer(server.brokers, async (admin) => {
    await admin.deleteTopics({ topics: [topic] })
    await makeTopics(admin, [{ topic, numPartitions: partitions }])
  })
}

/** So many transactions, each with one record in every partition. */
async function fillInTransactions(topic: string, transactions: number): Promise<void> {
  const limits = { requestTimeoutMs: 30_000, deliveryTimeoutMs: 60_000 }
  const client = kafkaClient(server.brokers)
  const producer = createWireProducer(client, { ...limits, transactionalId: `fills.${topic}` })
  await producer.open()
  for (let n = 0; n < transactions; n++) {
    await producer.beginTransaction()
    for (let partition = 0; partition < partitions; partition++) {
      await producer.send(topic, partition, textBatch([`{"n":${records + n}}`]))
    }
    await producer.commit()
  }
  await producer.discard()
}

/** Java's tool for groups. */
async function consumerGroups(...commandLine: string[]): Promise<void> {
  const tool = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'
  await kafkaTool(tool, ['--bootstrap-server', server.brokers, ...commandLine])
}

const startAnew = /help: restore the state from a copy, or start anew with .*, under another SET 'job\.name'/

const anotherTopic =
  /`.*`, partition [01] is of another topic than the job has read \(Kafka's id of that was \S{22}, of this it is \S{22}\): .*made anew/

onKafka('a topic made anew that ends where the old one did', async ({ numbers, name, refuses }) => {
  await makeAnew(name)
  await numbers.send(0, records)
  await refuses(anotherTopic, startAnew)
})

onKafka('a topic made anew that is empty', async ({ name, refuses }) => {
  await makeAnew(name)
  await refuses(anotherTopic, startAnew)
})

onKafka('a topic made anew that has a marker where the last record was', async ({ name, refuses }) => {
  await makeAnew(name)
  // Each record is followed by its transaction's marker: at offset 99, the last that was read, no reader finds a record.
  await fillInTransactions(name, 60)
  assert.ok((await endOf(server.brokers, name)) > records)
  await refuses(anotherTopic, startAnew)
})

onKafka('the topic that was read is gone on with, whatever is at the last offset', async ({ numbers, name }) => {
  await fillInTransactions(name, 1)
  await runToEnd([numbers.spec, '--state-dir', numbers.state])
  await fillInTransactions(name, 1)
  const { sources } = await runToEnd([numbers.spec, '--state-dir', numbers.state])
  assert.equal(sources['numbers'].in, records + 2 * partitions)
})

onKafka('offsets of one partition of a shard that are gone', async ({ name, refuses }) => {
  await consumerGroups('--delete-offsets', '--group', `${name}.ck`, '--topic', `${name}:1`)
  const gone = /no checkpoint of `.*`, partition 1, which the last epoch \(\d+\) had read up to offset 100: .*expired/
  await refuses(gone, startAnew)
})

onKafka('offsets that were reset by hand: the way out is to delete them', async ({ numbers, name, refuses }) => {
  const group = ['--group', `${name}.ck`]
  await consumerGroups(...group, '--reset-offsets', '--to-earliest', '--execute', '--topic', name)
  await refuses(
    /the checkpoint of `.*`, partition [01] was not written by sluice/,
    /delete the group of its checkpoints/,
  )
  await consumerGroups(...group, '--delete')
  await numbers.finish(records)
})

onKafka('all offsets gone, and nothing in doubt: the state goes on by itself', async ({ numbers, name }) => {
  await consumerGroups('--delete', '--group', `${name}.ck`)
  await numbers.send(records, records + 50)
  await numbers.finish(records + 50)
})

onKafka('records that were deleted before they were read', async ({ numbers, name, project, refuses }) => {
  await numbers.send(records, records + 100)
  const offsets = JSON.stringify({ version: 1, partitions: [{ topic: name, partition: 0, offset: 130 }] })
  project.write('offsets.json', offsets)
  const tool = 'org.apache.kafka.tools.DeleteRecordsCommand'
  const file = ['--offset-json-file', project.path('offsets.json')]
  await kafkaTool(tool, ['--bootstrap-server', server.brokers, ...file])
  const range = /partition 0 begins with offset 130 by now: the records from 100 to 129 were deleted before/
  await refuses(range, startAnew)
})

onKafka('a state folder that was lost', async ({ numbers, refuses }) => {
  rmSync(numbers.state, { recursive: true })
  await refuses(
    /Kafka's checkpoint of .* is not of the job whose state this is/,
    /two jobs need two names .*the --state-dir it was started with; if that is lost, start anew under another name/,
  )
})

onKafka('an old copy of the state folder', async ({ numbers, project, refuses }) => {
  cpSync(numbers.state, project.path('copy'), { recursive: true })
  await numbers.send(records, records + 10)
  await runToEnd([numbers.spec, '--state-dir', numbers.state])
  rmSync(numbers.state, { recursive: true })
  cpSync(project.path('copy'), numbers.state, { recursive: true })
  await refuses(/Kafka's checkpoint of .* names epoch \d+, and `.*` has no manifest of it/, /run with the --state-dir/)
})

onKafka("another job's state", async ({ numbers, project, name, refuses }) => {
  const other = new Numbers({
    ...{ brokers: server.brokers, folder: project.folder, name, partitions, records },
    settings: "SET 'job.name' = 'another';",
  })
  assert.equal(other.spec, numbers.spec)
  await refuses(/the state in `.*` belongs to job `.*`, this is job `another`/, /use another --state-dir, or SET/)
})
