/**
 * Avro's single-object encoding: `C3 01` and the schema's CRC-64-AVRO fingerprint, little-endian, before the body.
 * https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding
 */
import { canonicalForm, fingerprint64 } from './canonical.ts'
import type { AvroRecord } from './schema.ts'

export function singleObjectPrefix(schema: AvroRecord): Uint8Array {
  const prefix = Buffer.from([0xc3, 0x01, 0, 0, 0, 0, 0, 0, 0, 0])
  prefix.writeBigUInt64LE(fingerprint64(canonicalForm(schema)), 2)
  return prefix
}
