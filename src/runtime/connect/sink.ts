/** A loader of the plan -> the connector that writes its rows. */
import { join } from 'node:path'
import type { FileFormat } from '../../connectors/hive/file-format.ts'
import { parquetFiles, rowFiles } from '../../connectors/hive/file-format.ts'
import type { OpenFiles } from '../../connectors/hive/open-files.ts'
import { createHiveSink } from '../../connectors/hive/sink.ts'
import { createKafkaSink } from '../../connectors/kafka/sink.ts'
import type { KafkaProperties } from '../../connectors/kafka/client.ts'
import type { HeldMessages } from '../../connectors/kafka/held-messages.ts'
import type { TopicDescriptions } from '../../connectors/kafka/topic-descriptions.ts'
import type { MessageSender } from '../../connectors/kafka/sender.ts'
import type { LocalTopics } from '../../connectors/local/topic-sink.ts'
import type { SinkConnector } from '../../connectors/ports.ts'
import { createPrintSink } from '../../connectors/print/sink.ts'
import { createRowEncoder } from '../../formats/index.ts'
import {
  csvOptions,
  hiveSinkOptions,
  kafkaSinkOptions,
  parquetOptions,
  printSinkOptions,
  textOptions,
} from '../../options/index.ts'
import { valueColumns } from '../../model/sink-columns.ts'
import type { LoaderNode } from '../../plan/plan.ts'
import { keyFieldsOf, openEncoders, valueSchema } from './message-format.ts'
import { propertiesOf, readFor, resolveFor } from './options.ts'
import type { ResolvedOptions } from './options.ts'

export interface SinkContext {
  /** Stands in file names and staging folders. */
  readonly shard: string
  /** Files in place of topics (`run --local`); null: Kafka. */
  readonly localTopics: LocalTopics | null
  /** What all sinks with files of the process have open. */
  readonly files: OpenFiles
  /** What all Kafka sinks may hold. */
  readonly messages: HeldMessages
  /** What the messages of a Kafka sink with these properties go through. */
  readonly kafkaSender: (properties: KafkaProperties, isExactlyOnce: boolean) => MessageSender
  readonly topics: TopicDescriptions
  /** What an operator should know, and need not act upon now. */
  readonly onWarning: (message: string) => void
}

/** Nothing is opened yet. Raises ConnectorError where an option is wrong at run time. */
export function connectSink(loader: LoaderNode, context: SinkContext): SinkConnector {
  switch (loader.connector) {
    case 'hive':
      return connectHive(loader, context)
    case 'print':
      return connectPrint(loader)
    case 'kafka':
      return context.localTopics === null
        ? connectKafka(loader, context)
        : connectLocalTopic(loader, context.localTopics)
  }
}

export function sinkOwner(loader: LoaderNode): string {
  return `sink \`${loader.sink}\``
}

/** Whether it is a Kafka sink whose messages are decided together with everything else. */
export function isExactlyOnce(loader: LoaderNode): boolean {
  if (loader.connector !== 'kafka') return false
  const guarantee = loader.options['sink.delivery-guarantee']
  if (guarantee === undefined) return true
  const resolved = resolveFor(sinkOwner(loader), { 'sink.delivery-guarantee': guarantee })
  return resolved['sink.delivery-guarantee'].text === 'exactly-once'
}

/** Where a Kafka sink writes. */
export function kafkaTargetOf(loader: LoaderNode): { readonly topic: string; readonly properties: KafkaProperties } {
  const owner = sinkOwner(loader)
  const options = resolveFor(owner, loader.options)
  return { topic: readFor(owner, kafkaSinkOptions, options).topic, properties: propertiesOf(options) }
}

/** The folder of a sink with files; null: it writes none. */
export function folderOf(loader: LoaderNode): string | null {
  if (loader.connector !== 'hive') return null
  const owner = sinkOwner(loader)
  return readFor(owner, hiveSinkOptions, resolveFor(owner, loader.options)).path
}

/** The file in place of a topic (`run --local`), in the folder of such files. */
export function localFileOf(loader: LoaderNode, folder: string): string {
  const { topic, format } = loader.options
  const options = resolveFor(sinkOwner(loader), { topic, format })
  return join(folder, `${options.topic.text}.${options.format.text === 'json' ? 'jsonl' : 'avro'}`)
}

