/** The smallest and largest of byte strings, in the order of unsigned bytes, as far as they are short enough for a footer. */

const boundBytesMax = 64

export class BytesRange {
  private known = false
  /** No more than one byte beyond the longest bound is kept: whatever begins so is too long itself. */
  private readonly min = Buffer.alloc(boundBytesMax + 1)
  private readonly max = Buffer.alloc(boundBytesMax + 1)
  private minLength = 0
  private maxLength = 0

  widen(source: Buffer, start: number, length: number): void {
    const kept = Math.min(length, boundBytesMax + 1)
    if (!this.known || compare(source, start, kept, this.min, this.minLength) < 0) {
      source.copy(this.min, 0, start, start + kept)
      this.minLength = kept
    }
    if (!this.known || compare(source, start, kept, this.max, this.maxLength) > 0) {
      source.copy(this.max, 0, start, start + kept)
      this.maxLength = kept
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

function compare(a: Buffer, start: number, length: number, b: Buffer, lengthB: number): number {
  const common = Math.min(length, lengthB)
  for (let i = 0; i < common; i++) {
    if (a[start + i] !== b[i]) return a[start + i] - b[i]
  }
  return length - lengthB
}
