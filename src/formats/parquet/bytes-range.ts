/** The smallest and largest of byte strings, in the order of unsigned bytes, as far as they are short enough for a footer. */

const boundBytesMax = 64

export class BytesRange {
  private known = false
  /** No more than one byte beyond the longest bound is kept: whatever begins so is too long itself. */
  private readonly min = Buffer.alloc(boundBytesMax + 1)
  private readonly max = Buffer.alloc(boundBytesMax + 1)
  private minLength = 0
  private maxLength = 0
  /** The bounds' first four bytes as numbers: what lies between them need not be compared. */
  private minHead = 0
  private maxHead = 0

  widen(source: Buffer, view: DataView, start: number, length: number): void {
    if (length >= 4 && this.known) {
      const head = view.getUint32(start)
      if (head > this.minHead && head < this.maxHead) return
    }
    const kept = Math.min(length, boundBytesMax + 1)
    if (!this.known || compare(source, start, kept, this.min, this.minLength) < 0) {
      source.copy(this.min, 0, start, start + kept)
      this.minLength = kept
      // Of a shorter bound the head is the largest that begins so.
      this.minHead = headOf(this.min, kept, 0xff)
    }
    if (!this.known || compare(source, start, kept, this.max, this.maxLength) > 0) {
      source.copy(this.max, 0, start, start + kept)
      this.maxLength = kept
      this.maxHead = headOf(this.max, kept, 0)
    }
    this.known = true
  }

  /** Null where nothing was seen, or a bound is longer than 64 bytes. */
  bounds(): { readonly min: Buffer; readonly max: Buffer } | null {
    if (!this.known || this.minLength > boundBytesMax || this.maxLength > boundBytesMax) return null
    return {
      min: Buffer.from(this.min.subarray(0, this.minLength)),
      max: Buffer.from(this.max.subarray(0, this.maxLength)),
    }
  }

  clear(): void {
    this.known = false
  }
}

/** The first four bytes as a number, those behind the end being `filler`. */
function headOf(bytes: Buffer, length: number, filler: number): number {
  let head = 0
  for (let i = 0; i < 4; i++) head = head * 256 + (i < length ? bytes[i] : filler)
  return head
}

function compare(a: Buffer, start: number, length: number, b: Buffer, lengthB: number): number {
  const common = Math.min(length, lengthB)
  for (let i = 0; i < common; i++) {
    if (a[start + i] !== b[i]) return a[start + i] - b[i]
  }
  return length - lengthB
}
