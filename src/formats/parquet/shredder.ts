/**
 * ARRAY, MAP and ROW columns taken apart into their leaves: values, and the levels that tell how to put them together again
 * (Dremel's, https://research.google/pubs/pub36632/). The engine's text is walked along the type; no object is made per value.
 */
import type { BytesColumn } from '../../engine/column.ts'
import { JsonCursor } from '../nested/cursor.ts'
import { LeafValues } from '../nested/leaf-values.ts'
import type { ColumnBytes } from '../nested/leaf-values.ts'
import { Levels } from './levels.ts'
import { leavesOf } from './schema.ts'
import type { ParquetLeaf, ParquetNode } from './schema.ts'

/** One leaf of the rows that were shredded last. */
export interface ShreddedLeaf {
  readonly rows: number
  readonly values: LeafValues
  readonly levels: Levels
  /** Where the values and the entries of each row end. */
  readonly valueEnds: Int32Array
  readonly entryEnds: Int32Array
  /** 0, 1, 2, …: the values in their order. */
  readonly order: Int32Array
}

/** A node with its leaves' places among those of the column: from `first` up to `end`. */
interface Part {
  readonly node: ParquetNode
  readonly children: readonly Part[]
  readonly first: number
  readonly end: number
}

export class Shredder {
  readonly leaves: readonly ParquetLeaf[]
  private readonly root: Part
  private readonly outputs: readonly Output[]
  private readonly cursor = new JsonCursor()

  constructor(node: ParquetNode) {
    this.leaves = leavesOf(node)
    this.root = partOf(node, 0)
    this.outputs = this.leaves.map((leaf) => new Output(leaf))
  }

  get bufferedBytes(): number {
    return this.outputs.reduce((sum, output) => sum + output.values.bufferedBytes + output.levels.bytes, 0)
  }

  /** Takes rows[0 .. count) apart; the leaves are valid until the next call. */
  shred(column: BytesColumn, memory: ColumnBytes, rows: Int32Array, count: number): readonly ShreddedLeaf[] {
    const { root, outputs, cursor } = this
    for (const output of outputs) output.clear(count)
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (column.valid[row] === 0) {
        if (root.node.presence === 'required') throw new Error(`column ${root.node.path[0]} is NOT NULL and has a NULL`)
        this.addMissing(root, 0, 0)
      } else {
        cursor.reset(memory.u8, column.starts[row])
        this.add(root, 0)
      }
      for (const output of outputs) output.endRow(k)
    }
    for (const output of outputs) output.number()
    return outputs
  }

  /** The value at the cursor, which is not NULL. */
  private add(part: Part, repetition: number): void {
    const { node, children, first } = part
    switch (node.kind) {
      case 'leaf':
        this.outputs[first].values.add(this.cursor)
        this.outputs[first].levels.add(repetition, node.definition)
        return
      case 'row':
        this.addRow(children, repetition)
        return
      case 'list':
      case 'map':
        this.addRepeated(part, children[0], repetition)
        return
      case 'repeated':
        throw new Error('a repeated group is read by the list or map that it is in')
    }
  }

  private addRow(fields: readonly Part[], repetition: number): void {
    let more = this.cursor.open()
    for (const field of fields) {
      if (!more) throw new Error('a nested ROW has fewer fields than its type')
      this.cursor.skipName()
      this.addNullable(field, repetition)
      more = this.cursor.next()
    }
  }

  /** Elements, or members: each but the first repeats at the list's own level. */
  private addRepeated(part: Part, repeated: Part, repetition: number): void {
    const { cursor } = this
    let more = cursor.open()
    if (!more) {
      this.addMissing(part, repetition, part.node.definition)
      return
    }
    const [first, second] = repeated.children
    for (let level = repetition; more; more = cursor.next()) {
      if (part.node.kind === 'map') {
        this.add(first, level)
        cursor.at++
        this.addNullable(second, level)
      } else this.addNullable(first, level)
      level = repeated.node.repetition
    }
  }

  private addNullable(part: Part, repetition: number): void {
    if (this.cursor.isNull()) this.addMissing(part, repetition, part.node.definition - 1)
    else this.add(part, repetition)
  }

  /** Of the path to these leaves only `definition` levels are there. */
  private addMissing({ first, end }: Part, repetition: number, definition: number): void {
    for (let leaf = first; leaf < end; leaf++) this.outputs[leaf].levels.add(repetition, definition)
  }
}

function partOf(node: ParquetNode, first: number): Part {
  if (node.kind === 'leaf') return { node, children: [], first, end: first + 1 }
  const children: Part[] = []
  let end = first
  for (const child of node.children) {
    const part = partOf(child, end)
    children.push(part)
    end = part.end
  }
  return { node, children, first, end }
}

class Output implements ShreddedLeaf {
  rows = 0
  readonly values: LeafValues
  readonly levels = new Levels()
  valueEnds = new Int32Array(0)
  entryEnds = new Int32Array(0)
  order = new Int32Array(0)

  constructor(leaf: ParquetLeaf) {
    this.values = new LeafValues(leaf.type)
  }

  clear(rows: number): void {
    this.rows = rows
    this.values.clear()
    this.levels.clear()
    if (rows <= this.valueEnds.length) return
    this.valueEnds = new Int32Array(rows)
    this.entryEnds = new Int32Array(rows)
  }

  endRow(row: number): void {
    this.valueEnds[row] = this.values.count
    this.entryEnds[row] = this.levels.count
  }

  number(): void {
    if (this.order.length < this.values.count)
      this.order = Int32Array.from({ length: this.values.count * 2 }, (_, i) => i)
  }
}
