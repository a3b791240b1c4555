/** Where the hand-written script reads: a file with readline, or a topic up to its present end with kafkajs. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Kafka } from 'kafkajs'

export type TakeLine = (line: string) => Promise<void>

export async function readFile(path: string, take: TakeLine): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) await take(line)
}

export async function readTopic(kafka: Kafka, topic: string, groupId: string, take: TakeLine): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]))
  await admin.disconnect()
  for (const [partition, end] of ends) if (end === 0) ends.delete(partition)
  if (ends.size === 0) return

  const consumer = kafka.consumer({ groupId, retry: { retries: 0, restartOnFailure: async () => false } })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((done, fail) => {
    const eachBatch = async ({ batch }: { batch: Batch }): Promise<void> => {
      for (const { value } of batch.messages) await take(value?.toString('utf8') ?? '')
      if (Number(batch.lastOffset()) + 1 >= (ends.get(batch.partition) ?? 0)) ends.delete(batch.partition)
      if (ends.size === 0) done()
    }
    consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error))
    consumer.run({ eachBatch, partitionsConsumedConcurrently: 1 }).catch(fail)
  })
  await consumer.disconnect()
}

interface Batch {
  readonly partition: number
  readonly messages: readonly { readonly value: Buffer | null }[]
  lastOffset(): string
}