function connectHive(loader: LoaderNode, { shard, files }: SinkContext): SinkConnector {
  const owner = sinkOwner(loader)
  const options = resolveFor(owner, loader.options)
  const values = readFor(owner, hiveSinkOptions, options)
  return createHiveSink(
    {
      path: values.path,
      format: fileFormatOf(loader),
      columns: loader.columns,
      partitionedBy: loader.partitionedBy,
      fileBytesMax: values['sink.rolling-policy.file-size'],
      partitionWriters: values['sink.partition-salt'],
    },
    { shard, files },
  )
}

/** How a sink with files writes them. */
export function fileFormatOf(loader: LoaderNode): FileFormat {
  const owner = sinkOwner(loader)
  const options = resolveFor(owner, loader.options)
  return fileFormats[readFor(owner, hiveSinkOptions, options).format](owner, options)
}

type FileFormatName = 'parquet' | 'json' | 'text' | 'csv'

const fileFormats: Readonly<Record<FileFormatName, (owner: string, options: ResolvedOptions) => FileFormat>> = {
  parquet: parquetFormat,
  json: () => rowFiles('json', {}),
  text: textFormat,
  csv: (owner, options) =>
    rowFiles('csv', { fieldDelimiter: readFor(owner, csvOptions, options)['csv.field-delimiter'] }),
}

function parquetFormat(owner: string, options: ResolvedOptions): FileFormat {
  const values = readFor(owner, parquetOptions, options)
  return parquetFiles({
    compression: values['parquet.compression'],
    timestampUnit: values['parquet.timestamp-unit'],
    rowGroupBytes: values['parquet.block.size'],
    bloomFilterColumns: values['parquet.bloom.filter.columns'] ?? [],
  })
}

function textFormat(owner: string, options: ResolvedOptions): FileFormat {
  const values = readFor(owner, textOptions, options)
  return rowFiles('text', {
    fieldDelimiter: values['text.field-delimiter'],
    nullLiteral: values['text.null-literal'],
  })
}

function connectKafka(loader: LoaderNode, { kafkaSender, topics, messages, onWarning }: SinkContext): SinkConnector {
  const owner = sinkOwner(loader)
  const options = resolveFor(owner, loader.options)
  const values = readFor(owner, kafkaSinkOptions, options)
  const properties = propertiesOf(options)
  const sink = {
    topic: values.topic,
    properties,
    describeTopic: () => topics.of(properties, values.topic),
    columns: loader.columns,
    keyFields: keyFieldsOf(values),
    openEncoders: () => openEncoders(owner, loader, values, options),
    keyInValue: values['value.fields-include'] === 'ALL',
    timestampField: values['sink.timestamp'],
    headersFields: values['sink.headers'] ?? [],
    held: messages,
    onWarning: (message: string) => onWarning(`${owner}: ${message}`),
  }
  return createKafkaSink(sink, kafkaSender(properties, isExactlyOnce(loader)))
}

/** Values only: neither brokers nor a registry need to be known. */
function connectLocalTopic(loader: LoaderNode, topics: LocalTopics): SinkConnector {
  const owner = sinkOwner(loader)
  const needed = Object.entries(loader.options).filter(([key]) => Object.hasOwn(kafkaSinkOptions, key))
  const options = resolveFor(owner, Object.fromEntries(needed.filter(([key]) => !key.startsWith('properties.'))))
  const unused = { text: 'localhost:0', place: loader.place, secret: false }
  const values = readFor(owner, kafkaSinkOptions, { ...options, 'properties.bootstrap.servers': unused })
  const columns = valueColumns(loader)
  if (values.format === 'json') {
    return topics.createSink(values.topic, { kind: 'json', encoder: createRowEncoder('json', columns, {}) })
  }
  const schema = valueSchema(loader)
  return topics.createSink(values.topic, { kind: 'avro', encoder: createRowEncoder('avro', columns, {}), schema })
}

function connectPrint(loader: LoaderNode): SinkConnector {
  const owner = sinkOwner(loader)
  const values = readFor(owner, printSinkOptions, resolveFor(owner, loader.options))
  return createPrintSink({ columns: loader.columns, identifier: values['print-identifier'] })
}
