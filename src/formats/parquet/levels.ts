/**
 * Repetition and definition levels: for each entry of a leaf, at which list it goes on (0: a new row), and how much of the path to
 * it is there (the leaf's `definition`: a value). https://parquet.apache.org/docs/file-format/nestedencoding/
 */

/** A level fits a byte: a type has at most 100 levels of brackets, and each of them two definition levels. */
export class Levels {
  count = 0
  repetitions = new Uint8Array(64)
  definitions = new Uint8Array(64)

  get bytes(): number {
    return this.repetitions.length + this.definitions.length
  }

  clear(): void {
    this.count = 0
  }

  add(repetition: number, definition: number): void {
    this.ensure(1)
    this.repetitions[this.count] = repetition
    this.definitions[this.count++] = definition
  }

  /** Rows of a column that is in no list: 1 for a value, 0 for NULL. */
  addValid(valid: Uint8Array, rows: Int32Array, from: number, to: number): void {
    this.ensure(to - from)
    for (let k = from; k < to; k++) this.definitions[this.count++] = valid[rows[k]]
  }

  addFrom(other: Levels, from: number, to: number): void {
    this.ensure(to - from)
    this.repetitions.set(other.repetitions.subarray(from, to), this.count)
    this.definitions.set(other.definitions.subarray(from, to), this.count)
    this.count += to - from
  }

  private ensure(more: number): void {
    const needed = this.count + more
    if (needed <= this.definitions.length) return
    const length = Math.max(needed, this.definitions.length * 2)
    this.repetitions = larger(this.repetitions, length)
    this.definitions = larger(this.definitions, length)
  }
}

function larger(levels: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length)
  out.set(levels)
  return out
}
