/**
 * Batches of several partitions that one broker leads go out in one request. Whoever comes in the same turn, or while as many
 * requests are under way as may be, travels together.
 */
import { refusal, understood } from './errors.ts'
import { sendRequest, type Broker } from './internals.ts'
import type { Leaders } from './leaders.ts'
import { WireError } from './ports.ts'
import {
  produceApiKey,
  produceBody,
  produceVersionMax,
  readProduceAnswer,
  type ProduceAnswer,
  type ProduceEntry,
} from './produce-protocol.ts'
import { within } from '../errors.ts'

export interface ProduceRequestOptions {
  readonly transactionalId: string | null
  readonly requestTimeoutMs: number
}

/** What came of one batch in one request. */
export interface Sent {
  readonly answer: ProduceAnswer | null
  readonly error: WireError | null
  /** No answer: the batch may be there or not. */
  readonly isNetwork: boolean
  readonly broker: Broker | null
}

interface Passenger {
  readonly entry: ProduceEntry
  readonly arrive: (sent: Sent) => void
}

interface Line {
  readonly nodeId: number
  readonly waiting: Passenger[]
  underway: number
  isScheduled: boolean
}

const requestBytesMax = 8 << 20
const underwayMax = 5
const produceApi = { apiKey: produceApiKey, apiName: 'Produce', connection: 0 } as const
/** The broker waits for its replicas, kafkajs's queue for the broker, and this for kafkajs's queue, each somewhat longer. */
const brokerShare = 0.6
const queueShare = 0.8

export class ProduceRequests {
  private readonly leaders: Leaders
  private readonly options: ProduceRequestOptions
  private readonly lines = new Map<number, Line>()

  constructor(leaders: Leaders, options: ProduceRequestOptions) {
    this.leaders = leaders
    this.options = options
  }

  /** Never rejects. One batch of a partition at a time. */
  async send(nodeId: number, entry: ProduceEntry): Promise<Sent> {
    let line = this.lines.get(nodeId)
    if (line === undefined) this.lines.set(nodeId, (line = { nodeId, waiting: [], underway: 0, isScheduled: false }))
    const { waiting } = line
    const arrived = new Promise<Sent>((arrive) => waiting.push({ entry, arrive }))
    this.schedule(line)
    return arrived
  }

  private schedule(line: Line): void {
    if (line.isScheduled) return
    line.isScheduled = true
    setImmediate(() => {
      line.isScheduled = false
      while (line.waiting.length > 0 && line.underway < underwayMax) void this.depart(line, takeRequest(line.waiting))
    })
  }

  private async depart(line: Line, passengers: readonly Passenger[]): Promise<void> {
    line.underway++
    let broker: Broker | null = null
    try {
      broker = await this.leaders.broker(line.nodeId)
      const answers = await this.request(
        broker,
        passengers.map(({ entry }) => entry),
      )
      const ofTopic = Map.groupBy(answers, ({ topic }) => topic)
      for (const { entry, arrive } of passengers) arrive(outcome(entry, ofTopic.get(entry.topic), broker))
    } catch (raised) {
      const { error, isNetwork } = understood(raised, `sending to broker ${line.nodeId}`)
      for (const { arrive } of passengers) arrive({ answer: null, error, isNetwork, broker })
    } finally {
      line.underway--
      this.schedule(line)
    }
  }

  private async request(broker: Broker, entries: readonly ProduceEntry[]): Promise<readonly ProduceAnswer[]> {
    const { transactionalId, requestTimeoutMs } = this.options
    const apiVersion = Math.min(produceVersionMax, broker.versions?.[produceApiKey]?.maxVersion ?? produceVersionMax)
    const body = produceBody(transactionalId, Math.ceil(requestTimeoutMs * brokerShare), entries)
    const timeoutMs = Math.ceil(requestTimeoutMs * queueShare)
    const sending = sendRequest(broker, { ...produceApi, apiVersion, body, timeoutMs })
    const { payload, throttle } = await within(requestTimeoutMs, `sending to broker ${broker.nodeId}`, sending)
    const { answers, throttleMs } = readProduceAnswer(payload, apiVersion)
    throttle(throttleMs)
    return answers
  }
}

/** As many as a request holds, at least one; of a partition one. */
function takeRequest(waiting: Passenger[]): readonly Passenger[] {
  let bytes = 0
  const end = waiting.findIndex(({ entry }, index) => {
    bytes += entry.batch.length
    return index > 0 && bytes > requestBytesMax
  })
  return waiting.splice(0, end < 0 ? waiting.length : end)
}

/** `answers`: of the topic. */
function outcome(
  { topic, partition }: ProduceEntry,
  answers: readonly ProduceAnswer[] | undefined,
  broker: Broker,
): Sent {
  const answer = answers?.find((each) => each.partition === partition)
  const what = `sending to '${topic}', partition ${partition}`
  if (answer === undefined) {
    return { answer: null, error: new WireError(`${what}: the answer lacks it`), isNetwork: false, broker }
  }
  const error = answer.code === 0 ? null : refusal(what, answer.code, answer.message)
  return { answer, error, isNetwork: false, broker }
}
