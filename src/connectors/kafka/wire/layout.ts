/**
 * A record batch (format 2, "magic 2"; Kafka's documentation, "Message Format"): where its fixed fields are. All numbers are big-endian;
 * the checksum is of everything from the attributes on.
 */
import { codecs, type Codec } from './codecs.ts'

export const batchField = {
  baseOffset: 0,
  /** Of what follows this field. */
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  count: 57,
  records: 61,
} as const

/** Before these there is no telling how long a batch is. */
export const batchPrefixBytes = 12
export const batchHeaderBytes = batchField.records

export const attribute = {
  codec: 0x07,
  /** All records have the time at which the broker appended them, which is in `maxTimestamp`. */
  logAppendTime: 0x08,
  transactional: 0x10,
  /** The one record is a marker: a transaction ends here. */
  control: 0x20,
} as const

/** Raises an Error for a number that no client of today knows. */
export function codecOf(attributes: number): Codec {
  const codec = codecs[attributes & attribute.codec]
  if (codec === undefined) throw new Error(`compression ${attributes & attribute.codec} is unknown`)
  return codec
}

/** A signed 64-bit number; exact below 2^53. */
export function readLong(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4)
}

export function writeLong(bytes: Buffer, at: number, value: number): void {
  const high = Math.floor(value / 0x1_0000_0000)
  bytes.writeInt32BE(high, at)
  bytes.writeUInt32BE(value - high * 0x1_0000_0000, at + 4)
}
