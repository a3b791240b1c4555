/** The smallest and largest of byte strings, in the order of unsigned bytes, as far as they are short enough for a footer. */
import type { EncoderMemory } from './encoder-memory.ts'

const boundBytesMax = 64

export class BytesRange {
  private known = false
  /** No more than one byte beyond the longest bound is kept: whatever begins so is too long itself. */
  private readonly min = Buffer.alloc(boundBytesMax + 1)
  private readonly max = Buffer.alloc(boundBytesMax + 1)
  private minLength = 0
  private maxLength = 0

  /** Takes source[start .. start + length). */
  widen(source: Buffer, start: number, length: number): void {
    const end = start + Math.min(length, boundBytesMax + 1)
    if (!this.known || source.compare(this.min, 0, this.minLength, start, end) < 0) {
      this.minLength = source.copy(this.min, 0, start, end)
    }
    if (!this.known || source.compare(this.max, 0, this.maxLength, start, end) > 0) {
      this.maxLength = source.copy(this.max, 0, start, end)
    }
    this.known = true
  }

  /** Takes strings in PLAIN form from `at` to `end` of the memory, with two words at `result` to spare. */
  widenBy({ kernels, bytes, i32 }: EncoderMemory, at: number, end: number, result: number): void {
    if (at === end) return
    kernels.rangeOfStrings(at, end, result)
    for (const bound of [i32[result >> 2], i32[(result >> 2) + 1]]) {
      this.widen(bytes, bound + 4, bytes.readInt32LE(bound))
    }
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
