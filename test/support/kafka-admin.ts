/** kafkajs's admin client, for what tests look up and change behind a job's back. */
import { Kafka, logLevel, type Admin, type ITopicConfig } from 'kafkajs'
import { waitFor } from '../servers/process.ts'

/** `brokers`: host:port. */
export async function administer<T>(brokers: string, use: (admin: Admin) => Promise<T>): Promise<T> {
  return administerWith(new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }), use)
}

export async function administerWith<T>(client: Kafka, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

/** Resolves once all partitions have leaders. kafkajs would wait for them too, but not for a broker that knows no such topic yet. */
export async function makeTopics(admin: Admin, topics: readonly ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics: [...topics], waitForLeaders: false })
  await waitFor('leaders', 60_000, async () => {
    const { topics: known } = await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) })
    return known.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0))
  })
}

/** The sum of where its partitions end: marks of transactions count too. */
export async function endOf(brokers: string, topic: string): Promise<number> {
  const ends = await administer(brokers, async (admin) => admin.fetchTopicOffsets(topic))
  return ends.reduce((sum, { high }) => sum + Number(high), 0)
}
