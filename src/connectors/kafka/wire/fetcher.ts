/**
 * Fetches from one broker in the place of kafkajs's own: the same requests, but the answer's record batches are handed on as
 * bytes. While the consumer works on one answer, and more is there, the next one is under way.
 */
import { NoAnswer, type FetchedPartition } from './ports.ts'
import { fetchApiKey, fetchBody, fetchVersion, readFetchAnswer } from './fetch-protocol.ts'
import type { FetchAnswer, FetchAnswerPartition } from './fetch-protocol.ts'
import {
  addressOf,
  connectionClosed,
  dropConnection,
  fetchError,
  isConnectionClosed,
  sendRequest,
  type Broker,
  type FetchRequest,
  type FetchResponse,
} from './internals.ts'
import { Lease } from './lease.ts'
import { endOfWholeBatches } from './partition-reader.ts'
import { giveBack } from './receive.ts'
import { Unanswered, within } from '../errors.ts'

const fetchApi = { apiKey: fetchApiKey, apiName: 'Fetch', apiVersion: fetchVersion, connection: 1 } as const
const readUncommitted = 0

/** One message stands for all that a partition got: this is how it is found again. */
const fetchedBy = new WeakMap<object, FetchedPartition>()

/** What a batch of kafkajs's consumer holds; null: it came by kafkajs's own fetch. */
export function fetchedOf(batch: { readonly messages: readonly object[] }): FetchedPartition | null {
  const [message] = batch.messages
  return message === undefined ? null : (fetchedBy.get(message) ?? null)
}

export interface FetcherOptions {
  /** Besides the broker's own wait for records. */
  readonly requestTimeoutMs: number
  /** Of one answer, of which there are two at most: one that is worked on, one under way. */
  answerBytesMax(): number
  /** Where nothing has come for long, the broker is asked to wait so long for records, if that is more than the request says. */
  readonly idleWaitMs: number
}

/** After so many answers without a record a broker counts as idle. */
const emptyAnswersMax = 20

interface Ahead {
  readonly key: string
  readonly answer: Promise<FetchAnswer | Error>
}

export class Fetcher {
  private readonly broker: Broker
  private readonly options: FetcherOptions
  private ahead: Ahead | null = null
  /** Of a partition whose error came together with records of others: those first. */
  private late: Error | null = null
  /** In a row. */
  private emptyAnswers = 0

  constructor(broker: Broker, options: FetcherOptions) {
    this.broker = broker
    this.options = options
  }

  async fetch(request: FetchRequest): Promise<FetchResponse> {
    const { late } = this
    this.late = null
    if (late !== null) throw late
    const answer = await this.answerTo(request)
    if (answer.code !== 0) throw fetchError(answer.code, '', -1)
    const failed = answer.partitions.find(({ code }) => code !== 0)
    const good = answer.partitions.filter(({ code, bytes }) => code === 0 && bytes.length > 0)
    if (failed !== undefined) {
      const error = fetchError(failed.code, failed.topic, failed.partition)
      if (good.length === 0) throw error
      this.late = error
    }
    const offsets = new Map(
      request.topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, fetchOffset }) => [keyOf(topic, partition), Number(fetchOffset)] as const),
      ),
    )
    const lease = new Lease(() => giveBack(answer.payload))
    const fetched = answer.partitions
      .filter(({ code }) => code === 0)
      .map((each) => fetchedPartition(each, offsets.get(keyOf(each.topic, each.partition)) ?? 0, request, lease))
    const isMoreThere = fetched.some(({ nextOffset, highWatermark }) => nextOffset < highWatermark)
    if (failed === undefined && good.length > 0 && isMoreThere) this.fetchAhead(request, fetched)
    const responses = responsesOf(answer.partitions, fetched)
    if (!lease.isHeld) giveBack(answer.payload)
    return { responses }
  }

  private async answerTo(request: FetchRequest): Promise<FetchAnswer> {
    const { ahead } = this
    this.ahead = null
    if (ahead === null || ahead.key !== requestKey(request)) return this.request(request)
    const answer = await ahead.answer
    if (answer instanceof Error) throw answer
    return answer
  }

  /** The request that follows if all of it is worked on. */
  private fetchAhead(request: FetchRequest, fetched: readonly FetchedPartition[]): void {
    const nextOffsets = new Map(fetched.map((each) => [keyOf(each.topic, each.partition), each.nextOffset]))
    const topics = request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((each) => {
        const next = nextOffsets.get(keyOf(topic, each.partition))
        return next === undefined ? each : { ...each, fetchOffset: String(next) }
      }),
    }))
    const following = { ...request, topics }
    const answer = this.request(following).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    )
    this.ahead = { key: requestKey(following), answer }
  }

  private async request(request: FetchRequest): Promise<FetchAnswer> {
    const { broker } = this
    const maxBytes = Math.min(request.maxBytes, this.options.answerBytesMax())
    const maxWaitTime = this.waitMs(request)
    const body = [fetchBody({ ...request, topics: shuffled(request.topics), maxBytes, maxWaitTime })]
    const timeoutMs = maxWaitTime + this.options.requestTimeoutMs
    try {
      const sending = sendRequest(broker, { ...fetchApi, body, timeoutMs })
      const raw = await within(timeoutMs, `fetching from ${addressOf(broker)}`, sending)
      const answer = readFetchAnswer(raw.payload)
      raw.throttle(answer.throttleMs)
      this.emptyAnswers = answer.partitions.every(({ bytes }) => bytes.length === 0) ? this.emptyAnswers + 1 : 0
      return answer
    } catch (error) {
      throw await leaveAfter(error, broker)
    }
  }

  private waitMs({ maxWaitTime }: FetchRequest): number {
    return this.emptyAnswers < emptyAnswersMax ? maxWaitTime : Math.max(maxWaitTime, this.options.idleWaitMs)
  }
}

