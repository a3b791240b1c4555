/**
 * kafkajs's consumer (group, assignment, heartbeats, seek, pause, commits) with fetches of our own: `eachBatch` gets record
 * batches as bytes, which `fetchedOf` finds and `readRecordBatches` reads.
 */
import type { Consumer, ConsumerConfig, Kafka } from 'kafkajs'
import { Fetcher } from './fetcher.ts'
import { receiveInPlace } from './receive.ts'
import { consumerWithCluster, eachNewBroker } from './internals.ts'

export interface WireConsumerOptions {
  /** Of all answers together that were fetched and are not worked on yet; one batch of each broker may go beyond. */
  readonly queuedBytesMax: number
  /** How long a fetch may take besides the broker's wait for records; below the session's timeout, for meanwhile there are no heartbeats. */
  readonly requestTimeoutMs: number
  /** See `FetcherOptions`; below the interval of heartbeats. */
  readonly idleWaitMs?: number
}

const answerBytesMin = 64 * 1024
/** The one that is worked on, and the one under way. */
const answersOfBroker = 2

export function createWireConsumer(client: Kafka, config: ConsumerConfig, options: WireConsumerOptions): Consumer {
  const { consumer, cluster } = consumerWithCluster(client, config)
  const answerBytesMax = (): number => {
    const answers = Math.max(cluster.getNodeIds().length, 1) * answersOfBroker
    return Math.max(Math.floor(options.queuedBytesMax / answers), answerBytesMin)
  }
  eachNewBroker(cluster, (broker) => {
    const { requestTimeoutMs, idleWaitMs = 0 } = options
    const fetcher = new Fetcher(broker, { requestTimeoutMs, answerBytesMax, idleWaitMs })
    receiveInPlace(broker.connectionPool.pool[1])
    broker.fetch = async (request) => fetcher.fetch(request)
  })
  return consumer
}
