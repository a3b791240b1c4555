/**
 * The only file that reaches into kafkajs: requests of our own bytes over its connections, its brokers and its metadata. Written
 * for 2.2.4, which will not change any more; version and shapes are checked, and where they differ `unavailable` says why,
 * and no client is made (`client.ts`). Nothing is loaded before.
 */
import { createRequire } from 'node:module'
import type { Consumer, ConsumerConfig, Kafka } from 'kafkajs'
import { mendKafkajs } from '../guards.ts'
import { NoAnswer, WireError } from './ports.ts'

const require = createRequire(import.meta.url)

/** Brokers, their leaders and coordinators, as kafkajs keeps them for one client. */
export interface Cluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  isConnected(): boolean
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>
  refreshMetadata(): Promise<void>
  refreshMetadataIfNecessary(): Promise<void>
  findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number; readonly leader: number | null }[]
  findBroker(node: { readonly nodeId: number | string }): Promise<Broker>
  findControllerBroker(): Promise<Broker>
  findGroupCoordinator(of: { readonly groupId: string; readonly coordinatorType: number }): Promise<Broker>
  removeBroker(address: { readonly host: string; readonly port: number }): void
  getNodeIds(): readonly string[]
  readonly brokerPool: {
    createBroker(options: object): Broker
    /** By node id. */
    readonly brokers: Readonly<Record<string, Broker>>
  }
}

export interface Broker {
  readonly nodeId: number | null
  readonly versions: Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>> | null
  readonly connectionPool: {
    readonly host: string
    readonly port: number
    /** For everything, and for Fetch. */
    readonly pool: readonly [Connection, Connection]
    getConnection(index: number): Promise<Connection>
  }
  disconnect(): Promise<void>
  fetch(request: FetchRequest): Promise<FetchResponse>
  initProducerId(request: {
    readonly transactionalId: string | undefined
    readonly transactionTimeout: number
  }): Promise<{ readonly producerId: string | number; readonly producerEpoch: number }>
  addPartitionsToTxn(
    request: InTransaction & { topics: readonly { topic: string; partitions: readonly number[] }[] },
  ): Promise<unknown>
  addOffsetsToTxn(request: InTransaction & { groupId: string }): Promise<unknown>
  txnOffsetCommit(request: InTransaction & { groupId: string; topics: readonly GroupOffsets[] }): Promise<unknown>
  endTxn(request: InTransaction & { transactionResult: boolean }): Promise<unknown>
  /** No topics: all that the group holds. Offset -1: none. */
  offsetFetch(request: {
    readonly groupId: string
    readonly topics: readonly never[]
  }): Promise<{ readonly responses: readonly HeldOffsets[] }>
}

export interface HeldOffsets {
  readonly topic: string
  readonly partitions: readonly {
    readonly partition: number
    readonly offset: string
    readonly metadata: string | null
  }[]
}

interface InTransaction {
  readonly transactionalId: string
  readonly producerId: string
  readonly producerEpoch: number
}

export interface GroupOffsets {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly offset: string; readonly metadata: string }[]
}

/** What kafkajs's consumer asks of a broker. */
export interface FetchRequest {
  readonly maxWaitTime: number
  readonly minBytes: number
  readonly maxBytes: number
  /** 1: committed records only. */
  readonly isolationLevel?: number
  readonly rackId?: string
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly FetchRequestPartition[] }[]
}

export interface FetchRequestPartition {
  readonly partition: number
  readonly fetchOffset: string
  readonly maxBytes: number
}

/** What kafkajs's consumer makes its batches of. */
export interface FetchResponse {
  readonly responses: readonly {
    readonly topicName: string
    readonly partitions: readonly {
      readonly partition: number
      readonly errorCode: 0
      readonly highWatermark: string
      readonly preferredReadReplica: number
      readonly abortedTransactions: readonly never[]
      readonly messages: readonly object[]
    }[]
  }[]
}

export interface Connection {
  readonly clientId: string
  /** null: without SASL. */
  readonly sasl: object | null
  readonly socket: { cork(): void; uncork(): void; write(bytes: Buffer): void; destroy(): void }
  readonly requestQueue: {
    push(request: object): void
    maybeThrottle(ms: number): void
    rejectAll(error: Error): void
    waitForPendingRequests(): Promise<void>
    fulfillRequest(answer: { readonly size: number; readonly correlationId: number; readonly payload: Buffer }): void
  }
  /** Whose the next answer is, while it authenticates. */
  readonly authHandlers: object | null
  processData(data: Buffer): void
  isConnected(): boolean
  isAuthenticated(): boolean
  authenticate(): Promise<void>
  disconnect(): Promise<unknown>
  nextCorrelationId(): number
}

