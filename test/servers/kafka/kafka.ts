/**
 * A real Kafka 4 (KRaft, one node) for tests, and Java's console consumer as a witness that is not ours. `KAFKA_BROKERS`
 * names one that runs already; its tools are needed all the same. Needs JDK 17 and Maven.
 */
import { mendKafkajs } from '../../../src/connectors/kafka/guards.ts'
import { Broker, freePorts, newClusterId } from './broker.ts'
import { eachLineOfKafkaTool, ensureLibraries, kafkaTool } from './libraries.ts'

// Of clients that tests make themselves.
mendKafkajs()

export interface KafkaServer {
  /** host:port */
  readonly brokers: string
  /** null: somebody else's. */
  readonly pid: number | null
  /** To kill it, start it again, and to put a proxy before it; null: somebody else's. */
  readonly broker: Broker | null
  stop(): Promise<void>
}

/** null with a reason where there is neither a broker nor what starts one. `settings`: lines of server.properties. */
export async function startKafka(settings: readonly string[] = []): Promise<KafkaServer | { readonly skip: string }> {
  const given = process.env['KAFKA_BROKERS']
  try {
    await ensureLibraries()
  } catch (error) {
    return { skip: `no Kafka: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
  const isGiven = given !== undefined && given !== ''
  if (isGiven && settings.length === 0) return { brokers: given, pid: null, broker: null, stop: async () => {} }
  return startBroker(settings)
}

async function startBroker(settings: readonly string[]): Promise<KafkaServer> {
  const ports = await freePorts(1)
  const broker = new Broker(ports, [ports], settings, '1g')
  try {
    await broker.format(newClusterId())
    broker.start()
    await broker.answers()
  } catch (error) {
    await broker.stop()
    throw error
  }
  return { brokers: broker.address, pid: broker.pid, broker, stop: async () => broker.stop() }
}

/** A line of Java's console consumer: the record's value as bytes. */
export interface ConsumedRecord {
  readonly key: Buffer | null
  readonly value: Buffer
}

/** How the consumer shows a missing key. */
const nullLiteral = '(no key)'

/**
 * A topic, or several, as Java's console consumer (read_committed) sees them: up to `count` records, or, with null, all
 * until nothing has come for `silenceMsMax`.
 */
export async function consumeWithJava(
  brokers: string,
  topic: string | RegExp,
  count: number | null,
  silenceMsMax = 20_000,
): Promise<readonly ConsumedRecord[]> {
  const stdout = await kafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    ...consumerOptions(brokers, silenceMsMax),
    ...(typeof topic === 'string' ? ['--topic', topic] : ['--include', topic.source]),
    ...(count === null ? [] : ['--max-messages', String(count)]),
    ...['--property', 'print.key=true', '--property', 'key.separator=\t'],
    ...['--property', `null.literal=${nullLiteral}`],
    ...['--property', 'key.deserializer=org.apache.kafka.common.serialization.BytesDeserializer'],
  ])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [key = nullLiteral, value = ''] = line.split('\t')
      return { key: key === nullLiteral ? null : unescapeBytes(key), value: unescapeBytes(value) }
    })
}

/** The values of all of a topic, printable ASCII, one at a time: for more of them than fit into the memory. */
export async function eachValueWithJava(
  brokers: string,
  topic: string,
  silenceMsMax: number,
  onValue: (value: string) => void,
): Promise<void> {
  await eachLineOfKafkaTool(
    'org.apache.kafka.tools.consumer.ConsoleConsumer',
    [...consumerOptions(brokers, silenceMsMax), '--topic', topic],
    onValue,
  )
}

function consumerOptions(brokers: string, silenceMsMax: number): readonly string[] {
  return [
    ...['--bootstrap-server', brokers, '--from-beginning', '--isolation-level', 'read_committed'],
    ...['--timeout-ms', String(silenceMsMax)],
    ...['--property', 'value.deserializer=org.apache.kafka.common.serialization.BytesDeserializer'],
  ]
}

/** Kafka's `Bytes.toString`: printable ASCII as it is, everything else (and the backslash) as `\xHH`. */
function unescapeBytes(text: string): Buffer {
  const hex = text.replaceAll(/\\x([0-9A-Fa-f]{2})|([\s\S])/g, (_, code: string | undefined, character: string) =>
    code === undefined ? Buffer.from(character, 'latin1').toString('hex') : code,
  )
  return Buffer.from(hex, 'hex')
}
