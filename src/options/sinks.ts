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
    namesKind,
    'The columns that give the headers of the message, by `;`: of MAP<STRING, BYTES> or MAP<STRING, STRING> each entry, of STRING and BYTES one of the name of the column.',
  ),
  'sink.parallelism': later(integerKind(1), 'The number of writers.'),
  'properties.linger.ms': withDefault(
    durationKind,
    0,
    'How long messages wait for more of their batch, where few come: larger batches, and later. By default they are sent at once.',
  ),
  'properties.*': family("Any other property of Kafka's producer, such as `properties.compression.type`."),
} as const

export const hiveSinkOptions = {
  connector,
  path: required(textKind, "The table's folder; partitions are folders in it."),
  format: required(wordKind(['parquet', 'json', 'text', 'csv'], ['orc', 'avro']), 'How files are encoded.'),
  'sink.rolling-policy.file-size': withDefault(sizeKind, 128 * MIB, 'A file of this size is finished.'),
  'sink.rolling-policy.rollover-interval': later(durationKind, 'A file of this age is finished.'),
  'sink.partition-salt': withDefault(
    integerKind(1, 64),
    1,
    'Over how many files at most each shard spreads the rows of a partition at a time: by the hash of their Kafka key, or of the record where it has none.',
  ),
  'sink.partition-commit.trigger': optional(
    wordKind(['partition-time', 'process-time']),
    'What decides that a partition is complete and gets its `_SUCCESS`: the WATERMARK of its table has passed its beginning and the delay; or nothing was written into it for as long as the delay. Without it none does.',
  ),
  'sink.partition-commit.delay': withDefault(
    durationKind,
    0,
    'How long a partition lasts: `1 d` for days, `1 h` for hours; with `process-time` how long nothing may come.',
  ),
  'sink.partition-commit.policy.kind': withDefault(
    wordKind(['success-file']),
    'success-file',
    'How readers are told that a partition is complete.',
  ),
  'partition.time-extractor.timestamp-pattern': optional(
    textKind,
    'The beginning of a partition, made of its columns: `$dt $hour:00:00`; the first of them by default.',
  ),
} as const

export const printSinkOptions = {
  connector,
  format: withDefault(wordKind(['json']), 'json', 'How a row is shown.'),
  'print-identifier': optional(textKind, 'What stands before each row.'),
} as const

export const sinkConnectors = ['kafka', 'hive', 'print'] as const
export const sinkOptions = { kafka: kafkaSinkOptions, hive: hiveSinkOptions, print: printSinkOptions } as const
