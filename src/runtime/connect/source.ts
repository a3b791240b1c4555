/** A source of the plan -> the connector that reads it. */
import { createFileSource } from '../../connectors/file/source.ts'
import { createKafkaSource } from '../../connectors/kafka/source.ts'
import type { SourceConnector } from '../../connectors/ports.ts'
import { fileSourceOptions, kafkaSourceOptions } from '../../options/index.ts'
import type { SourceNode } from '../../plan/plan.ts'
import { propertiesOf, readFor, resolveFor } from './options.ts'

/** Nothing is opened yet. Raises ConnectorError where an option is wrong at run time. */
export function connectSource(source: SourceNode, untilEnd: boolean): SourceConnector {
  switch (source.connector) {
    case 'file':
      return connectFile(source, untilEnd)
    case 'kafka':
      return connectKafka(source, untilEnd)
  }
}

function connectFile(source: SourceNode, untilEnd: boolean): SourceConnector {
  const owner = `source \`${source.name}\``
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
  const owner = `source \`${source.name}\``
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
