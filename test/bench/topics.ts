/** The Kafka of Kafka scenarios: started for the bench, with the inputs in topics, the topics written to, and stopped again. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Kafka, logLevel } from 'kafkajs'
import type { Producer } from 'kafkajs'
import { startKafka } from '../servers/kafka/kafka.ts'
import { waitFor } from '../servers/process.ts'
import type { KafkaServer } from '../servers/kafka/kafka.ts'
import type { Input, InputName } from './inputs.ts'
import { eventTypes } from './inputs.ts'
import { eventType } from './mixed-log/generate.ts'

const batchMessages = 2000
export const emptyTopic = 'bench-empty'

export class Topics {
  readonly brokers: string
  private readonly server: KafkaServer
  private readonly kafka: Kafka
  private readonly filled = new Set<InputName>()

  private constructor(server: KafkaServer) {
    this.server = server
    this.brokers = server.brokers
    this.kafka = new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING, requestTimeout: 120_000 })
  }

  /** Null, with the reason printed, where there can be no Kafka. `withMany`: a topic for each type of event, too. */
  static async start(withMany: boolean): Promise<Topics | null> {
    const server = await startKafka()
    if ('skip' in server) {
      console.log(server.skip)
      return null
    }
    const topics = new Topics(server)
    const many = !withMany ? [] : Array.from({ length: eventTypes }, (_, i) => eventType(i + 1))
    await topics.create([
      emptyTopic,
      ...['login', 'logout', 'item_flow', 'all', ...many].map((name) => `bench-out-${name}`),
    ])
    return topics
  }

  /** The topic of an input: its lines, one a message. */
  async of(name: InputName, input: Input): Promise<string> {
    const topic = `bench-in-${name}`
    if (this.filled.has(name)) return topic
    await this.create([topic])
    const producer = this.kafka.producer()
    await producer.connect()
    await fill(producer, topic, input.file)
    await producer.disconnect()
    this.filled.add(name)
    return topic
  }

  async stop(): Promise<void> {
    await this.server.stop()
  }

  private async create(names: readonly string[]): Promise<void> {
    const admin = this.kafka.admin()
    await admin.connect()
    await admin.createTopics({ topics: names.map((topic) => ({ topic, numPartitions: 1 })), waitForLeaders: false })
    await waitFor('the topics to have leaders', 120_000, async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] })
      return topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0))
    })
    await admin.disconnect()
  }
}

async function fill(producer: Producer, topic: string, file: string): Promise<void> {
  let messages: { value: string }[] = []
  for await (const value of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    messages.push({ value })
    if (messages.length < batchMessages) continue
    await producer.send({ topic, messages })
    messages = []
  }
  if (messages.length > 0) await producer.send({ topic, messages })
}
