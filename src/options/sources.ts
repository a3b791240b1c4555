/** The options of `CREATE SOURCE … WITH (…)`, by connector. */
import { family, optional, required, withDefault } from './definition.ts'
import { encodingKind } from './encodings.ts'
import { kafkaClient } from './kafka-client.ts'
import {
  asciiKind,
  booleanKind,
  durationKind,
  integerKind,
  sizeKind,
  textKind,
  topicKind,
  wordKind,
  zoneKind,
} from './kinds.ts'

const MIB = 1024 ** 2

/** What every source has. */
const reading = {
  connector: required(wordKind(['kafka', 'file']), 'Where the records come from.'),
  'time.zone': optional(zoneKind, "The zone of date and time texts without one; the project's `time.zone` by default."),
  encoding: withDefault(
    encodingKind,
    'utf-8',
    'How text is encoded. A record that is not valid in it is DECODE_UTF8, with its bytes as they came in `raw_bytes`.',
  ),
  'scan.max-record-bytes': withDefault(
    sizeKind,
    16 * MIB,
    'A longer record goes to the error stream as RECORD_TOO_LARGE, cut to this size.',
  ),
  'scan.watermark.idle-timeout': optional(
    durationKind,
    'After so long without news a shard no longer keeps partitions of the others from being closed.',
  ),
} as const

export const kafkaSourceOptions = {
  ...reading,
  ...kafkaClient,
  topic: required(topicKind, 'The topic to read.'),
  'properties.group.id': optional(
    textKind,
    "The name of the job, and so of the consumer group in which its processes share the shards, where no `SET 'job.name'` says another one.",
  ),
  'scan.startup.mode': withDefault(
    wordKind(['group-offsets', 'earliest-offset', 'latest-offset'], ['timestamp', 'specific-offsets']),
    'group-offsets',
    'Where the first start of the job begins: `earliest-offset` or `latest-offset`; `group-offsets` begins at the earliest. After that it goes on from its own checkpoints.',
  ),
  'scan.rate-limit': optional(integerKind(1), 'The most records per second to read, for catching up gently.'),
  framing: withDefault(
    wordKind(['whole', 'csv', 'line']),
    'whole',
    'With `whole` and `csv` a message is one record; with `line` each line of it is one, all of them with its offset, key and headers.',
  ),
  'properties.*': family("Any other property of Kafka's consumer."),
} as const

/** What a CSV step that reads the record need not say again. */
export const sourceCsvOptions = {
  'csv.field-delimiter': withDefault(asciiKind, ',', "Between fields; a CSV step's own option goes before."),
  'csv.quote-character': withDefault(
    asciiKind,
    '"',
    'Around fields that hold a delimiter or, with the framing `csv`, newlines.',
  ),
  'csv.disable-quote-character': withDefault(booleanKind, false, 'Quotes are ordinary characters.'),
  'csv.escape-character': optional(asciiKind, 'Makes the character after it ordinary.'),
  'csv.allow-comments': withDefault(booleanKind, false, 'Records that begin with `#` are skipped.'),
} as const

export const fileSourceOptions = {
  ...reading,
  ...sourceCsvOptions,
  path: required(textKind, 'A file, a folder, a pattern such as `logs/*.log.gz`, or `-` for standard input.'),
  'scan.rate-limit': optional(integerKind(1), 'The most records per second to read.'),
  framing: withDefault(
    wordKind(['line', 'csv', 'whole']),
    'line',
    'What a record is: `line`; `csv`, where newlines in quotes do not end a record; `whole`, a file.',
  ),
  'framing.timeout': withDefault(
    durationKind,
    5_000,
    'In a file that is followed, the last record of `multiline.start` and a `whole` file end when nothing came for so long.',
  ),
  'multiline.start': optional(
    textKind,
    'A regex: a line it matches begins a record, which holds the lines after it up to the next match, joined by newlines. A line before the first match is a record of its own.',
  ),
  'csv.header': withDefault(
    booleanKind,
    false,
    "Each file's first record gives the order of the fields, and is not counted; in a TEST the fields stand in the order of the columns.",
  ),
} as const

export const sourceConnectors = ['kafka', 'file'] as const
export const sourceOptions = { kafka: kafkaSourceOptions, file: fileSourceOptions } as const
