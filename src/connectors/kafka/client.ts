/**
 * kafkajs, the client behind the Kafka connectors: made from Flink-style `properties.*`, with zstd taught, its
 * defects guarded (`guards.ts`), and its errors turned into messages for operators. Nothing outside this folder imports kafkajs.
 */
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import kafkajs, { type Admin, type Kafka as KafkaClient, type KafkaConfig, type SASLOptions } from 'kafkajs'
import { ConnectorError } from '../ports.ts'
import './guards.ts'

process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1'
const compress = promisify(zlib.zstdCompress)
const decompress = promisify(zlib.zstdDecompress)
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
  compress: async (encoder: { buffer: Buffer }) => compress(encoder.buffer),
  decompress: async (buffer: Buffer) => decompress(buffer),
})

/** Kafka's own property names, without `properties.`, as in Flink. */
export type KafkaProperties = ReadonlyMap<string, string>

/** Raises ConnectorError where a property is missing, or has a value that this client cannot honour. */
export function createClient(properties: KafkaProperties): KafkaClient {
  const brokers = brokersOf(properties)
  const sasl = saslOf(properties)
  const configuration: KafkaConfig = {
    clientId: properties.get('client.id') ?? 'sluice',
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: integerProperty(properties, 'request.timeout.ms', 30_000),
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 5 },
    logLevel: kafkajs.logLevel.NOTHING,
    ...(usesTls(properties) ? { ssl: true } : {}),
    ...(sasl === null ? {} : { sasl }),
  }
  return new kafkajs.Kafka(configuration)
}

export function brokersOf(properties: KafkaProperties): readonly string[] {
  const text = properties.get('bootstrap.servers') ?? ''
  const brokers = text.split(',').map((broker) => broker.trim())
  const wrong = brokers.find((broker) => !/^(\[[^\]]+\]|[^:\s]+):\d+$/.test(broker))
  if (wrong === undefined) return brokers
  throw new ConnectorError(
    `'properties.bootstrap.servers' is not a list of host:port: '${text}'`,
    "write 'host:9092', several separated by commas",
  )
}

function usesTls(properties: KafkaProperties): boolean {
  const protocol = properties.get('security.protocol') ?? 'PLAINTEXT'
  if (!['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'].includes(protocol)) {
    throw new ConnectorError(
      `'properties.security.protocol' is '${protocol}'`,
      'it is one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL',
    )
  }
  return protocol.endsWith('SSL')
}

const mechanisms: ReadonlyMap<string, 'plain' | 'scram-sha-256' | 'scram-sha-512'> = new Map([
  ['PLAIN', 'plain'],
  ['SCRAM-SHA-256', 'scram-sha-256'],
  ['SCRAM-SHA-512', 'scram-sha-512'],
])

/** The user and password of `sasl.jaas.config`, in Java's form: `… required username="u" password="p";`. */
function saslOf(properties: KafkaProperties): SASLOptions | null {
  if (!(properties.get('security.protocol') ?? '').startsWith('SASL')) return null
  const name = properties.get('sasl.mechanism') ?? 'PLAIN'
  const mechanism = mechanisms.get(name)
  if (mechanism === undefined) {
    throw new ConnectorError(
      `'properties.sasl.mechanism' is '${name}'`,
      `it is one of ${[...mechanisms.keys()].join(', ')}`,
    )
  }
  const jaas = properties.get('sasl.jaas.config') ?? ''
  const username = jaasEntry(jaas, 'username')
  const password = jaasEntry(jaas, 'password')
  if (username === null || password === null) {
    throw new ConnectorError(
      "'properties.sasl.jaas.config' names no username and password",
      `write it as Java does: '… required username="u" password="p";'`,
    )
  }
  return { mechanism, username, password } as SASLOptions
}

function jaasEntry(jaas: string, key: 'username' | 'password'): string | null {
  const found = new RegExp(`\\b${key}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'((?:[^'\\\\]|\\\\.)*)')`).exec(jaas)
  return found === null ? null : (found[1] ?? found[2] ?? '').replaceAll(/\\(.)/g, '$1')
}

export function integerProperty(properties: KafkaProperties, key: string, otherwise: number): number {
  const text = properties.get(key)
  if (text === undefined) return otherwise
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new ConnectorError(`'properties.${key}' is '${text}', which is no whole number`)
}

/** Connects an admin client, uses it, and disconnects it in any case. */
export async function withAdmin<T>(properties: KafkaProperties, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = createClient(properties).admin()
  try {
    await admin.connect()
    return await use(admin)
  } catch (error) {
    throw operatorError(error, properties)
  } finally {
    await admin.disconnect()
  }
}

/** What kafkajs raised, said for an operator. */
export function operatorError(error: unknown, properties: KafkaProperties): Error {
  if (error instanceof ConnectorError) return error
  const cause = rootCause(error)
  const brokers = properties.get('bootstrap.servers') ?? ''
  if (isConnectionProblem(cause)) {
    return new ConnectorError(
      `cannot reach Kafka at ${brokers}: ${cause.message}`,
      "is the broker up, and 'properties.bootstrap.servers' right?",
      { cause: error },
    )
  }
  return new ConnectorError(`Kafka at ${brokers}: ${cause.message}`, null, { cause: error })
}

function isConnectionProblem(error: Error): boolean {
  return /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ECONNRESET|Connection (timeout|error)|Closed connection/.test(
    `${error.name} ${error.message}`,
  )
}

function rootCause(error: unknown): Error {
  let cause = error instanceof Error ? error : new Error(String(error))
  while (cause.cause instanceof Error) cause = cause.cause
  return cause
}

/** Partition numbers of a topic, ascending; a missing topic is a ConnectorError, with the way out. */
export async function partitionsOf(admin: Admin, topic: string): Promise<readonly number[]> {
  const topics = await admin.listTopics()
  if (!topics.includes(topic)) {
    throw new ConnectorError(
      `there is no Kafka topic '${topic}'`,
      'create it first (Sluice creates none), or mend the option; topics are case-sensitive',
    )
  }
  const { topics: described } = await admin.fetchTopicMetadata({ topics: [topic] })
  const partitions = described.flatMap((found) => found.partitions.map((partition) => partition.partitionId))
  return partitions.toSorted((a, b) => a - b)
}
