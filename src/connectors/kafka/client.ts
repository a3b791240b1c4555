/**
 * kafkajs, the client behind the Kafka connectors: made from Flink-style `properties.*`, its
 * defects guarded (`guards.ts`), its internals used (`wire/internals.ts`). Nothing outside this folder imports kafkajs.
 */
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import type { Admin, ISocketFactory, Kafka as KafkaClient, KafkaConfig, SASLOptions } from 'kafkajs'
import { durationKind } from '../../options/kinds.ts'
import { ConnectorError } from '../ports.ts'
import { causeOf } from '../system-error.ts'
import { operatorError, within } from './errors.ts'
import { loadKafkajs } from './kafkajs.ts'
import { unavailable } from './wire/internals.ts'
import { openSocket } from './wire/socket.ts'

export { operatorError } from './errors.ts'

/** kafkajs tries several times, and then says why it failed: that is worth more than our own limit. */
export const connectMsMax = 60_000
const leaveMsMax = 2_000

/** Kafka's own property names, without `properties.`, as in Flink. */
export type KafkaProperties = ReadonlyMap<string, string>

/** Raises ConnectorError where a property is missing, or has a value that this client cannot honour; or the client itself is another one. */
export function createClient(properties: KafkaProperties, socketFactory?: ISocketFactory): KafkaClient {
  const reason = unavailable()
  if (reason !== null) {
    throw new ConnectorError(
      `the kafkajs that is installed is not the one that Sluice is written for: ${reason}`,
      'install what package-lock.json names (npm ci)',
    )
  }
  const { Kafka, logLevel } = loadKafkajs()
  const brokers = brokersOf(properties)
  const sasl = saslOf(properties)
  const configuration: KafkaConfig = {
    clientId: properties.get('client.id') ?? 'sluice',
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs(properties),
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 5 },
    logLevel: logLevel.NOTHING,
    ...(usesTls(properties) ? { ssl: trustOf(properties) } : {}),
    ...(sasl === null ? {} : { sasl }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  }
  return new Kafka(configuration)
}

/** A client whose connections can all be cut at once: what kafkajs still has under way never reaches a broker then. */
export interface DisposableClient {
  readonly kafka: KafkaClient
  /** Cuts everything at once. */
  destroy(): void
  /** Leaves politely (`disconnect` of what was made with it) if that is quickly done, and then cuts. Never rejects. */
  close(disconnect: () => Promise<void>): Promise<void>
}

export function createDisposableClient(properties: KafkaProperties): DisposableClient {
  const sockets = new Set<Socket>()
  let destroyed = false
  const socketFactory: ISocketFactory = (place) => {
    if (destroyed) throw new Error('this client was let go')
    const socket = openSocket(place)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
  const kafka = createClient(properties, socketFactory)
  const destroy = (): void => {
    destroyed = true
    // With an error, for kafkajs does not notice a socket that is merely destroyed.
    for (const socket of sockets) socket.destroy(new Error('this client was let go'))
  }
  const close = async (disconnect: () => Promise<void>): Promise<void> => {
    await within(leaveMsMax, 'a farewell', disconnect()).catch(() => {})
    destroy()
  }
  return { kafka, destroy, close }
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

/** The certificates to trust: those of the system, or of a PEM file. */
function trustOf(properties: KafkaProperties): { readonly ca: string } | true {
  const location = properties.get('ssl.truststore.location')
  if (location === undefined) return true
  try {
    return { ca: readFileSync(location, 'utf8') }
  } catch (error) {
    throw new ConnectorError(
      `'properties.ssl.truststore.location': cannot read \`${location}\`: ${causeOf(error)}`,
      'it is a file of certificates, PEM',
    )
  }
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

/** How long a broker's answer may take. */
export function requestTimeoutMs(properties: KafkaProperties): number {
  return durationProperty(properties, 'request.timeout.ms', 30_000)
}

/** How long a running job goes on trying, where a broker is away, before it ends with the reason. */
export function deliveryTimeoutMs(properties: KafkaProperties): number {
  return durationProperty(properties, 'delivery.timeout.ms', 300_000)
}

/** After so long Kafka aborts what a transaction has written; a minute, as with Java's producer. */
export function transactionTimeoutMs(properties: KafkaProperties): number {
  return durationProperty(properties, 'transaction.timeout.ms', 60_000)
}

/** How long messages wait for more of their batch. */
export function lingerMs(properties: KafkaProperties): number {
  return durationProperty(properties, 'linger.ms', 0)
}

/** Milliseconds, or with a unit. */
function durationProperty(properties: KafkaProperties, key: string, otherwiseMs: number): number {
  const text = properties.get(key)
  if (text === undefined) return otherwiseMs
  const parsed = durationKind.parse(text)
  if (parsed.ok) return parsed.value
  throw new ConnectorError(`'properties.${key}' is '${text}'`, `it ${parsed.message}`)
}

export function integerProperty(properties: KafkaProperties, key: string, otherwise: number): number {
  const text = properties.get(key)
  if (text === undefined) return otherwise
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new ConnectorError(`'properties.${key}' is '${text}', which is no whole number`)
}

/** Connects an admin client, uses it, and lets it go in any case. */
export async function withAdmin<T>(properties: KafkaProperties, use: (admin: Admin) => Promise<T>): Promise<T> {
  const client = createDisposableClient(properties)
  const admin = client.kafka.admin()
  try {
    await within(connectMsMax, 'a connection', admin.connect())
    return await use(admin)
  } catch (error) {
    throw operatorError(error, properties)
  } finally {
    // An error of leaving must not hide why we leave.
    await client.close(() => admin.disconnect())
  }
}

export function missingTopic(topic: string): ConnectorError {
  return new ConnectorError(
    `there is no Kafka topic '${topic}'`,
    'create it first (Sluice creates none), or mend the option; topics are case-sensitive',
  )
}
