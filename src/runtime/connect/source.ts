/** A source of the plan -> the connector that reads it. */
import { createFileSource } from '../../connectors/file/source.ts'
import { createKafkaSource } from '../../connectors/kafka/source.ts'
import { createLocalTopicSource } from '../../connectors/local/topic-source.ts'
import type { SourceConnector } from '../../connectors/ports.ts'
import { fileSourceOptions, kafkaSourceOptions } from '../../options/index.ts'
import type { SourceNode } from '../../plan/plan.ts'
import { propertiesOf, readFor, resolveFor } from './options.ts'

export interface SourceContext {
  /** Ends when all input has been read. */
  readonly untilEnd: boolean
  /** Files of this folder in place of topics (`run --local`); null: Kafka. */
  readonly localFolder: string | null
}

/** Nothing is opened yet. Raises ConnectorError where an option is wrong at run time. */
export function connectSource(source: SourceNode, context: SourceContext): SourceConnector {
  if (source.connector === 'file') return connectFile(source, context.untilEnd)
  return context.localFolder === null
    ? connectKafka(source, context.untilEnd)
    : connectLocalTopic(source, context.localFolder)
}

function connectLocalTopic(source: SourceNode, directory: string): SourceConnector {
  const owner = ownerOf(source)
  const { topic } = source.options
  // Brokers and the like may be unset on an analyst's machine: only what is needed is resolved.
  const options = resolveFor(owner, topic === undefined ? {} : { topic })
  return createLocalTopicSource({ directory, topics: [options.topic.text] })
}

function ownerOf(source: SourceNode): string {
  return `source \`${source.name}\``
}

function connectFile(source: SourceNode, untilEnd: boolean): SourceConnector {
  const owner = ownerOf(source)
  const values = readFor(owner, fileSourceOptions, resolveFor(owner, source.options))
  return createFileSource(
    {
      path: values.path,
      recordBytesMax: values['scan.max-record-bytes'],
      recordsPerSecondMax: values['scan.rate-limit'],
    },
    { untilEnd },
  )
}

function connectKafka(source: SourceNode, untilEnd: boolean): SourceConnector {
  const owner = ownerOf(source)
  const options = resolveFor(owner, source.options)
  const values = readFor(owner, kafkaSourceOptions, options)
  return createKafkaSource({
    topic: values.topic,
    groupId: values['properties.group.id'] ?? `sluice.${source.name}`,
    properties: propertiesOf(options),
    startup: values['scan.startup.mode'],
    recordBytesMax: values['scan.max-record-bytes'],
    recordsPerSecondMax: values['scan.rate-limit'],
    untilEnd,
  })
}
