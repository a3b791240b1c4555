/** The options of `CREATE SOURCE … WITH (…)`, by connector. */
import { family, notYet, optional, required, withDefault } from './definition.ts'
import { kafkaClient } from './kafka-client.ts'
import { integerKind, sizeKind, textKind, topicKind, wordKind, zoneKind } from './kinds.ts'

const MIB = 1024 ** 2

/** What every source has. */
const reading = {
  connector: required(wordKind(['kafka', 'file']), 'Where the records come from.'),
  'time.zone': optional(zoneKind, "The zone of date and time texts without one; the project's `time.zone` by default."),
  encoding: withDefault(wordKind(['utf-8'], ['gbk', 'gb18030', 'latin-1']), 'utf-8', 'How text is encoded.'),
  'multiline.start': notYet('A regex: a line it matches begins a record of several lines.'),
  'csv.header': notYet("Each file's first record names the fields."),
  'scan.max-record-bytes': withDefault(
    sizeKind,
    16 * MIB,
    'A longer record goes to the error stream as RECORD_TOO_LARGE, cut to this size.',
  ),
} as const

export const kafkaSourceOptions = {
  ...reading,
  ...kafkaClient,
  topic: required(topicKind, 'The topic to read.'),
  'properties.group.id': optional(
    textKind,
    'The consumer group whose offsets say where to resume; `sluice.<source>` by default.',
  ),
  'scan.startup.mode': withDefault(
    wordKind(['group-offsets', 'earliest-offset', 'latest-offset'], ['timestamp', 'specific-offsets']),
    'group-offsets',
    'Where to begin in a partition for which nothing is committed: `earliest-offset` or `latest-offset`; `group-offsets` begins at the earliest.',
  ),
  'scan.rate-limit': optional(integerKind(1), 'The most records per second to read, for catching up gently.'),
  framing: withDefault(wordKind(['whole'], ['line', 'csv']), 'whole', 'A message is one record.'),
  'properties.*': family("Any other property of Kafka's consumer."),
} as const

export const fileSourceOptions = {
  ...reading,
  path: required(textKind, 'A file, a folder, a pattern such as `logs/*.log.gz`, or `-` for standard input.'),
  'scan.rate-limit': optional(integerKind(1), 'The most records per second to read.'),
  framing: withDefault(wordKind(['line'], ['csv', 'whole']), 'line', 'How a file is cut into records.'),
} as const

export const sourceConnectors = ['kafka', 'file'] as const
export const sourceOptions = { kafka: kafkaSourceOptions, file: fileSourceOptions } as const
