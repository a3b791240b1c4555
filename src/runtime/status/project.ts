/** What the project adds to a job's state: how far behind its topics it is, and which partitions of its sinks are not complete. */
import { fetchTopics } from '../../connectors/kafka/topic-ends.ts'
import type { Plan } from '../../plan/plan.ts'
import { groupsOf, isInKafka, kafkaSourcesOf } from '../connect/source.ts'
import { openPartitions } from '../partitions/closer.ts'
import { closingRules } from '../partitions/rules.ts'
import { nodeFiles } from '../state/durable-files.ts'
import { jobNameOf, refuseOther } from '../state/job-identity.ts'
import { StateFolder } from '../state/state-folder.ts'
import type { JobStatus } from './status.ts'

/** One partition of a topic, as the brokers have it now. */
export interface PartitionLag {
  readonly source: string
  readonly topic: string
  readonly partition: number
  /** Behind the last record (the last stable one, where a transaction is open). */
  readonly end: number
  /** Records that are there and not committed; marks of transactions count too. */
  readonly lag: number
}

/** Of a sink with `sink.partition-commit.trigger`: partitions with files and without a `_SUCCESS`. */
export interface IncompletePartitions {
  readonly sink: string
  readonly count: number
  /** Relative to the sink's folder; null: there is none. */
  readonly oldest: string | null
}

/** Raises StateError where the state is another job's. */
export function refuseOtherProject(plan: Plan, { job, stateFolder }: JobStatus): void {
  refuseOther(new StateFolder(stateFolder), job, jobNameOf(plan, groupsOf(plan.sources)))
}

/** Asks the brokers; empty where no source is in Kafka. Raises ConnectorError. */
export async function lagOf(plan: Plan, { epoch }: JobStatus): Promise<readonly PartitionLag[]> {
  const kafka = kafkaSourcesOf(plan.sources.filter((source) => isInKafka(source, { localFolder: null })))
  if (kafka === null) return []
  const topics = await fetchTopics(kafka.properties, new Set(kafka.sources.map(({ topic }) => topic)))
  const committed = new Map(Object.entries(epoch?.positions ?? {}))
  return kafka.sources.flatMap(({ name: source, topic }) =>
    [...(topics.get(topic) ?? [])]
      .toSorted(([a], [b]) => a - b)
      .map(([partition, { low, high: end }]) => {
        const position = committed.get(source)?.find((one) => one.topic === topic && one.partition === partition)
        return { source, topic, partition, end, lag: Math.max(0, end - Math.max(low, position?.offset ?? 0)) }
      }),
  )
}

/** Looks into the folders of the sinks. Raises ConnectorError. */
export async function incompletePartitions(plan: Plan): Promise<readonly IncompletePartitions[]> {
  const found: IncompletePartitions[] = []
  for (const { sink, folder, levels } of closingRules(plan).rules) {
    const open = (await openPartitions(nodeFiles, folder, '', levels)).toSorted()
    found.push({ sink, count: open.length, oldest: open[0] ?? null })
  }
  return found
}
