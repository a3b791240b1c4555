/** Where the partitions of topics begin and end, and what is refused because of it: nothing is skipped or mixed up unseen. */
import type { Admin } from 'kafkajs'
import { ConnectorError } from '../ports.ts'
import { missingTopic, withAdmin, type KafkaProperties } from './client.ts'

export interface PartitionEnds {
  /** Offset of the first record that is still there. */
  readonly low: number
  /** Offset behind the last record (the last stable one, where a transaction is open). */
  readonly high: number
}

/** By partition. */
export type TopicEnds = ReadonlyMap<number, PartitionEnds>

/** Of topics that have to be there; raises ConnectorError. */
export async function fetchTopics(
  properties: KafkaProperties,
  topics: Iterable<string>,
): Promise<ReadonlyMap<string, TopicEnds>> {
  return withAdmin(properties, async (admin) => {
    const found = new Map<string, TopicEnds>()
    const all = new Set(await admin.listTopics())
    for (const topic of topics) {
      if (!all.has(topic)) throw missingTopic(topic)
      found.set(topic, await fetchEnds(admin, topic))
    }
    return found
  })
}

export async function fetchEnds(admin: Admin, topic: string): Promise<TopicEnds> {
  const offsets = await admin.fetchTopicOffsets(topic)
  return new Map(offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]))
}

/** What cannot be gone on from, or null. */
export function refusedOffset(
  topic: string,
  partition: number,
  offset: number,
  { low, high }: PartitionEnds,
): ConnectorError | null {
  if (offset < low) {
    return new ConnectorError(
      `offsets ${offset} to ${low - 1} of '${topic}', partition ${partition}, were deleted before this job read them`,
      startAnewHelp,
    )
  }
  if (offset <= high) return null
  return new ConnectorError(
    `this job has read '${topic}', partition ${partition}, up to offset ${offset}, and it ends at ${high}: the topic was made anew`,
    startAnewHelp,
  )
}

const startAnewHelp =
  "if that is wanted, begin a new job: another 'job.name', another --state-dir, and --into-existing for sinks that hold files"
