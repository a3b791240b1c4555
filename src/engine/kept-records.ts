/**
 * Which records each table goes on with. FILTERs note them one after the other, at one place for all tables; they are ordered by
 * table once, when all are there, so that a record costs the same whatever the number of tables.
 */
export class KeptRecords {
  count = 0
  /** What was noted: table and number of the record. A table's records come in ascending order. */
  private tables = new Int32Array(4_096)
  private records = new Int32Array(4_096)
  /** By table, once they are ordered: where its records begin in `ordered`; as many as up to the next table's. */
  private readonly starts: Int32Array
  private ordered = new Int32Array(4_096)

  constructor(tables: number) {
    this.starts = new Int32Array(tables + 1)
  }

  add(table: number, record: number): void {
    if (this.count === this.tables.length) this.grow()
    this.tables[this.count] = table
    this.records[this.count++] = record
  }

  /** The numbers of the records noted from the `from`th note on. */
  recordsFrom(from: number): Int32Array {
    return this.records.subarray(from, this.count)
  }

  /** Of the notes from the `from`th on, forgets those for which `isKept` is false. */
  keepWhere(from: number, isKept: (table: number, record: number) => boolean): void {
    const { tables, records, count } = this
    this.count = from
    for (let k = from; k < count; k++) if (isKept(tables[k], records[k])) this.add(tables[k], records[k])
  }

  /** From here on `of` says what is noted. */
  order(): void {
    const { tables, records, starts, count } = this
    if (this.ordered.length < count) this.ordered = new Int32Array(records.length)
    starts.fill(0)
    for (let k = 0; k < count; k++) starts[tables[k]]++
    let end = 0
    for (let table = 0; table < starts.length; table++) starts[table] = end += starts[table]
    for (let k = count - 1; k >= 0; k--) this.ordered[--starts[tables[k]]] = records[k]
  }

  /** The table's records, ascending. Valid until the next `order`. */
  of(table: number): Int32Array {
    return this.ordered.subarray(this.starts[table], this.starts[table + 1])
  }

  clear(): void {
    this.count = 0
  }

  private grow(): void {
    const size = this.count * 2
    const { tables, records } = this
    this.tables = new Int32Array(size)
    this.records = new Int32Array(size)
    this.tables.set(tables)
    this.records.set(records)
  }
}
