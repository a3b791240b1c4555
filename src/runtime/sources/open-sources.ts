/** The sources of a plan, found and open: topics and where they end, files, and who decides because of them. */
import { fetchTopics } from '../../connectors/kafka/topic-ends.ts'
import type { TopicEnds } from '../../connectors/kafka/topic-ends.ts'
import type { SourceConnector } from '../../connectors/ports.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Closing } from '../closing.ts'
import { decisionOf } from '../connect/decider.ts'
import type { Decision } from '../connect/decider.ts'
import { connectSource, isInKafka, kafkaSourcesOf } from '../connect/source.ts'
import type { SourceContext } from '../connect/source.ts'
import { loadersOf } from '../connect/loaders.ts'

export interface OpenSources {
  /** By topic; none: no source is in Kafka. */
  readonly topics: ReadonlyMap<string, TopicEnds>
  /** By name: those that are not in Kafka. */
  readonly connectors: ReadonlyMap<string, SourceConnector>
  readonly decision: Decision
}

/** Raises ConnectorError where one is not as it must be. */
export async function openSources(plan: Plan, context: SourceContext, closing: Closing): Promise<OpenSources> {
  const kafka = kafkaSourcesOf(plan.sources.filter((node) => isInKafka(node, context)))
  const names = new Set(kafka?.sources.map(({ topic }) => topic))
  const topics = kafka === null ? new Map<string, TopicEnds>() : await fetchTopics(kafka.properties, names)
  const connectors = await openConnectors(plan, context, closing)
  const loaders = context.localFolder === null ? plan.sources.flatMap(loadersOf) : []
  return { topics, connectors, decision: await decisionOf(kafka, loaders) }
}

/** Those that are not in Kafka. */
export async function openConnectors(
  plan: Plan,
  context: SourceContext,
  closing: Closing,
): Promise<ReadonlyMap<string, SourceConnector>> {
  const connectors = new Map<string, SourceConnector>()
  for (const node of plan.sources.filter((source) => !isInKafka(source, context))) {
    const connector = connectSource(node, context)
    closing.push(() => connector.close())
    await connector.open()
    connectors.set(node.name, connector)
  }
  return connectors
}
