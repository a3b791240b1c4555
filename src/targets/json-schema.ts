/** Sink name -> JSON Schema of its rows as the `json` format writes them. */
import type { Model, Sink } from '../model/model.ts'
import { valueColumns } from '../model/sink-columns.ts'
import { jsonSchemaOf, nullableJsonSchema, type JsonSchema } from '../types/mapping.ts'

export function jsonSchemaTarget(model: Model): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(model.sinks.map((sink) => [sink.name, rowSchema(sink)]))
}

function rowSchema(sink: Sink): JsonSchema {
  const columns = valueColumns(sink)
  const properties = columns.map(({ name, type, nullable, comment }) => [
    name,
    {
      ...(nullable ? nullableJsonSchema(type) : jsonSchemaOf(type)),
      ...(comment === null ? {} : { description: comment }),
    },
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: sink.name,
    type: 'object',
    properties: Object.fromEntries(properties) as JsonSchema,
    required: columns.map(({ name }) => name),
    additionalProperties: false,
  }
}