export const transactionCoordinator = 1
export const groupCoordinator = 0

const shapes: Readonly<Record<string, readonly string[]>> = {
  'kafkajs/src/cluster': [
    'addMultipleTargetTopics',
    'refreshMetadata',
    'refreshMetadataIfNecessary',
    'findTopicPartitionMetadata',
    'findBroker',
    'findControllerBroker',
    'findGroupCoordinator',
    'removeBroker',
    'getNodeIds',
  ],
  'kafkajs/src/broker': [
    'fetch',
    'initProducerId',
    'addPartitionsToTxn',
    'addOffsetsToTxn',
    'txnOffsetCommit',
    'endTxn',
    'offsetFetch',
  ],
  'kafkajs/src/network/connectionPool': ['getConnection'],
  'kafkajs/src/network/connection': [
    'isAuthenticated',
    'authenticate',
    'isConnected',
    'processData',
    'disconnect',
    'nextCorrelationId',
  ],
  'kafkajs/src/network/requestQueue': [
    'push',
    'maybeThrottle',
    'rejectAll',
    'waitForPendingRequests',
    'fulfillRequest',
  ],
}

let reason: string | null | undefined

/** Why Kafka cannot be used with the kafkajs that is installed; null: it is as this file knows it. */
export function unavailable(): string | null {
  if (reason === undefined) reason = mendKafkajs() ?? findDifference()
  return reason
}

function findDifference(): string | null {
  for (const [path, methods] of Object.entries(shapes)) {
    const { prototype } = require(path) as { prototype: object }
    const missing = methods.find((method) => typeof Reflect.get(prototype, method) !== 'function')
    if (missing !== undefined) return `${path} has no ${missing}`
  }
  return null
}

type CreateCluster = (options: object) => Cluster

function clusterFactory(client: Kafka): symbol {
  const found = Object.getOwnPropertySymbols(client).find(({ description }) => description?.endsWith(':createCluster'))
  if (found === undefined) throw new WireError('kafkajs: no createCluster')
  return found
}

/** A cluster of our own with the client's brokers, TLS, SASL, time limits and logger. */
export function openCluster(client: Kafka): Cluster {
  const create = Reflect.get(client, clusterFactory(client)) as CreateCluster
  return create({ metadataMaxAge: 300_000, allowAutoTopicCreation: false })
}

/** kafkajs's consumer, with the cluster that it works on. */
export function consumerWithCluster(
  client: Kafka,
  config: ConsumerConfig,
): { readonly consumer: Consumer; readonly cluster: Cluster } {
  const factory = clusterFactory(client)
  const create = Reflect.get(client, factory) as CreateCluster
  const made: Cluster[] = []
  Reflect.set(client, factory, (options: object) => {
    const cluster = create(options)
    made.push(cluster)
    return cluster
  })
  try {
    const consumer = client.consumer(config)
    return { consumer, cluster: made[0] }
  } finally {
    Reflect.set(client, factory, create)
  }
}

/** Shows every broker of the cluster, the first ones too, before it is used. */
export function eachNewBroker(cluster: Cluster, see: (broker: Broker) => void): void {
  const pool = cluster.brokerPool
  const create: (options: object) => Broker = pool.createBroker.bind(pool)
  pool.createBroker = (options) => {
    const broker = create(options)
    see(broker)
    return broker
  }
}

export interface RawRequest {
  readonly apiKey: number
  readonly apiName: string
  readonly apiVersion: number
  /** kafkajs keeps two to a broker, the second for Fetch. */
  readonly connection: 0 | 1
  /** The body in pieces that are not copied. */
  readonly body: readonly Buffer[]
  readonly timeoutMs: number
}

export interface RawAnswer {
  readonly payload: Buffer
  /** Kafka asks for a pause of this connection (KIP-219). */
  readonly throttle: (ms: number) => void
}

/**
 * A request (header version 1) and its answer's body. It goes through kafkajs's queue, which has the correlation ids, the time
 * limit, throttling, and the rejection when the connection closes.
 */
