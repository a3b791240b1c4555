/** The distinct byte strings of a row group, in PLAIN form (length, bytes): a hash table with open addressing. */
import { dictionaryBytesMax, dictionaryEntriesMax } from './values.ts'

/** Few, since a thousand tables have their columns' dictionaries at the same time. */
const initialSlots = 64

export class BytesDictionary {
  count = 0
  /** The values, PLAIN, in order of their index. */
  plain = Buffer.allocUnsafe(512)
  plainLength = 0
  /** Where value i begins in `plain`, at its length. */
  private starts = new Int32Array(initialSlots)
  private hashes = new Int32Array(initialSlots)
  /** Index + 1 of the value, or 0. */
  private slots = new Int32Array(initialSlots)

  /** The index of source[start .. start + length); a new value is added. -1: the dictionary is full. */
  indexOf(source: Buffer, start: number, length: number): number {
    const hash = hashOf(source, start, length)
    const mask = this.slots.length - 1
    let slot = hash & mask
    for (let index = this.slots[slot]; index !== 0; index = this.slots[slot]) {
      if (this.hashes[index - 1] === hash && this.holds(index - 1, source, start, length)) return index - 1
      slot = (slot + 1) & mask
    }
    if (this.count === dictionaryEntriesMax || this.plainLength + length + 4 > dictionaryBytesMax) return -1
    this.slots[slot] = this.count + 1
    this.keep(hash, source, start, length)
    if (this.count * 2 > this.slots.length) this.rehash()
    return this.count - 1
  }

  /** Bytes of value `index` in PLAIN form, its length of 4 bytes included. */
  plainLengthOf(index: number): number {
    return this.plain.readUInt32LE(this.starts[index]) + 4
  }

  startOf(index: number): number {
    return this.starts[index]
  }

  clear(): void {
    this.count = 0
    this.plainLength = 0
    if (this.slots.length === initialSlots) this.slots.fill(0)
    else this.slots = new Int32Array(initialSlots)
  }

  get bytes(): number {
    return this.plain.length + this.starts.byteLength * 2 + this.slots.byteLength
  }

  private holds(index: number, source: Buffer, start: number, length: number): boolean {
    const at = this.starts[index]
    const held = this.plain
    if (held.readUInt32LE(at) !== length) return false
    for (let i = 0; i < length; i++) if (held[at + 4 + i] !== source[start + i]) return false
    return true
  }

  private keep(hash: number, source: Buffer, start: number, length: number): void {
    const index = this.count++
    if (index === this.starts.length) {
      this.starts = doubled(this.starts)
      this.hashes = doubled(this.hashes)
    }
    const end = this.plainLength + 4 + length
    if (end > this.plain.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.plain.length * 2))
      this.plain.copy(larger, 0, 0, this.plainLength)
      this.plain = larger
    }
    this.starts[index] = this.plainLength
    this.hashes[index] = hash
    this.plain.writeUInt32LE(length, this.plainLength)
    source.copy(this.plain, this.plainLength + 4, start, start + length)
    this.plainLength = end
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let index = 0; index < this.count; index++) {
      let slot = this.hashes[index] & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = index + 1
    }
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}

/** FNV-1a, with a last mixing step since its low bits are the slot. */
function hashOf(source: Buffer, start: number, length: number): number {
  let hash = 0x811c_9dc5
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ source[i], 0x0100_0193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b)
  return hash ^ (hash >>> 13)
}
