/** Byte strings in PLAIN form (length in 4 bytes, bytes), one behind the other in memory that grows. */
import type { GatheredStrings } from '../../engine/kernels/gather-strings.ts'
import { giveBack, grownBytes } from './pieces.ts'

/** Strings of some length and more are copied by native means, of which a call costs as much as some hundred bytes here. */
const nativeBytesMin = 256

const noBytes = Buffer.from(new ArrayBuffer(0))

export class PlainStrings {
  bytes = noBytes
  length = 0
  /** Where the last one begins, at its length. */
  last = 0
  private view = viewOf(this.bytes)

  /** `view` is one of `source`. */
  add(source: Buffer, view: DataView, start: number, length: number): void {
    const at = this.length
    this.ensure(at + 4 + length)
    this.view.setInt32(at, length, true)
    if (length < nativeBytesMin) copyString(view, start, this.view, at + 4, length)
    else source.copy(this.bytes, at + 4, start, start + length)
    this.last = at
    this.length = at + 4 + length
  }

  addGathered(source: Buffer, { start, end, last }: GatheredStrings): void {
    const at = this.length
    this.addPlain(source, start, end)
    if (end > start) this.last = at + last - start
  }

  /** Adds strings that are in this form already. */
  addPlain(source: Buffer, start: number, end: number): void {
    this.ensure(this.length + end - start)
    this.length += source.copy(this.bytes, this.length, start, end)
  }

  clear(): void {
    this.length = 0
    this.last = 0
  }

  /** They are used no more. */
  release(): void {
    giveBack(this.bytes)
    this.bytes = noBytes
    this.clear()
  }

  private ensure(length: number): void {
    if (length <= this.bytes.length) return
    this.bytes = grownBytes(this.bytes, this.length, length)
    this.view = viewOf(this.bytes)
  }
}

export function viewOf(bytes: Uint8Array): DataView<ArrayBufferLike> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A word at a time; the last word overlaps the one before it, so that nothing beyond the end is touched. */
function copyString(from: DataView, start: number, to: DataView, at: number, length: number): void {
  if (length < 4) {
    for (let i = 0; i < length; i++) to.setUint8(at + i, from.getUint8(start + i))
    return
  }
  for (let i = 0; i < length - 4; i += 4) to.setInt32(at + i, from.getInt32(start + i, true), true)
  to.setInt32(at + length - 4, from.getInt32(start + length - 4, true), true)
}
