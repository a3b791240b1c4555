/** What a Kafka sink's options say of its messages: which columns are key and value, and how each is encoded. */
import { createRowEncoder } from '../../formats/index.ts'
import { avroSchema } from '../../formats/avro/schema.ts'
import type { AvroRecord } from '../../formats/avro/schema.ts'
import { confluentPrefix } from '../../formats/avro/confluent.ts'
import { singleObjectPrefix } from '../../formats/avro/single-object.ts'
import type { RowEncoder } from '../../formats/ports.ts'
import { ConnectorError } from '../../connectors/ports.ts'
import { RawKeyEncoder } from '../../connectors/kafka/key.ts'
import { schemaId } from '../../connectors/registry/registry.ts'
import { avroConfluentOptions, avroOptions, kafkaSinkOptions } from '../../options/index.ts'
import type { OptionValues } from '../../options/index.ts'
import type { SinkColumn } from '../../model/model.ts'
import { valueColumns } from '../../model/sink-columns.ts'
import type { LoaderNode } from '../../plan/plan.ts'
import { readFor } from './options.ts'
import type { ResolvedOptions } from './options.ts'

export type KafkaSinkValues = OptionValues<typeof kafkaSinkOptions>

export interface MessageEncoders {
  readonly value: RowEncoder
  /** null: messages have no key. */
  readonly key: RowEncoder | null
}

export function keyFieldsOf(values: KafkaSinkValues): readonly string[] {
  return values['key.fields'] ?? []
}

function keyColumns(loader: LoaderNode, values: KafkaSinkValues): readonly SinkColumn[] {
  return loader.columns.filter((column) => keyFieldsOf(values).includes(column.name))
}

/** The schema of a sink's values: a record that is called as the sink is. */
export function valueSchema(loader: LoaderNode): AvroRecord {
  return avroSchema(valueColumns(loader), { name: loader.sink })
}

/** Asks the registry for schema ids where the format needs them. Raises ConnectorError. */
export async function openEncoders(
  owner: string,
  loader: LoaderNode,
  values: KafkaSinkValues,
  options: ResolvedOptions,
): Promise<MessageEncoders> {
  return { value: await valueEncoder(owner, loader, values, options), key: keyEncoder(loader, values) }
}

async function valueEncoder(
  owner: string,
  loader: LoaderNode,
  values: KafkaSinkValues,
  options: ResolvedOptions,
): Promise<RowEncoder> {
  const columns = valueColumns(loader)
  switch (values.format) {
    case 'json':
      return createRowEncoder('json', columns, { newline: false })
    case 'avro': {
      const encoding = readFor(owner, avroOptions, options)['avro.encoding']
      const prefix = encoding === 'plain' ? new Uint8Array() : singleObjectPrefix(valueSchema(loader))
      return createRowEncoder('avro', columns, { prefix })
    }
    case 'avro-confluent': {
      const id = await confluentId(owner, loader, values, options)
      return createRowEncoder('avro', columns, { prefix: confluentPrefix(id) })
    }
  }
}

async function confluentId(
  owner: string,
  loader: LoaderNode,
  values: KafkaSinkValues,
  options: ResolvedOptions,
): Promise<number> {
  const confluent = readFor(owner, avroConfluentOptions, options)
  if (confluent['avro-confluent.schema-id'] !== null) return confluent['avro-confluent.schema-id']
  const urls = confluent['avro-confluent.url']
  if (urls === null) {
    throw new ConnectorError(
      `${owner}: 'avro-confluent.url' is missing`,
      "name the schema registry, or give the id of a registered schema with 'avro-confluent.schema-id'",
    )
  }
  const schema = valueSchema(loader)
  const subjects = {
    topic: `${values.topic}-value`,
    record: schema.name,
    'topic-record': `${values.topic}-${schema.name}`,
  }
  const subject = confluent['avro-confluent.subject'] ?? subjects[confluent['avro-confluent.subject-strategy']]
  const registry = { urls, userInfo: confluent['avro-confluent.basic-auth.user-info'] }
  return schemaId(registry, subject, schema, confluent['avro-confluent.auto-register'])
}

function keyEncoder(loader: LoaderNode, values: KafkaSinkValues): RowEncoder | null {
  const columns = keyColumns(loader, values)
  if (columns.length === 0) return null
  switch (values['key.format']) {
    case 'raw':
      return new RawKeyEncoder()
    case 'json':
      return createRowEncoder('json', columns, { newline: false })
    case 'avro':
      return createRowEncoder('avro', columns, {})
  }
}
