/** What of a topic's settings concerns whoever writes it, and what there is to warn of. */
import type { Admin } from 'kafkajs'
import { isPassing } from './errors.ts'
import { loadKafkajs } from './kafkajs.ts'

export interface TopicSettings {
  readonly minInsyncReplicas: number
  readonly uncleanLeaderElection: boolean
  /** The largest record batch. */
  readonly messageBytesMax: number
  /** How far a message's own timestamp may lie from the broker's clock. */
  readonly timestampBeforeMsMax: number
  readonly timestampAfterMsMax: number
}

/** Kafka 4's defaults; of a cluster that does not tell (its settings are a right of their own), the cautious ones. */
const unknown: TopicSettings = {
  minInsyncReplicas: 2,
  uncleanLeaderElection: false,
  messageBytesMax: 1_048_588,
  timestampBeforeMsMax: Infinity,
  timestampAfterMsMax: 3_600_000,
}

const names = [
  'min.insync.replicas',
  'unclean.leader.election.enable',
  'max.message.bytes',
  'message.timestamp.type',
  'message.timestamp.before.max.ms',
  'message.timestamp.after.max.ms',
]

/** Those of each of these topics. */
export async function fetchTopicSettings(
  admin: Admin,
  topics: readonly string[],
): Promise<(topic: string) => TopicSettings> {
  try {
    const found = await describeTopics(admin, topics)
    return (topic) => found.get(topic) ?? unknown
  } catch (error) {
    if (isPassing(error)) throw error
    if (topics.length === 1) return () => unknown
  }
  // One that must not be looked at hides all others.
  const each = await Promise.all(topics.map(async (topic) => fetchTopicSettings(admin, [topic])))
  const settings = new Map(topics.map((topic, index) => [topic, each[index](topic)]))
  return (topic) => settings.get(topic) ?? unknown
}

async function describeTopics(admin: Admin, topics: readonly string[]): Promise<ReadonlyMap<string, TopicSettings>> {
  const type = loadKafkajs().ConfigResourceTypes.TOPIC
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type, name, configNames: names })),
  })
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      topicSettings(new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))),
    ]),
  )
}

/** From the settings as Kafka writes them; those that are absent are taken as unknown. */
export function topicSettings(settings: ReadonlyMap<string, string>): TopicSettings {
  const number = (name: string, otherwise: number): number => {
    const text = settings.get(name)
    return text === undefined ? otherwise : Number(text)
  }
  // With the broker's own clock in place of the message's time, nothing is refused.
  const isChecked = settings.get('message.timestamp.type') !== 'LogAppendTime'
  return {
    minInsyncReplicas: number('min.insync.replicas', unknown.minInsyncReplicas),
    uncleanLeaderElection: settings.get('unclean.leader.election.enable') === 'true',
    messageBytesMax: number('max.message.bytes', unknown.messageBytesMax),
    timestampBeforeMsMax: isChecked
      ? number('message.timestamp.before.max.ms', unknown.timestampBeforeMsMax)
      : Infinity,
    timestampAfterMsMax: isChecked ? number('message.timestamp.after.max.ms', unknown.timestampAfterMsMax) : Infinity,
  }
}

/** What can lose acknowledged messages, whoever writes them. */
export function warningsOf(topic: string, settings: TopicSettings): readonly string[] {
  const warnings: string[] = []
  if (settings.minInsyncReplicas < 2) {
    warnings.push(
      `topic '${topic}' has min.insync.replicas = ${settings.minInsyncReplicas}: an acknowledged message is lost with one broker; 2 or more, with 3 replicas, are safe`,
    )
  }
  if (settings.uncleanLeaderElection) {
    warnings.push(
      `topic '${topic}' has unclean.leader.election.enable = true: acknowledged messages are lost where a broker that lags becomes the leader`,
    )
  }
  return warnings
}
