/**
 * What the rest of the Kafka connectors may know of this folder: record batches as bytes, a producer that sends them, and
 * what a fetch brought. Everything else of Kafka (groups, metadata, TLS, SASL) stays kafkajs's.
 */
import type { Lease } from './lease.ts'

/** One record batch (format 2) of one topic-partition, ready but for the producer's fields and the checksum. */
export interface EncodedBatch {
  /** The whole batch, header and all. Whoever sends it owns it, and writes the producer's fields into it. */
  readonly bytes: Buffer
  /** Records; at least 1. */
  readonly count: number
  /** The bytes may be used again. Called once at most, and only when no socket can still hold them. */
  release(): void
}

export interface Acknowledged {
  /** The offset of the batch's first record; -1 where the broker had it already and no longer knows. */
  readonly baseOffset: number
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** An offset that is committed with the transaction, or was. */
export interface TransactionOffset extends TopicPartition {
  /** Of the next record. */
  readonly offset: number
  /** At most 4,096 UTF-16 units. */
  readonly metadata: string
}

/**
 * An idempotent producer, with a transactional id or without. In one partition batches arrive in the order of `send`, each once,
 * over any number of retries. Every call ends within its deadline; errors are WireError.
 */
export interface WireProducer {
  /** Connects. With a transactional id: fences whoever had it before, and aborts what that one left open. */
  open(): Promise<void>
  /** Bytes handed over and not yet acknowledged: the caller keeps them bounded by awaiting `send`. */
  readonly queuedBytes: number
  /** How often a batch had to be sent again. */
  readonly retries: number
  /**
   * Resolves when all in-sync replicas have the batch. Where it rejects, the batches of the partition that were waiting
   * behind it are rejected as well. With a transactional id: only inside a transaction, and the first error poisons it.
   */
  send(topic: string, partition: number, batch: EncodedBatch): Promise<Acknowledged>
  /** Asks Kafka for a raised epoch first, where a request of the transaction before may still arrive. */
  beginTransaction(): Promise<void>
  /** All of one group's offsets in one call. */
  sendOffsets(groupId: string, offsets: readonly TransactionOffset[]): Promise<void>
  /**
   * Waits for what was sent, then commits. Rejects without asking Kafka after any error in this transaction. Where it rejects
   * otherwise, the outcome is unknown: only a new producer of the same transactional id, and then the offsets, tell.
   */
  commit(): Promise<void>
  /**
   * All offsets that a group holds, and none older than what was committed before this call. Between transactions only. `place`: a
   * partition that there is; nothing is left there.
   */
  readOffsets(groupId: string, place: TopicPartition): Promise<readonly TransactionOffset[]>
  /** The same at any time; what was committed last may be missing where the group's coordinator has just changed. */
  peekOffsets(groupId: string): Promise<readonly TransactionOffset[]>
  /** Numbers of a topic's partitions. */
  partitionsOf(topic: string): Promise<readonly number[]>
  /** Kafka's ids of topics; null where these brokers have none. Raises WireError where a topic is not there. */
  topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  /** After it a new transaction may begin, unless it rejects: then the producer is of no more use. */
  abort(): Promise<void>
  /** Lets everything go; what is under way is rejected. Never rejects. */
  discard(): Promise<void>
}

export interface WireProducerOptions {
  /** null: idempotent without transactions. */
  readonly transactionalId: string | null
  readonly transactionTimeoutMs: number
  /** How long one request may take, its answer included. */
  readonly requestTimeoutMs: number
  /** From `send` to its end, with all retries. */
  readonly deliveryTimeoutMs: number
  /** Where sequences begin; tests begin near the end of the numbers. */
  readonly firstSequence: number
}

/** Of a Fetch answer: what one partition got. */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  /** What was asked for; the first batch may begin before it. */
  readonly fetchOffset: number
  /** Where to go on: behind the last whole batch, whether its records are seen or not. */
  readonly nextOffset: number
  /** The end of the partition, as the leader told. */
  readonly highWatermark: number
  /** Record batches as the broker has them; the last one may be cut. */
  readonly bytes: Buffer
  /** Of the bytes; held for whoever gets them, for the first time. */
  readonly lease: Lease
  /** Transactions whose records are not to be seen; null: everything is to be seen. */
  readonly aborted: readonly AbortedTransaction[] | null
}

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: number
}

/** Kafka refused, was silent for too long, or sent what is not in its format. */
export class WireError extends Error {
  /** Kafka's error code; null where none was given (no answer, broken bytes). */
  readonly code: number | null
  /** Its name in kafkajs's spelling, as errors of kafkajs have it. */
  readonly type: string | null
  constructor(message: string, code: number | null = null, options: ErrorOptions & { readonly type?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.type = options.type ?? null
  }
}

/** The connection was lost, or nothing came in time: what was asked for may have been done or not. */
export class NoAnswer extends WireError {}