/** After the loss of a connection kafkajs makes a new one: it is told of that loss only by an error of its own. */
async function leaveAfter(error: unknown, broker: Broker): Promise<unknown> {
  const isSilent = error instanceof NoAnswer || error instanceof Unanswered
  if (isSilent) await dropConnection(broker, 1)
  if (isSilent || isConnectionClosed(error)) void broker.disconnect().catch(() => {})
  return isSilent ? connectionClosed(broker) : error
}

function keyOf(topic: string, partition: number): string {
  return `${partition} ${topic}`
}

function requestKey({ topics }: FetchRequest): string {
  return topics
    .flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, fetchOffset }) => `${keyOf(topic, partition)} ${fetchOffset}`),
    )
    .toSorted()
    .join('\n')
}

/** A broker fills its answer in the order of the request: no partition is to be always the last (KIP-74). */
function shuffled(topics: FetchRequest['topics']): FetchRequest['topics'] {
  const places = topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
  for (let last = places.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[places[last], places[other]] = [places[other], places[last]]
  }
  return places.map(({ topic, partition }) => ({ topic, partitions: [partition] }))
}

function fetchedPartition(
  part: FetchAnswerPartition,
  fetchOffset: number,
  request: FetchRequest,
  lease: Lease,
): FetchedPartition {
  const { topic, partition, highWatermark, bytes } = part
  const nextOffset = endOfWholeBatches(bytes, fetchOffset)
  const aborted = request.isolationLevel === readUncommitted ? null : part.aborted
  return { topic, partition, fetchOffset, nextOffset, highWatermark, bytes, lease, aborted }
}

/** What kafkajs makes its batches of: of each partition one message, at the last offset that was got. */
function responsesOf(
  parts: readonly FetchAnswerPartition[],
  fetched: readonly FetchedPartition[],
): FetchResponse['responses'] {
  const replicas = new Map(parts.map((part) => [keyOf(part.topic, part.partition), part.preferredReadReplica]))
  return fetched.map((each) => ({
    topicName: each.topic,
    partitions: [
      {
        partition: each.partition,
        errorCode: 0,
        highWatermark: String(each.highWatermark),
        preferredReadReplica: replicas.get(keyOf(each.topic, each.partition)) ?? -1,
        abortedTransactions: [],
        messages: messagesOf(each),
      },
    ],
  }))
}

/** None where not even one whole batch came; bytes that are no batch are handed on, so that whoever reads them says so. */
function messagesOf(fetched: FetchedPartition): readonly object[] {
  const { bytes, fetchOffset, nextOffset } = fetched
  if (bytes.length === 0 || (nextOffset === fetchOffset && isCut(bytes))) return []
  const offset = String(Math.max(nextOffset - 1, fetchOffset))
  const message = { offset, key: null, value: null, isControlRecord: false, batchContext: {} }
  fetchedBy.set(message, fetched)
  fetched.lease.hold()
  return [message]
}

/** Does the first batch end beyond the bytes? */
function isCut(bytes: Buffer): boolean {
  return bytes.length < 12 || 12 + bytes.readInt32BE(8) > bytes.length
}