export async function sendRequest(broker: Broker, request: RawRequest): Promise<RawAnswer> {
  const connection = await connected(broker, request.connection)
  const { apiKey, apiName, apiVersion } = request
  const correlationId = connection.nextCorrelationId()
  const head = requestHead(connection.clientId, correlationId, request)
  const { payload } = await new Promise<{ payload: Buffer }>((resolve, reject) => {
    connection.requestQueue.push({
      entry: { apiKey, apiName, apiVersion, correlationId, resolve, reject },
      expectResponse: true,
      requestTimeout: request.timeoutMs,
      sendRequest: () => {
        connection.socket.cork()
        connection.socket.write(head)
        for (const piece of request.body) connection.socket.write(piece)
        connection.socket.uncork()
      },
    })
  })
  return { payload, throttle: (ms) => connection.requestQueue.maybeThrottle(ms) }
}

/** Connecting twice at once would make two sockets. By broker and by the place of the connection in its pool. */
const connecting = [new WeakMap<Broker, Promise<Connection>>(), new WeakMap<Broker, Promise<Connection>>()] as const

async function connected(broker: Broker, index: 0 | 1): Promise<Connection> {
  const underway = connecting[index]
  let connection = underway.get(broker)
  if (connection === undefined) {
    connection = broker.connectionPool.getConnection(index).finally(() => underway.delete(broker))
    underway.set(broker, connection)
  }
  const made = await connection
  if (made.sasl !== null && !made.isAuthenticated()) {
    // While it authenticates again, kafkajs takes any answer for the one to that.
    await made.requestQueue.waitForPendingRequests()
    await made.authenticate()
  }
  if (!made.isConnected()) throw new NoAnswer(`the connection to ${addressOf(broker)} is closed`)
  return made
}

function requestHead(clientId: string, correlationId: number, { apiKey, apiVersion, body }: RawRequest): Buffer {
  const idBytes = Buffer.byteLength(clientId)
  const head = Buffer.allocUnsafe(14 + idBytes)
  const bytes = body.reduce((sum, piece) => sum + piece.length, head.length - 4)
  head.writeInt32BE(bytes, 0)
  head.writeInt16BE(apiKey, 4)
  head.writeInt16BE(apiVersion, 6)
  head.writeInt32BE(correlationId, 8)
  head.writeInt16BE(idBytes, 12)
  head.write(clientId, 14)
  return head
}

/** kafkajs does not notice a socket that is dead without a word: lets the connection go, so that the next request makes a new one. */
export async function dropConnection(broker: Broker, index: 0 | 1): Promise<void> {
  const connection = broker.connectionPool.pool[index]
  if (!connection.isConnected()) return
  connection.requestQueue.rejectAll(new NoAnswer(`the connection to ${addressOf(broker)} was given up`))
  connection.socket.destroy()
  await connection.disconnect()
}

interface ProtocolErrors {
  createErrorFromCode(this: void, code: number): Error & { readonly type: string }
}
interface ClientErrors {
  readonly KafkaJSOffsetOutOfRange: new (error: Error, place: { topic: string; partition: number }) => Error
  readonly KafkaJSConnectionClosedError: new (message: string, address: { host: string; port: number }) => Error
}
const offsetOutOfRange = 1

function errorOf(code: number): Error & { readonly type: string } {
  return (require('kafkajs/src/protocol/error') as ProtocolErrors).createErrorFromCode(code)
}

function clientErrors(): ClientErrors {
  return require('kafkajs/src/errors') as ClientErrors
}

/** The name of a code, up to 88. */
export function errorType(code: number): string {
  return errorOf(code).type
}

/** A partition's error as kafkajs's consumer expects it from a fetch: it knows what to do about each. */
export function fetchError(code: number, topic: string, partition: number): Error {
  const error = errorOf(code)
  if (code !== offsetOutOfRange) return error
  const { KafkaJSOffsetOutOfRange } = clientErrors()
  return new KafkaJSOffsetOutOfRange(error, { topic, partition })
}

/** The error at which kafkajs's consumer leaves a broker and looks for it anew. */
export function connectionClosed({ connectionPool: { host, port } }: Broker): Error {
  const { KafkaJSConnectionClosedError } = clientErrors()
  return new KafkaJSConnectionClosedError('Closed connection', { host, port })
}

export function isConnectionClosed(error: unknown): boolean {
  return error instanceof clientErrors().KafkaJSConnectionClosedError
}

export function addressOf({ connectionPool: { host, port } }: Broker): string {
  return `${host}:${port}`
}
