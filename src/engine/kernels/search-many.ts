/**
 * Many needles in one pass over a text: the automaton of Aho and Corasick (1975) as a table of next states, over classes of
 * bytes (all bytes that no needle has are one class). The cost per byte is the same for one needle and for thousands.
 */

/** Rows in which a needle was found, ascending. */
export interface NeedleHits {
  rows: Int32Array
  count: number
}

/** States times classes; 64 MB of table. Needles that need more are searched one by one. */
const cellsMax = 1 << 24

export class NeedleSearch {
  private readonly classOf: Uint8Array
  private readonly classes: number
  /** next[state * classes + class] is a state times classes, doubled; odd where needles end there. */
  private readonly next: Int32Array
  /** By state: where its needles begin in `outputs`; as many as up to the next state's. */
  private readonly outputStart: Int32Array
  private readonly outputs: Int32Array
  private readonly hits: NeedleHits[]

  private constructor(automaton: Automaton, needles: number) {
    this.classOf = automaton.classOf
    this.classes = automaton.classes
    this.next = automaton.next
    this.outputStart = automaton.outputStart
    this.outputs = automaton.outputs
    this.hits = Array.from({ length: needles }, () => ({ rows: new Int32Array(16), count: 0 }))
  }

  /** null where the table would be too large. No needle is empty; no two are equal. */
  static of(needles: readonly Uint8Array[]): NeedleSearch | null {
    const automaton = buildAutomaton(needles)
    return automaton === null ? null : new NeedleSearch(automaton, needles.length)
  }

  /** By needle. Valid until the next call. */
  find(u8: Uint8Array, starts: Uint32Array, lengths: Uint32Array, rowCount: number): readonly NeedleHits[] {
    const { classOf, classes, next, outputStart, outputs, hits } = this
    for (const each of hits) each.count = 0
    for (let row = 0; row < rowCount; row++) {
      const end = starts[row] + lengths[row]
      let state = 0
      for (let at = starts[row]; at < end; at++) {
        const cell = next[state + classOf[u8[at]]]
        state = cell >> 1
        if ((cell & 1) === 0) continue
        const index = state / classes
        for (let k = outputStart[index]; k < outputStart[index + 1]; k++) addRow(hits[outputs[k]], row)
      }
    }
    return hits
  }
}

/** Once for each row. */
function addRow(hits: NeedleHits, row: number): void {
  if (hits.count > 0 && hits.rows[hits.count - 1] === row) return
  if (hits.count === hits.rows.length) {
    const grown = new Int32Array(hits.count * 2)
    grown.set(hits.rows)
    hits.rows = grown
  }
  hits.rows[hits.count++] = row
}

interface Automaton {
  readonly classOf: Uint8Array
  readonly classes: number
  readonly next: Int32Array
  readonly outputStart: Int32Array
  readonly outputs: Int32Array
}

function buildAutomaton(needles: readonly Uint8Array[]): Automaton | null {
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
