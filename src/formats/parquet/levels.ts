/**
 * Repetition and definition levels: for each entry of a leaf, at which list it goes on (0: a new row), and how much of the path to
 * it is there (the leaf's `definition`: a value). https://parquet.apache.org/docs/file-format/nestedencoding/
 */
import { giveBack, grownBytes } from './pieces.ts'

const noLevels = Buffer.from(new ArrayBuffer(0))

/** A level fits a byte: a type has at most 100 levels of brackets, and each of them two definition levels. */
export class Levels {
  count = 0
  repetitions = Buffer.from(new ArrayBuffer(64))
  definitions = Buffer.from(new ArrayBuffer(64))

  get bytes(): number {
    return this.repetitions.length + this.definitions.length
  }

  clear(): void {
    this.count = 0
  }

  add(repetition: number, definition: number): void {
    this.ensureRepetitions(1)
    this.ensureDefinitions(1)
    this.repetitions[this.count] = repetition
    this.definitions[this.count++] = definition
  }

  /** Rows of a column that is in no list: 1 for a value, 0 for NULL. */
  addValid(valid: Uint8Array, rows: Int32Array, from: number, to: number): void {
    this.ensureDefinitions(to - from)
    for (let k = from; k < to; k++) this.definitions[this.count++] = valid[rows[k]]
  }

  addFrom(other: Levels, from: number, to: number): void {
    this.ensureRepetitions(to - from)
    this.ensureDefinitions(to - from)
    this.repetitions.set(other.repetitions.subarray(from, to), this.count)
    this.definitions.set(other.definitions.subarray(from, to), this.count)
    this.count += to - from
  }

  /** They are used no more. */
  release(): void {
    giveBack(this.repetitions)
    giveBack(this.definitions)
    this.repetitions = this.definitions = noLevels
    this.count = 0
  }

  private ensureRepetitions(more: number): void {
    const needed = this.count + more
    if (needed > this.repetitions.length) this.repetitions = grownBytes(this.repetitions, this.count, needed)
  }

  private ensureDefinitions(more: number): void {
    const needed = this.count + more
    if (needed > this.definitions.length) this.definitions = grownBytes(this.definitions, this.count, needed)
  }
}
