/** kafkajs's admin client, for what tests look up and change behind a job's back. */
import { Kafka, logLevel, type Admin } from 'kafkajs'

/** `brokers`: host:port. */
export async function administer<T>(brokers: string, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

/** The sum of where its partitions end: marks of transactions count too. */
export async function endOf(brokers: string, topic: string): Promise<number> {
  const ends = await administer(brokers, async (admin) => admin.fetchTopicOffsets(topic))
  return ends.reduce((sum, { high }) => sum + Number(high), 0)
}
