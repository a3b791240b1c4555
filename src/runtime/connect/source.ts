/** A source of the plan -> the connector that reads it. */
import { createFileSource } from '../../connectors/file/source.ts'
import { encodingNamed } from '../../connectors/text/encoding.ts'
import { createKafkaSource } from '../../connectors/kafka/source.ts'
import { createLocalTopicSource } from '../../connectors/local/topic-source.ts'
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
}

/** Nothing is opened yet. Raises ConnectorError where an option is wrong at run time. */
export function connectSource(source: SourceNode, context: SourceContext): SourceConnector {
  if (source.connector === 'file') return connectFile(source, context.untilEnd)
  return context.localFolder === null
    ? connectKafka(source, context.untilEnd)
    : connectLocalTopic(source, context.localFolder)
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

function connectFile(source: SourceNode, untilEnd: boolean): SourceConnector {
  const owner = ownerOf(source)
  const values = readFor(owner, fileSourceOptions, resolveFor(owner, source.options))
  return createFileSource(
    {
      path: values.path,
      format: textFormatOf(owner, values),
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
    format: {
      framing: values.framing === 'line' ? 'line' : 'whole',
      encoding: encodingNamed(values.encoding),
      recordBytesMax: values['scan.max-record-bytes'],
    },
    recordsPerSecondMax: values['scan.rate-limit'],
    untilEnd,
  })
}
