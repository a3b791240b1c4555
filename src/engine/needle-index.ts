/**
 * Dispatch: where many tables look for words in the raw text, one pass finds all words, and a table judges only the records
 * that have the word its FILTER requires. So a record costs about the same whatever the number of tables.
 */
import type { FilterNode } from '../plan/plan.ts'
import { needlesForOnePass, needlesOf, requiredNeedle } from '../plan/needles.ts'
import type { Chunk } from './chunk.ts'
import { rawMarksKey } from './evaluate/text.ts'
import { recordColumn } from './evaluate/metadata.ts'
import { type NeedleHits, NeedleSearch } from './kernels/search-many.ts'
import type { Selection } from './selection.ts'

export class NeedleIndex {
  private readonly search: NeedleSearch
  private readonly keys: readonly string[]
  /** By table: the number of the needle that it requires, or -1. */
  private readonly required: Int32Array
  private hits: readonly NeedleHits[] = []

  private constructor(search: NeedleSearch, needles: readonly string[], filters: readonly FilterNode[]) {
    const numbers = new Map(needles.map((needle, number) => [needle, number]))
    this.search = search
    this.keys = needles.map((needle) => rawMarksKey('contains', needle))
    this.required = Int32Array.from(filters, (filter) => numbers.get(requiredNeedle(filter) ?? '') ?? -1)
  }

  /** null where there are few words (a sweep for each is faster), or more than one search holds. */
  static of(filters: readonly FilterNode[]): NeedleIndex | null {
    const needles = [...new Set(filters.flatMap(needlesOf))]
    if (needles.length < needlesForOnePass) return null
    const search = NeedleSearch.of(needles.map((needle) => Buffer.from(needle)))
    return search === null ? null : new NeedleIndex(search, needles, filters)
  }

  /** Finds all words in the chunk's records, and leaves the answers where the conditions look for them. */
  find(chunk: Chunk): void {
    const { memory } = chunk
    const mark = memory.mark()
    const { starts, lengths } = recordColumn(chunk, chunk.live)
    this.hits = this.search.find(memory.u8, starts, lengths, chunk.rowCount)
    memory.release(mark)
    const nowhere = new Uint8Array(chunk.rowCount)
    this.hits.forEach(({ rows, count }, needle) => {
      const marks = count === 0 ? nowhere : new Uint8Array(chunk.rowCount)
      for (let k = 0; k < count; k++) marks[rows[k]] = 1
      chunk.rawMarks.set(this.keys[needle], marks)
    })
  }

  /** The rows that the table's FILTER has to judge; null: all. */
  candidates(table: number): Selection | null {
    const needle = this.required[table]
    return needle < 0 ? null : this.hits[needle]
  }
}
