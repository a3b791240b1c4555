/** Sink name -> Avro schema of its rows, exactly the schema with which the sink encodes. */
import { avroSchema, hasAvroNames, type AvroRecord } from '../formats/avro/schema.ts'
import { verifiedSchema } from '../formats/avro/verify.ts'
import type { Model } from '../model/model.ts'
import { valueColumns } from '../model/sink-columns.ts'

/** Sinks whose names Avro cannot hold are left out; the checker refuses them where the sink's format is Avro. */
export function avroTarget(model: Model): Readonly<Record<string, AvroRecord>> {
  const sinks = model.sinks.filter((sink) => hasAvroNames(valueColumns(sink), sink.name))
  return Object.fromEntries(
    sinks.map((sink) => [sink.name, verifiedSchema(avroSchema(valueColumns(sink), { name: sink.name }))]),
  )
}
