/** The distinct byte strings of a row group, in PLAIN form: a hash table with open addressing. */
import { hashBytes } from '../../engine/kernels/hash-bytes.ts'
import { sameString } from './byte-strings.ts'
import { giveBack, grownIntegers, zeroIntegers } from './pieces.ts'
import { PlainStrings } from './plain-strings.ts'
import { dictionaryBytesMax, dictionaryEntriesMax } from './values.ts'

/** Few, since a thousand tables have their columns' dictionaries at the same time. */
const initialSlots = 64

const noIntegers = new Int32Array(0)

export class BytesDictionary {
  count = 0
  /** The values in order of their index. */
  readonly plain = new PlainStrings()
  /** Where value i begins in `plain`, at its length. */
  private starts = new Int32Array(initialSlots)
  private hashes = new Int32Array(initialSlots)
  /** Index + 1 of the value, or 0. */
  private slots = new Int32Array(initialSlots)

  /** The index of source[start .. start + length); a new value is added. -1: the dictionary is full. */
  indexOf(source: Buffer, view: DataView, start: number, length: number): number {
    const hash = hashBytes(view, start, length)
    const mask = this.slots.length - 1
    let slot = hash & mask
    for (let index = this.slots[slot]; index !== 0; index = this.slots[slot]) {
      if (this.hashes[index - 1] === hash && this.holds(index - 1, view, start, length)) return index - 1
      slot = (slot + 1) & mask
    }
    if (this.count === dictionaryEntriesMax || this.plain.length + length + 4 > dictionaryBytesMax) return -1
    this.slots[slot] = this.count + 1
    this.keep(hash)
    this.plain.add(source, view, start, length)
    if (this.count * 2 > this.slots.length) this.rehash()
    return this.count - 1
  }

  /** Where value `index` begins; for their number, where they end. */
  startOf(index: number): number {
    return index === this.count ? this.plain.length : this.starts[index]
  }

  clear(): void {
    this.count = 0
    this.plain.length = 0
    if (this.slots.length === initialSlots) this.slots.fill(0)
    else this.useSlots(initialSlots)
  }

  /** It is used no more. */
  release(): void {
    this.plain.release()
    for (const array of [this.starts, this.hashes, this.slots]) giveBack(array)
    this.starts = this.hashes = this.slots = noIntegers
    this.count = 0
  }

  get bytes(): number {
    return this.plain.bytes.length + this.starts.byteLength * 2 + this.slots.byteLength
  }

  private holds(index: number, view: DataView, start: number, length: number): boolean {
    const at = this.starts[index]
    return this.plain.lengthAt(at) === length + 4 && sameString(this.plain.view, at + 4, view, start, length)
  }

  private keep(hash: number): void {
    const index = this.count++
    if (index === this.starts.length) {
      this.starts = grownIntegers(this.starts, index, index * 2)
      this.hashes = grownIntegers(this.hashes, index, index * 2)
    }
    this.starts[index] = this.plain.length
    this.hashes[index] = hash
  }

  private rehash(): void {
    this.useSlots(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let index = 0; index < this.count; index++) {
      let slot = this.hashes[index] & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = index + 1
    }
  }

  private useSlots(count: number): void {
    giveBack(this.slots)
    this.slots = zeroIntegers(count)
  }
}
