/**
 * Many needles in one pass over a text: the automaton of Aho and Corasick (1975) as a table of next states, over classes of
 * bytes (all bytes that no needle has are one class). The cost per byte is the same for one needle and for thousands. What runs
 * it is `wasm/needles.ts`.
 */
import type { BytesColumn } from '../column.ts'
import type { Memory } from '../memory.ts'

/** Rows in which a needle was found, ascending. */
export interface NeedleHits {
  rows: Int32Array
  count: number
}

/** Of the memory, at most so much is table; needles that need more are searched one by one. */
const tableShare = 16

/** What `findNeedles` leaves: two words each. */
const hitsBytes = 8

export class NeedleSearch {
  private readonly memory: Memory
  /** Address of the automaton. */
  private readonly search: number
  /** By needle: what the last search found. */
  readonly hits: readonly NeedleHits[]
  /** The needles that were found, in the order in which they were first. */
  private readonly foundNeedles: Int32Array
  private foundCount = 0

  private constructor(memory: Memory, search: number, needles: number) {
    this.memory = memory
    this.search = search
    this.hits = Array.from({ length: needles }, () => ({ rows: new Int32Array(16), count: 0 }))
    this.foundNeedles = new Int32Array(needles)
  }

  /** null where the table would be too large. No needle is empty; no two are equal. In the memory's reserved part. */
  static of(memory: Memory, needles: readonly Uint8Array[]): NeedleSearch | null {
    const automaton = buildAutomaton(needles, memory.u8.length / tableShare / 4)
    return automaton === null ? null : new NeedleSearch(memory, layOut(memory, automaton, needles), needles.length)
  }

  /** The needles that the last search found. */
  found(): Int32Array {
    return this.foundNeedles.subarray(0, this.foundCount)
  }

  /** What it finds is in `hits` until the next call. Uses the arena, and takes it back. */
  find({ starts, lengths }: BytesColumn, rowCount: number): void {
    const { memory, search, hits } = this
    const { kernels, i32 } = memory
    for (const needle of this.found()) hits[needle].count = 0
    this.foundCount = 0
    const mark = memory.mark()
    const progress = memory.take(8)
    const hitsMax = hits.length + rowCount * 2
    const found = memory.take(hitsMax * hitsBytes)
    for (let row = 0; row < rowCount;) {
      kernels.findNeedles(search, starts.byteOffset, lengths.byteOffset, row, rowCount, found, hitsMax, progress)
      row = i32[progress >>> 2]
      const count = i32[(progress >>> 2) + 1]
      for (let k = 0, word = found >>> 2; k < count; k++, word += 2) this.add(i32[word], i32[word + 1])
    }
    memory.release(mark)
  }

  private add(needle: number, row: number): void {
    const hits = this.hits[needle]
    if (hits.count === 0) this.foundNeedles[this.foundCount++] = needle
    if (hits.count === hits.rows.length) {
      const grown = new Int32Array(hits.count * 2)
      grown.set(hits.rows)
      hits.rows = grown
    }
    hits.rows[hits.count++] = row
  }
}

interface Automaton {
  readonly classOf: Uint8Array
  readonly classes: number
  /** next[state * classes + class] is a state times classes, doubled; odd where needles end there. */
  readonly next: Int32Array
  /** By state: where its needles begin in `outputs`; as many as up to the next state's. */
  readonly outputStart: Int32Array
  readonly outputs: Int32Array
}

function buildAutomaton(needles: readonly Uint8Array[], cellsMax: number): Automaton | null {
  const { classOf, classes } = byteClasses(needles)
  const statesMax = 1 + needles.reduce((sum, needle) => sum + needle.length, 0)
  if (classes > 255 || statesMax * classes > cellsMax) return null
  const next = new Int32Array(statesMax * classes).fill(-1)
  const ends: number[][] = [[]]
  needles.forEach((needle, index) => {
    let state = 0
    for (const byte of needle) {
      const cell = state * classes + classOf[byte]
      if (next[cell] < 0) next[cell] = ends.push([]) - 1
      state = next[cell]
    }
    ends[state].push(index)
  })
  completeByBreadth(next, ends, classes)
  const states = ends.length
  for (let cell = 0; cell < states * classes; cell++) {
    const state = next[cell]
    next[cell] = state * classes * 2 + (ends[state].length > 0 ? 1 : 0)
  }
  const outputStart = Int32Array.from({ length: states + 1 }, () => 0)
  for (let state = 0; state < states; state++) outputStart[state + 1] = outputStart[state] + ends[state].length
  return {
    classOf,
    classes,
    next: next.subarray(0, states * classes),
    outputStart,
    outputs: Int32Array.from(ends.flat()),
  }
}

/** As `wasm/needles.ts` reads it. Returns the address. */
function layOut(memory: Memory, automaton: Automaton, needles: readonly Uint8Array[]): number {
  const { classOf, classes, next, outputStart, outputs } = automaton
  const put = (bytes: ArrayLike<number> & ArrayBufferView): number => {
    const address = memory.reserve(bytes.byteLength)
    memory.u8.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), address)
    return address
  }
  const lastFound = new Int32Array(needles.length)
  const places = [put(classOf), put(next), put(outputStart), put(outputs), put(lastFound)]
  const header = Uint8Array.from([
    ...new Uint8Array(Int32Array.of(classes, ...places, needles.length, 0).buffer),
    ...beginnings(needles),
  ])
  return put(header)
}

/** Bytes at the beginning of a needle that are looked at before the automaton is. */
const beginningBytes = 3
/** A bit each. */
const buckets = 8

/** For each byte of a beginning: the buckets of needles by its low half, then by its high half. A needle that is over fits any. */
function beginnings(needles: readonly Uint8Array[]): Uint8Array {
  const masks = new Uint8Array(beginningBytes * 32)
  const heads = needles.map((needle) => needle.subarray(0, beginningBytes)).toSorted((a, b) => Buffer.compare(a, b))
  heads.forEach((head, index) => {
    const bucket = 1 << Math.floor((index * buckets) / heads.length)
    for (let at = 0; at < beginningBytes; at++) {
      const low = masks.subarray(at * 32, at * 32 + 16)
      const high = masks.subarray(at * 32 + 16, at * 32 + 32)
      if (at < head.length) {
        low[head[at] & 15] |= bucket
        high[head[at] >> 4] |= bucket
      } else {
        for (let half = 0; half < 16; half++) {
          low[half] |= bucket
          high[half] |= bucket
        }
      }
    }
  })
  return masks
}

/** Class 0: bytes that no needle has. */
function byteClasses(needles: readonly Uint8Array[]): { readonly classOf: Uint8Array; readonly classes: number } {
  const classOf = new Uint8Array(256)
  let classes = 1
  for (const needle of needles) {
    for (const byte of needle) if (classOf[byte] === 0) classOf[byte] = classes++
  }
  return { classOf, classes }
}

/** Missing arrows go where the longest proper suffix goes; what ends at that suffix ends here too. */
function completeByBreadth(next: Int32Array, ends: number[][], classes: number): void {
  const suffixOf = new Int32Array(ends.length)
  const queue: number[] = []
  for (let c = 0; c < classes; c++) {
    if (next[c] < 0) next[c] = 0
    else queue.push(next[c])
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]
    const suffix = suffixOf[state]
    ends[state].push(...ends[suffix])
    for (let c = 0; c < classes; c++) {
      const cell = state * classes + c
      const fallback = next[suffix * classes + c]
      if (next[cell] < 0) next[cell] = fallback
      else {
        suffixOf[next[cell]] = fallback
        queue.push(next[cell])
      }
    }
  }
}
