/** A source of the plan -> the connector that reads it. */
import { createFileSource } from '../../connectors/file/source.ts'
import { encodingNamed } from '../../connectors/text/encoding.ts'
import type { KafkaProperties } from '../../connectors/kafka/client.ts'
import type { KafkaSourceOptions } from '../../connectors/kafka/topic-sources.ts'
import { createLocalTopicSource } from '../../connectors/local/topic-source.ts'
import { ConnectorError } from '../../connectors/ports.ts'
import type { SourceConnector } from '../../connectors/ports.ts'
import { fileSourceOptions, kafkaSourceOptions } from '../../options/index.ts'
import type { SourceNode } from '../../plan/plan.ts'
import { propertiesOf, readFor, resolveFor } from './options.ts'
import { textFormatOf } from './text-format.ts'

export interface SourceContext {
  /** Ends when all input has been read. */
  readonly untilEnd: boolean
  /** Files of this folder in place of topics (`run --local`); null: Kafka. */
  readonly localFolder: string | null
  /** How many threads of this process read it: they share `scan.rate-limit`. */
  readonly workers: number
}

/** Whether it is read through the consumer group of the job. */
export function isInKafka(source: SourceNode, { localFolder }: Pick<SourceContext, 'localFolder'>): boolean {
  return source.connector === 'kafka' && localFolder === null
}

/** Of a source that is not in Kafka. Nothing is opened yet. Raises ConnectorError where an option is wrong at run time. */
export function connectSource(source: SourceNode, context: SourceContext): SourceConnector {
  if (source.connector === 'file') return connectFile(source, context)
  return connectLocalTopic(source, context.localFolder ?? '.')
}

const localTopicOptions = { topic: kafkaSourceOptions.topic, encoding: kafkaSourceOptions.encoding }

function connectLocalTopic(source: SourceNode, directory: string): SourceConnector {
  const owner = ownerOf(source)
  // Brokers and the like may be unset on an analyst's machine: only what is needed is resolved.
  const needed = Object.entries(source.options).filter(([key]) => Object.hasOwn(localTopicOptions, key))
  const values = readFor(owner, localTopicOptions, resolveFor(owner, Object.fromEntries(needed)))
  return createLocalTopicSource({ directory, topics: [values.topic], encoding: encodingNamed(values.encoding) })
}

function ownerOf(source: SourceNode): string {
  return `source \`${source.name}\``
}

function connectFile(source: SourceNode, { untilEnd, workers }: SourceContext): SourceConnector {
  const owner = ownerOf(source)
  const values = readFor(owner, fileSourceOptions, resolveFor(owner, source.options))
  return createFileSource(
    {
      path: values.path,
      format: textFormatOf(owner, values),
      recordBytesMax: values['scan.max-record-bytes'],
      recordsPerSecondMax: shareOf(values['scan.rate-limit'], workers),
    },
    { untilEnd },
  )
}

/** All Kafka sources of a job: read by one consumer. */
export interface KafkaSources {
  readonly properties: KafkaProperties
  readonly sources: readonly KafkaSourceOptions[]
}

/** null: there is none. `workers` share their rate limits. Raises ConnectorError where one consumer cannot read all of them. */
export function kafkaSourcesOf(sources: readonly SourceNode[], workers = 1): KafkaSources | null {
  const found = sources.map((node) => kafkaSource(node, workers))
  if (found.length === 0) return null
  const [first] = found
  for (const other of found) {
    const names = new Set([...first.properties.keys(), ...other.properties.keys()])
    const different = [...names].find((name) => first.properties.get(name) !== other.properties.get(name))
    if (different === undefined) continue
    throw new ConnectorError(
      `${ownerOf(other.node)}: 'properties.${different}' is not that of ${ownerOf(first.node)}`,
      'all Kafka sources of a job are read by one consumer: give them the same properties, or make two jobs of them',
    )
  }
  for (const other of found) refuseOtherStart(found, other)
  return { properties: first.properties, sources: found.map(({ options }) => options) }
}

/** A topic is read once, for all of its sources. */
function refuseOtherStart(found: readonly KafkaSource[], { node, options }: KafkaSource): void {
  const { topic, startup } = options
  const other = found.find((one) => one.options.topic === topic && one.options.startup !== startup)
  if (other === undefined) return
  throw new ConnectorError(
    `${ownerOf(node)} begins topic '${topic}' at '${startup}', ${ownerOf(other.node)} at '${other.options.startup}'`,
    "sources of one topic are read together: give them the same 'scan.startup.mode', or make two jobs of them",
  )
}

interface KafkaSource {
  readonly node: SourceNode
  readonly properties: KafkaProperties
  readonly options: KafkaSourceOptions
}

function kafkaSource(node: SourceNode, workers: number): KafkaSource {
  const owner = ownerOf(node)
  const options = resolveFor(owner, node.options)
  const values = readFor(owner, kafkaSourceOptions, options)
  // The group is that of the job.
  const properties = [...propertiesOf(options)].filter(([name]) => name !== 'group.id')
  return {
    node,
    properties: new Map(properties),
    options: {
      name: node.name,
      topic: values.topic,
      startup: values['scan.startup.mode'],
      format: {
        framing: values.framing === 'line' ? 'line' : 'whole',
        encoding: encodingNamed(values.encoding),
        recordBytesMax: values['scan.max-record-bytes'],
      },
      recordsPerSecondMax: shareOf(values['scan.rate-limit'], workers),
    },
  }
}

function shareOf(limit: number | null, workers: number): number | null {
  return limit === null ? null : limit / workers
}

/** The groups that sources name, resolved. */
export function groupsOf(sources: readonly SourceNode[]): ReadonlySet<string> {
  const groups = sources.flatMap((source) => {
    const option = source.options['properties.group.id']
    if (option === undefined) return []
    return resolveFor(ownerOf(source), { 'properties.group.id': option })['properties.group.id'].text
  })
  return new Set(groups)
}
