/**
 * A real Kafka 4 (KRaft, one node) for tests, and Java's console consumer as a witness that is not ours. `KAFKA_BROKERS`
 * names one that runs already; its tools are needed all the same. Needs JDK 17 and Maven.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Kafka, logLevel } from 'kafkajs'
import '../../../src/connectors/kafka/client.ts'
import { freePort, startProcess, waitFor, type ServerProcess } from '../process.ts'

const execute = promisify(execFile)
const here = import.meta.dirname
const libraries = join(here, '../../../node_modules/.cache/sluice/kafka-4.1.1')

export interface KafkaServer {
  /** host:port */
  readonly brokers: string
  /** null: somebody else's. */
  readonly pid: number | null
  stop(): Promise<void>
}

/** null with a reason where there is neither a broker nor what starts one. */
export async function startKafka(): Promise<KafkaServer | { readonly skip: string }> {
  const given = process.env['KAFKA_BROKERS']
  try {
    await ensureLibraries()
  } catch (error) {
    return { skip: `no Kafka: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
  if (given !== undefined && given !== '') return { brokers: given, pid: null, stop: async () => {} }
  return startBroker()
}

async function ensureLibraries(): Promise<void> {
  if (existsSync(libraries) && readdirSync(libraries).some((name) => name.startsWith('kafka-clients'))) return
  const pom = join(here, 'pom.xml')
  await execute('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`])
}

async function startBroker(): Promise<KafkaServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-kafka-'))
  const port = await freePort()
  const configuration = join(folder, 'server.properties')
  writeFileSync(configuration, properties(port, await freePort(), join(folder, 'data')))
  const classPath = join(libraries, '*')
  const { stdout } = await execute('java', ['-cp', classPath, 'kafka.tools.StorageTool', 'random-uuid'])
  const storage = ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', stdout.trim(), '-c', configuration]
  await execute('java', storage)
  const server = startProcess('java', ['-Xmx1g', '-cp', classPath, 'kafka.Kafka', configuration], join(folder, 'log'))
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answers(`127.0.0.1:${port}`, server)
  } catch (error) {
    await stop()
    throw error
  }
  return { brokers: `127.0.0.1:${port}`, pid: server.pid, stop }
}

/** Ready when an admin request answers, not when the port opens. */
async function answers(brokers: string, server: ServerProcess): Promise<void> {
  await waitFor('Kafka to answer', 60_000, async () => {
    const failure = server.failure()
    if (failure !== null) throw new Error(`Kafka ended: ${failure}`)
    const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin()
    try {
      await admin.connect()
      return (await admin.describeCluster()).brokers.length > 0
    } finally {
      await admin.disconnect()
    }
  })
}

function properties(port: number, controllerPort: number, data: string): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=5
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=5
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
`
}

/** A line of Java's console consumer: the record's value as bytes. */
export interface ConsumedRecord {
  readonly key: Buffer | null
  readonly value: Buffer
}

/** How the consumer shows a missing key. */
const nullLiteral = '(no key)'

/** Everything in a topic as Java's console consumer (read_committed) sees it; bytes come through as hex. */
export async function consumeWithJava(
  brokers: string,
  topic: string,
  count: number,
): Promise<readonly ConsumedRecord[]> {
  const { stdout } = await execute(
    'java',
    [
      ...['-cp', join(libraries, '*'), 'org.apache.kafka.tools.consumer.ConsoleConsumer'],
      ...['--bootstrap-server', brokers, '--topic', topic, '--from-beginning', '--isolation-level', 'read_committed'],
      ...['--max-messages', String(count), '--timeout-ms', '20000'],
      ...['--property', 'print.key=true', '--property', 'key.separator=\t'],
      ...['--property', `null.literal=${nullLiteral}`],
      ...['--property', 'key.deserializer=org.apache.kafka.common.serialization.BytesDeserializer'],
      ...['--property', 'value.deserializer=org.apache.kafka.common.serialization.BytesDeserializer'],
    ],
    { maxBuffer: 1 << 28 },
  )
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [key = nullLiteral, value = ''] = line.split('\t')
      return { key: key === nullLiteral ? null : unescapeBytes(key), value: unescapeBytes(value) }
    })
}

/** Kafka's `Bytes.toString`: printable ASCII as it is, everything else (and the backslash) as `\xHH`. */
function unescapeBytes(text: string): Buffer {
  const hex = text.replaceAll(/\\x([0-9A-Fa-f]{2})|([\s\S])/g, (_, code: string | undefined, character: string) =>
    code === undefined ? Buffer.from(character, 'latin1').toString('hex') : code,
  )
  return Buffer.from(hex, 'hex')
}
