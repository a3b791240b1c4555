/** The options of `CREATE SINK … WITH (…)`, by connector; those of its format are in `formats.ts`. */
import { family, later, optional, required, withDefault } from './definition.ts'
import { kafkaClient } from './kafka-client.ts'
import { durationKind, integerKind, namesKind, sizeKind, textKind, topicKind, wordKind } from './kinds.ts'

const MIB = 1024 ** 2

const connector = required(wordKind(['kafka', 'hive', 'print']), 'Where the rows go.')

export const kafkaSinkOptions = {
  connector,
  ...kafkaClient,
  topic: required(topicKind, 'The topic to write.'),
  format: required(wordKind(['avro', 'avro-confluent', 'json']), 'How the value is encoded, as in Flink.'),
  'key.fields': optional(namesKind, 'The columns of the message key, by `;`.'),
  'key.format': withDefault(
    wordKind(['raw', 'json', 'avro']),
    'raw',
    'How the key is encoded; `raw` is the text or bytes of one column.',
  ),
  'value.fields-include': withDefault(
    wordKind(['ALL', 'EXCEPT_KEY']),
    'ALL',
    'Whether the columns of the key are in the value too.',
  ),
  'sink.delivery-guarantee': withDefault(
    wordKind(['exactly-once', 'at-least-once', 'none']),
    'exactly-once',
    'What a restart does to rows already written.',
  ),
  'sink.timestamp': optional(textKind, "The column that gives the message's timestamp; the source's by default."),
  'sink.headers': optional(
    textKind,
    'The column that gives the headers of the message: MAP<STRING, BYTES> or of STRING.',
  ),
  'sink.parallelism': later(integerKind(1), 'The number of writers.'),
  'properties.*': family("Any other property of Kafka's producer, such as `properties.compression.type`."),
} as const

export const hiveSinkOptions = {
  connector,
  path: required(textKind, "The table's folder; partitions are folders in it."),
  format: required(wordKind(['parquet', 'json', 'text', 'csv'], ['orc', 'avro']), 'How files are encoded.'),
  'sink.rolling-policy.file-size': withDefault(sizeKind, 128 * MIB, 'A file of this size is finished.'),
  'sink.rolling-policy.rollover-interval': later(durationKind, 'A file of this age is finished.'),
  'sink.partition-commit.trigger': later(
    wordKind(['process-time', 'partition-time']),
    'What decides that a partition is complete.',
  ),
  'sink.partition-commit.delay': later(durationKind, 'How long after its end a partition is committed.'),
  'sink.partition-commit.policy.kind': later(textKind, 'What tells readers that a partition is complete.'),
} as const

export const printSinkOptions = {
  connector,
  format: withDefault(wordKind(['json']), 'json', 'How a row is shown.'),
  'print-identifier': optional(textKind, 'What stands before each row.'),
} as const

export const sinkConnectors = ['kafka', 'hive', 'print'] as const
export const sinkOptions = { kafka: kafkaSinkOptions, hive: hiveSinkOptions, print: printSinkOptions } as const
