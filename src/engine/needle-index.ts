/**
 * Dispatch: where many tables look for words in the raw text, one pass finds all words, and a table judges only the records
 * that have the word its FILTER requires, or keeps them as they are where it asks for nothing else. So a record costs about the
 * same whatever the number of tables.
 */
import type { FilterNode } from '../plan/plan.ts'
import { needleOf, needlesForOnePass, needlesOf, requiredNeedle } from '../plan/needles.ts'
import type { Chunk, RawSearch } from './chunk.ts'
import { rawMarksKey } from './evaluate/text.ts'
import { recordColumn } from './evaluate/metadata.ts'
import { NeedleSearch } from './kernels/search-many.ts'
import type { Memory } from './memory.ts'
import type { Selection } from './selection.ts'

export class NeedleIndex implements RawSearch {
  private readonly search: NeedleSearch
  /** Of the needles, as conditions ask for them. */
  private readonly numberOfKey: ReadonlyMap<string, number>
  /** By table: the number of the needle that it requires, or -1. */
  private readonly required: Int32Array
  /** The tables that require none, and by needle those that require it. */
  private readonly independent: readonly number[]
  private readonly dependent: readonly number[][]
  /** By table: 1 where the FILTER is nothing but that needle. */
  private readonly isAll: Uint8Array

  private constructor(search: NeedleSearch, needles: readonly string[], filters: readonly FilterNode[]) {
    const numbers = new Map(needles.map((needle, number) => [needle, number]))
    this.search = search
    this.numberOfKey = new Map(needles.map((needle, number) => [rawMarksKey('contains', needle), number]))
    this.required = Int32Array.from(filters, (filter) => numbers.get(requiredNeedle(filter) ?? '') ?? -1)
    this.independent = [...this.required.keys()].filter((table) => this.required[table] < 0)
    this.dependent = needles.map(() => [])
    this.required.forEach((needle, table) => {
      if (needle >= 0) this.dependent[needle].push(table)
    })
    this.isAll = Uint8Array.from(filters, ({ condition }) =>
      condition !== null && needleOf(condition.expression) !== null ? 1 : 0,
    )
  }

  /** null where there are few words (a sweep for each is faster), or more than one search holds. */
  static of(memory: Memory, filters: readonly FilterNode[]): NeedleIndex | null {
    const needles = [...new Set(filters.flatMap(needlesOf))]
    if (needles.length < needlesForOnePass) return null
    const search = NeedleSearch.of(
      memory,
      needles.map((needle) => Buffer.from(needle)),
    )
    return search === null ? null : new NeedleIndex(search, needles, filters)
  }

  /** Finds all words in the chunk's records; conditions ask for them there. */
  find(chunk: Chunk): void {
    const { memory } = chunk
    const mark = memory.mark()
    this.search.find(recordColumn(chunk, chunk.live), chunk.rowCount)
    memory.release(mark)
    chunk.rawSearch = this
  }

  marksOf(key: string, rowCount: number): Uint8Array | null {
    const needle = this.numberOfKey.get(key)
    if (needle === undefined) return null
    const marks = new Uint8Array(rowCount)
    const { rows, count } = this.search.hits[needle]
    for (let k = 0; k < count; k++) marks[rows[k]] = 1
    return marks
  }

  /** The tables whose FILTERs have rows to judge. */
  tables(): readonly number[] {
    const tables = [...this.independent]
    for (const needle of this.search.found()) {
      for (const table of this.dependent[needle]) tables.push(table)
    }
    return tables
  }

  /** The rows that the table's FILTER has to judge; null: all. */
  candidates(table: number): Selection | null {
    const needle = this.required[table]
    return needle < 0 ? null : this.search.hits[needle]
  }

  /** Whether the candidates are what the table keeps. */
  decides(table: number): boolean {
    return this.isAll[table] === 1
  }
}
