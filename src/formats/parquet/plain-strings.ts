/** Byte strings in PLAIN form (length in 4 bytes, bytes), one behind the other in memory that grows. */
import { copyString, nativeBytesMin, viewOf } from './byte-strings.ts'
import { giveBack, grownBytes } from './pieces.ts'

const noBytes = Buffer.from(new ArrayBuffer(0))

export class PlainStrings {
  bytes = noBytes
  view = viewOf(this.bytes)
  length = 0

  add(source: Buffer, sourceView: DataView, start: number, length: number): void {
    const at = this.length
    this.ensure(at + 4 + length)
    this.view.setInt32(at, length, true)
    if (length < nativeBytesMin) copyString(sourceView, start, this.view, at + 4, length)
    else source.copy(this.bytes, at + 4, start, start + length)
    this.length = at + 4 + length
  }

  /** Adds strings that are in this form already. */
  addPlain(other: PlainStrings, start: number, end: number): void {
    this.ensure(this.length + end - start)
    this.length += other.bytes.copy(this.bytes, this.length, start, end)
  }

  /** Of the string that begins at `start`, its length of 4 bytes included. */
  lengthAt(start: number): number {
    return this.view.getInt32(start, true) + 4
  }

  /** They are used no more. */
  release(): void {
    giveBack(this.bytes)
    this.bytes = noBytes
    this.length = 0
  }

  private ensure(length: number): void {
    if (length <= this.bytes.length) return
    this.bytes = grownBytes(this.bytes, this.length, length)
    this.view = viewOf(this.bytes)
  }
}
