/** What kafkajs raises: Kafka's error code where there is one, what passes by itself, and the message for operators. */
import { ConnectorError } from '../ports.ts'
import { NoAnswer } from './wire/ports.ts'

/** kafkajs 2.2.4 knows the codes up to 88; of later ones only the number is left, in the text. */
const laterCodes: ReadonlyMap<number, string> = new Map([
  [89, 'THROTTLING_QUOTA_EXCEEDED'],
  [90, 'PRODUCER_FENCED'],
  [100, 'UNKNOWN_TOPIC_ID'],
  [103, 'FETCH_SESSION_TOPIC_ID_ERROR'],
  [107, 'INELIGIBLE_REPLICA'],
  [110, 'NEW_LEADER_ELECTED'],
  [120, 'TRANSACTION_ABORTABLE'],
])

/** The name of Kafka's error code (`NOT_LEADER_FOR_PARTITION`), in kafkajs's spelling; null: it is no answer of a broker. */
export function codeNameOf(error: unknown): string | null {
  for (const cause of causes(error)) {
    const { type } = cause as { type?: unknown }
    if (type === 'KAFKAJS_UNKNOWN_ERROR_CODE') return laterCodes.get(unknownCode(cause)) ?? type
    if (typeof type === 'string') return type
  }
  return null
}

function unknownCode(error: Error): number {
  return Number(/Unknown error code (-?\d+)/.exec(error.message)?.[1])
}

/** Codes that a broker gives while it, or a coordinator, is starting, moving or busy: nothing was done. */
const passing: ReadonlySet<string> = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_CONTROLLER',
  'CONCURRENT_TRANSACTIONS',
  'UNSTABLE_OFFSET_COMMIT',
  'THROTTLING_QUOTA_EXCEEDED',
])

/** Those, and what a write may pass through besides. */
const passingForWrites: ReadonlySet<string> = new Set([
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'REPLICA_NOT_AVAILABLE',
  'KAFKA_STORAGE_ERROR',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'NEW_LEADER_ELECTED',
])

/** It passes by itself: a broker is away, silent, or moving something. Whether the request was done is unknown. */
export function isPassing(error: unknown): boolean {
  const code = codeNameOf(error)
  if (code !== null) return passing.has(code) || passingForWrites.has(code)
  return causes(error).some(isWithoutAnswer)
}

function isWithoutAnswer(error: Error): boolean {
  return error instanceof Unanswered || error instanceof NoAnswer || isConnectionProblem(error)
}

/** A broker's answer that says: nothing was done, ask again. */
export function isRefusedForNow(error: unknown): boolean {
  return passing.has(codeNameOf(error) ?? '')
}

/** No answer within the time given. */
export class Unanswered extends Error {}

/** kafkajs does not notice every connection that is gone: no promise of it is awaited without a limit. */
export async function within<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unanswered(`no answer to ${what} within ${limitMs} ms`)), limitMs)
  })
  // Where the limit comes first, what the promise ends with later concerns nobody any more.
  promise.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** How long to wait before the n-th try again (from 0): longer each time, and never as long as to be missed. */
export function backoffMs(retry: number): number {
  return Math.min(5_000, 100 * 2 ** Math.min(retry, 10)) * (0.8 + Math.random() * 0.4)
}

/** Calls again what fails in passing (`isPassing`), for at most `limitMs`; then rejects with the last error. */
export async function untilPassed<T>(
  limitMs: number,
  call: () => Promise<T>,
  again: (error: unknown) => boolean = isPassing,
): Promise<T> {
  const deadlineMs = performance.now() + limitMs
  for (let retry = 0; ; retry++) {
    try {
      return await call()
    } catch (error) {
      const pauseMs = backoffMs(retry)
      if (!again(error) || performance.now() + pauseMs > deadlineMs) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

const settledMsMax = 30_000

/** Calls until what refuses for now (a coordinator that moves) has settled; kafkajs's admin client gives up at once on some. */
export async function untilSettled<T>(call: () => Promise<T>): Promise<T> {
  return untilPassed(settledMsMax, call, isRefusedForNow)
}

/** What kafkajs raised, said for an operator. */
export function operatorError(error: unknown, properties: ReadonlyMap<string, string>): Error {
  if (error instanceof ConnectorError) return error
  const brokers = properties.get('bootstrap.servers') ?? ''
  const cause = causes(error).at(-1) ?? new Error(String(error))
  const options = { cause: error }
  if (cause instanceof Unanswered) {
    return new ConnectorError(
      `Kafka at ${brokers} gives ${cause.message}`,
      'is the broker up, and the network?',
      options,
    )
  }
  const code = codeNameOf(error)
  if (code === null && isConnectionProblem(cause)) {
    return new ConnectorError(
      `cannot reach Kafka at ${brokers}: ${cause.message}`,
      "is the broker up, and 'properties.bootstrap.servers' right?",
      options,
    )
  }
  const known = code !== null && code.length > 0 && !cause.message.includes(code) ? ` (${code})` : ''
  return new ConnectorError(`Kafka at ${brokers}: ${cause.message}${known}`, help.get(code ?? '') ?? null, options)
}

/** The way out, where a code has one. */
const help: ReadonlyMap<string, string> = new Map([
  ['TOPIC_AUTHORIZATION_FAILED', 'give this user the right to it (kafka-acls), or log in as another'],
  ['GROUP_AUTHORIZATION_FAILED', 'give this user the right to the consumer group (kafka-acls)'],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'give this user the transactional ids `sluice.*` (kafka-acls)'],
  ['CLUSTER_AUTHORIZATION_FAILED', 'give this user the right to the cluster (kafka-acls)'],
  [
    'MESSAGE_TOO_LARGE',
    "the topic's max.message.bytes is smaller than 'properties.max.request.size': raise the one or lower the other",
  ],
  [
    'NOT_ENOUGH_REPLICAS',
    "fewer replicas are in sync than the topic's min.insync.replicas asks for: are all brokers up?",
  ],
  [
    'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    "fewer replicas are in sync than the topic's min.insync.replicas asks for: are all brokers up?",
  ],
  ['UNKNOWN_TOPIC_OR_PARTITION', 'was the topic deleted while the job ran?'],
])

function isConnectionProblem(error: Error): boolean {
  return /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|KafkaJSConnection|Connection timeout|timed out|producer is disconnect|Broker not connected|BrokerNotFound|MetadataNotLoaded|CoordinatorNotFound|LockTimeout/.test(
    `${error.name} ${error.message}`,
  )
}

/** The error and what caused it, outermost first. */
function causes(error: unknown): readonly Error[] {
  const found: Error[] = []
  for (let cause = error; cause instanceof Error && !found.includes(cause); cause = cause.cause) found.push(cause)
  return found
}
