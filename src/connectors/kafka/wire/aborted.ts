/** Which batches belong to transactions that were aborted, from the list that a Fetch answer has; batches are shown in their order. */
import { attribute, batchField } from './layout.ts'
import type { AbortedTransaction } from './ports.ts'
import { Varints } from './varint.ts'

/** The types of markers, in the second half of their record's key. */
const abortMarker = 0

export class AbortedTransactions {
  /** By first offset, the lowest last: Kafka promises no order. */
  private readonly coming: AbortedTransaction[]
  private readonly open = new Set<bigint>()

  constructor(transactions: readonly AbortedTransaction[]) {
    this.coming = transactions.toSorted((a, b) => b.firstOffset - a.firstOffset)
  }

  /** The batch at `at`: is it of a transaction that was aborted? A producer's transaction ends with its marker. */
  covers(bytes: Buffer, at: number, lastOffset: number): boolean {
    const producerId = bytes.readBigInt64BE(at + batchField.producerId)
    for (
      let next = this.coming.at(-1);
      next !== undefined && next.firstOffset <= lastOffset;
      next = this.coming.at(-1)
    ) {
      this.open.add(next.producerId)
      this.coming.pop()
    }
    const attributes = bytes.readInt16BE(at + batchField.attributes)
    if ((attributes & attribute.control) === 0) {
      return (attributes & attribute.transactional) !== 0 && this.open.has(producerId)
    }
    if (markerType(bytes, at + batchField.records) === abortMarker) this.open.delete(producerId)
    return false
  }
}

/** A marker's key is its version and its type, two bytes each. */
function markerType(bytes: Buffer, start: number): number {
  const numbers = new Varints(bytes, start)
  // The record's length and attributes, its time, its offset, and the length of the key.
  numbers.next()
  numbers.at++
  numbers.nextLong()
  numbers.next()
  numbers.next()
  const { at } = numbers
  return at + 4 <= bytes.length ? bytes.readInt16BE(at + 2) : -1
}
