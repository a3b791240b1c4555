/** Messages as objects -> a record batch, for those who have them so. */
import { absent } from '../../../engine/batch.ts'
import type { OutgoingMessage } from '../transactions/ports.ts'
import { BatchBuilder, encodeHeaders, type Slice } from './batch-builder.ts'
import type { BufferPool } from './buffer-pool.ts'
import type { Codec } from './codecs.ts'
import type { EncodedBatch } from './ports.ts'

export function messageBatch(messages: readonly OutgoingMessage[], codec: Codec, pool: BufferPool): EncodedBatch {
  const builder = new BatchBuilder(codec, pool)
  for (const { key, value, timestamp, headers } of messages) {
    const encoded =
      headers === undefined ? null : encodeHeaders([...headers].map(([name, of]) => ({ name, value: of })))
    builder.append(sliceOf(key), sliceOf(value), timestamp, encoded)
  }
  return builder.finish()
}

const nothing = Buffer.alloc(0)

function sliceOf(piece: Buffer | null): Slice {
  return piece === null ? { bytes: nothing, start: absent, end: absent } : { bytes: piece, start: 0, end: piece.length }
}
