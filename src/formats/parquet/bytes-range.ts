/** The smallest and largest of byte strings, in the order of unsigned bytes, as far as they are short enough for a footer. */

const boundBytesMax = 64
const wordsMax = 17

export class BytesRange {
  private known = false
  /** No more than one byte beyond the longest bound is kept: whatever begins so is too long itself. */
  private readonly min = Buffer.alloc(boundBytesMax + 1)
  private readonly max = Buffer.alloc(boundBytesMax + 1)
  private minLength = 0
  private maxLength = 0
  /** The bounds four bytes at a time, as numbers. Behind its end the smallest goes on with the largest bytes, the largest with zeros. */
  private readonly minWords = new Uint32Array(wordsMax)
  private readonly maxWords = new Uint32Array(wordsMax)

  widen(source: Buffer, view: DataView, start: number, length: number): void {
    if (this.known && this.liesBetween(view, start, length)) return
    const kept = Math.min(length, boundBytesMax + 1)
    if (!this.known || compare(source, start, kept, this.min, this.minLength) < 0) {
      source.copy(this.min, 0, start, start + kept)
      this.minLength = kept
      setWords(this.minWords, this.min, kept, 0xff)
    }
    if (!this.known || compare(source, start, kept, this.max, this.maxLength) > 0) {
      source.copy(this.max, 0, start, start + kept)
      this.maxLength = kept
      setWords(this.maxWords, this.max, kept, 0)
    }
    this.known = true
  }

  /** True if the string is surely larger than the smallest and smaller than the largest; mostly its first words tell. */
  private liesBetween(view: DataView, start: number, length: number): boolean {
    const common = Math.min(length, this.minLength, this.maxLength)
    for (let at = 0; at + 4 <= length && at < wordsMax * 4; at += 4) {
      const word = view.getUint32(start + at)
      const min = this.minWords[at >> 2]
      const max = this.maxWords[at >> 2]
      if (word > min && word < max) return true
      if (word !== min || word !== max || at + 4 > common) return false
    }
    return false
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

function setWords(words: Uint32Array, bytes: Buffer, length: number, filler: number): void {
  for (let word = 0; word < words.length; word++) {
    let value = 0
    for (let i = word * 4; i < word * 4 + 4; i++) value = value * 256 + (i < length ? bytes[i] : filler)
    words[word] = value
  }
}

function compare(a: Buffer, start: number, length: number, b: Buffer, lengthB: number): number {
  const common = Math.min(length, lengthB)
  for (let i = 0; i < common; i++) {
    if (a[start + i] !== b[i]) return a[start + i] - b[i]
  }
  return length - lengthB
}
