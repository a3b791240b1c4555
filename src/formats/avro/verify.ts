/**
 * A schema that is printed is first read by avsc: what a second implementation refuses is a bug. A run does without, since this takes
 * 2 ms a schema; tests read with avsc what it writes.
 */
import avsc from 'avsc'
import type { AvroRecord } from './schema.ts'

/** The schema itself. Throws where avsc finds it is none. */
export function verifiedSchema(schema: AvroRecord): AvroRecord {
  avsc.Type.forSchema(schema as unknown as avsc.Schema)
  return schema
}
