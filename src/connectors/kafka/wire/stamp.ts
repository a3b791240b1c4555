/** The producer's fields of a batch, and its checksum: written when it is first sent, and never again for the same producer. */
import { crc32c } from './crc32c.ts'
import { attribute, batchField } from './layout.ts'

export interface ProducerIdentity {
  readonly producerId: bigint
  readonly epoch: number
}

/** Sequences are numbers from 0 to 2^31 - 1, and go on at 0 behind the last. */
export const sequenceModulus = 0x8000_0000

export function stampBatch(
  batch: Buffer,
  { producerId, epoch }: ProducerIdentity,
  baseSequence: number,
  isTransactional: boolean,
): void {
  if (isTransactional) batch[batchField.attributes + 1] |= attribute.transactional
  batch.writeBigInt64BE(producerId, batchField.producerId)
  batch.writeInt16BE(epoch, batchField.producerEpoch)
  batch.writeInt32BE(baseSequence, batchField.baseSequence)
  batch.writeUInt32BE(crc32c(batch, batchField.attributes, batch.length), batchField.crc)
}
