/** Every schema that is printed, registered or written with is first read by avsc: what a second implementation refuses is a bug. */
import avsc from 'avsc'
import type { AvroRecord } from './schema.ts'

/** The schema itself. Throws where avsc finds it is none. */
export function verifiedSchema(schema: AvroRecord): AvroRecord {
  avsc.Type.forSchema(schema as unknown as avsc.Schema)
  return schema
}
