/** Confluent's wire format: a zero byte and the schema's id in the registry, big-endian, before the body. */
export function confluentPrefix(schemaId: number): Uint8Array {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(schemaId, 1)
  return prefix
}
