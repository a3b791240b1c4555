/** The distinct values of a row group, for values of 1, 2 or 4 words: a hash table with open addressing. */
import { giveBack, grownIntegers, zeroIntegers } from './pieces.ts'
import { dictionaryEntriesMax, dictionaryTrialShare, dictionaryTrialValues } from './values.ts'

/** Few, since a thousand tables have their columns' dictionaries at the same time. */
const initialSlots = 64

/** Values of one word that lie so near to each other are found by their distance from the least. */
const nearMax = 65_536
/** Index + 1 by distance; of the page at hand only. */
const near = new Int32Array(nearMax)

const noIntegers = new Int32Array(0)

export class WordDictionary {
  count = 0
  /** The values in order of their index. */
  words: Int32Array<ArrayBuffer>
  private readonly stride: number
  /** Index + 1 of the value, or 0; for the first `hashed` values. */
  private slots = new Int32Array(initialSlots)
  private hashed = 0

  constructor(stride: number) {
    this.stride = stride
    this.words = new Int32Array((initialSlots / 2) * stride)
  }

  /**
   * The indexes of the first `count` values; new ones are added. False: the dictionary is full, or of so many values of a page most occur
   * once. `span`: integers of one word are below `least` + `span`, and not below `least`; Infinity where that is unknown.
   */
  indexesOf(words: Int32Array, count: number, least: number, span: number, indexes: Int32Array): boolean {
    if (span <= Math.min(nearMax, count * 4)) return this.nearIndexes(words, count, least, span, indexes)
    this.hashNew()
    for (let i = 0; i < count; i++) {
      const index = this.indexOf(words, i * this.stride)
      if (index < 0) return false
      indexes[i] = index
      if (i === dictionaryTrialValues && this.count > i * dictionaryTrialShare) return false
    }
    return true
  }

  private nearIndexes(words: Int32Array, count: number, least: number, span: number, indexes: Int32Array): boolean {
    near.fill(0, 0, span)
    for (let index = 0; index < this.count; index++) {
      const distance = this.words[index] - least
      if (distance >= 0 && distance < span) near[distance] = index + 1
    }
    for (let i = 0; i < count; i++) {
      const distance = words[i] - least
      let place = near[distance]
      if (place === 0) {
        if (this.count === dictionaryEntriesMax) return false
        this.count++
        this.keep(words, i)
        near[distance] = place = this.count
      }
      indexes[i] = place - 1
      if (i === dictionaryTrialValues && this.count > i * dictionaryTrialShare) return false
    }
    return true
  }

  /** The index of the value at words[at]; new values are added. -1: the dictionary is full. */
  private indexOf(words: Int32Array, at: number): number {
    const mask = this.slots.length - 1
    let slot = this.hash(words, at) & mask
    for (let index = this.slots[slot]; index !== 0; index = this.slots[slot]) {
      if (this.holds(index - 1, words, at)) return index - 1
      slot = (slot + 1) & mask
    }
    if (this.count === dictionaryEntriesMax) return -1
    this.slots[slot] = ++this.count
    this.hashed = this.count
    this.keep(words, at)
    if (this.count * 2 > this.slots.length) this.rehash(this.slots.length * 2)
    return this.count - 1
  }

  /** Values that were found by distance only. */
  private hashNew(): void {
    if (this.hashed === this.count) return
    let slots = this.slots.length
    while (this.count * 2 > slots) slots *= 2
    this.rehash(slots)
  }

  clear(): void {
    this.count = 0
    this.hashed = 0
    if (this.slots.length === initialSlots) this.slots.fill(0)
    else this.useSlots(initialSlots)
  }

  /** It is used no more. */
  release(): void {
    giveBack(this.words)
    giveBack(this.slots)
    this.words = this.slots = noIntegers
    this.count = 0
    this.hashed = 0
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
    if (held + this.stride > this.words.length) this.words = grownIntegers(this.words, held, held + this.stride)
    for (let i = 0; i < this.stride; i++) this.words[held + i] = words[at + i]
  }

  private rehash(slots: number): void {
    this.hashed = this.count
    this.useSlots(slots)
    const mask = this.slots.length - 1
    for (let index = 0; index < this.count; index++) {
      let slot = this.hash(this.words, index * this.stride) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = index + 1
    }
  }

  private useSlots(count: number): void {
    giveBack(this.slots)
    this.slots = zeroIntegers(count)
  }
}
