/** Byte strings in PLAIN form (length in 4 bytes, bytes), one behind the other in memory that grows. */
import { copyString, nativeBytesMin, viewOf } from './byte-strings.ts'

export class PlainStrings {
  bytes = Buffer.alloc(0)
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

  private ensure(length: number): void {
    if (length <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(512, length, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
    this.view = viewOf(larger)
  }
}
