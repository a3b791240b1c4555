/** The distinct values of a row group, for values of 1, 2 or 4 words: a hash table with open addressing. */
import { dictionaryEntriesMax } from './values.ts'

/** Few, since a thousand tables have their columns' dictionaries at the same time. */
const initialSlots = 64

export class WordDictionary {
  count = 0
  /** The values in order of their index. */
  words: Int32Array
  private readonly stride: number
  /** Index + 1 of the value, or 0. */
  private slots = new Int32Array(initialSlots)

  constructor(stride: number) {
    this.stride = stride
    this.words = new Int32Array((initialSlots / 2) * stride)
  }

  /** The index of the value at words[at]; new values are added. -1: the dictionary is full. */
  indexOf(words: Int32Array, at: number): number {
    const mask = this.slots.length - 1
    let slot = this.hash(words, at) & mask
    for (let index = this.slots[slot]; index !== 0; index = this.slots[slot]) {
      if (this.holds(index - 1, words, at)) return index - 1
      slot = (slot + 1) & mask
    }
    if (this.count === dictionaryEntriesMax) return -1
    this.slots[slot] = ++this.count
    this.keep(words, at)
    if (this.count * 2 > this.slots.length) this.rehash()
    return this.count - 1
  }

  clear(): void {
    this.count = 0
    if (this.slots.length === initialSlots) this.slots.fill(0)
    else this.slots = new Int32Array(initialSlots)
  }

  get bytes(): number {
    return this.words.byteLength + this.slots.byteLength
  }

  private hash(words: Int32Array, at: number): number {
    let hash = 0x9e37_79b9
    for (let i = 0; i < this.stride; i++) hash = Math.imul(hash ^ words[at + i] ^ (hash >>> 15), 0x85eb_ca6b)
    return (hash ^ (hash >>> 13) ^ (hash >>> 21)) >>> 0
  }

  private holds(index: number, words: Int32Array, at: number): boolean {
    const held = index * this.stride
    for (let i = 0; i < this.stride; i++) if (this.words[held + i] !== words[at + i]) return false
    return true
  }

  private keep(words: Int32Array, at: number): void {
    const held = (this.count - 1) * this.stride
    if (held + this.stride > this.words.length) {
      const larger = new Int32Array(this.words.length * 2)
      larger.set(this.words)
      this.words = larger
    }
    for (let i = 0; i < this.stride; i++) this.words[held + i] = words[at + i]
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let index = 0; index < this.count; index++) {
      let slot = this.hash(this.words, index * this.stride) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = index + 1
    }
  }
}
