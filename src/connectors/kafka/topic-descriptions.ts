/**
 * What sinks have to know of their topics before they write. Those that ask at the same time are answered together: with a
 * connection for each of a thousand, and kafkajs's list of all topics each time, they would take as long as a million topics do.
 */
import type { Admin } from 'kafkajs'
import { missingTopic, withAdmin, type KafkaProperties } from './client.ts'
import { clusterProperties } from './producers.ts'
import { fetchTopicSettings, type TopicSettings } from './topic-settings.ts'

export interface TopicDescription {
  /** Their numbers, ascending. */
  readonly partitions: readonly number[]
  readonly settings: TopicSettings
}

export class TopicDescriptions {
  /** By cluster: what is asked of it at present. */
  private readonly asking = new Map<string, Questions>()

  /** Raises ConnectorError, with the way out, where there is no such topic, or no broker answers. */
  async of(properties: KafkaProperties, topic: string): Promise<TopicDescription> {
    const cluster = clusterProperties(properties)
    const key = JSON.stringify([...cluster])
    let questions = this.asking.get(key)
    if (questions === undefined) this.asking.set(key, (questions = new Questions(cluster)))
    return questions.ask(topic)
  }
}

type Answers = ReadonlyMap<string, TopicDescription>

/** One look at a time; who asks meanwhile is answered by the next one. */
class Questions {
  private readonly cluster: KafkaProperties
  private under: Promise<unknown> = Promise.resolve()
  private next: { readonly topics: Set<string>; readonly answers: Promise<Answers> } | null = null

  constructor(cluster: KafkaProperties) {
    this.cluster = cluster
  }

  async ask(topic: string): Promise<TopicDescription> {
    this.next ??= this.lookAfter(this.under)
    this.next.topics.add(topic)
    const found = (await this.next.answers).get(topic)
    if (found === undefined) throw missingTopic(topic)
    return found
  }

  private lookAfter(before: Promise<unknown>): NonNullable<Questions['next']> {
    const topics = new Set<string>()
    const answers = before.then(async () => {
      this.next = null
      return withAdmin(this.cluster, async (admin) => describe(admin, topics))
    })
    this.under = answers.catch(() => {})
    return { topics, answers }
  }
}

/** Those that are missing are left out. */
async function describe(admin: Admin, topics: ReadonlySet<string>): Promise<Answers> {
  const present = (await admin.listTopics()).filter((topic) => topics.has(topic))
  if (present.length === 0) return new Map()
  const settings = await fetchTopicSettings(admin, present)
  const { topics: described } = await admin.fetchTopicMetadata({ topics: present })
  return new Map(
    described.map(({ name, partitions }) => {
      const numbers = partitions.map(({ partitionId }) => partitionId).toSorted((a, b) => a - b)
      return [name, { partitions: numbers, settings: settings(name) }]
    }),
  )
}
