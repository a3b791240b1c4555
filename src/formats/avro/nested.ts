/**
 * ARRAY, MAP and ROW as Avro arrays, maps and records, walked along their type. Arrays and maps go out in blocks of at most 63
 * items: their count is then one byte, filled in when the block ends, so that nothing need be counted first.
 * https://avro.apache.org/docs/1.12.0/specification/#arrays-1
 */
import type { LogicalType } from '../../types/logical.ts'
import { isNested } from '../../types/families.ts'
import type { NestedType } from '../../types/families.ts'
import { LeafValues } from '../nested/leaf-values.ts'
import { JsonCursor } from '../nested/cursor.ts'
import { writeOf, writeValue } from './value.ts'
import type { Write } from './value.ts'

/** Everything inside of a nested value may be NULL: a union, its branch in front. */
type Part =
  | { readonly kind: 'leaf'; readonly write: Write; readonly values: LeafValues }
  | { readonly kind: 'array'; readonly element: Part }
  | { readonly kind: 'map'; readonly value: Part }
  | { readonly kind: 'row'; readonly fields: readonly Part[] }

const blockItemsMax = 63
const keyType = { kind: 'STRING' } as const

/** Room for a value of so many bytes of text: `0,` becomes a branch and eight bytes at worst, with its part of a block's count. */
export function nestedBytesMax(textBytes: number): number {
  return textBytes * 5 + 16
}

/** Writes the values of one column. */
export class NestedWriter {
  private readonly part: Part
  private readonly key = new LeafValues(keyType)
  private readonly cursor = new JsonCursor()
  private out: Buffer = Buffer.alloc(0)
  private at = 0

  constructor(type: NestedType) {
    this.part = partOf(type)
  }

  /** Writes the value whose text begins at source[start]; there must be `nestedBytesMax` of room. Returns where it ends. */
  write(out: Buffer, at: number, source: Uint8Array, start: number): number {
    this.cursor.reset(source, start)
    this.out = out
    this.at = at
    this.writePart(this.part)
    return this.at
  }

  private writePart(part: Part): void {
    switch (part.kind) {
      case 'leaf':
        this.writeLeaf(part.write, part.values)
        return
      case 'array':
        this.writeBlocks(null, part.element)
        return
      case 'map':
        this.writeBlocks(this.key, part.value)
        return
      case 'row': {
        let more = this.cursor.open()
        for (const field of part.fields) {
          if (!more) throw new Error('a nested ROW has fewer fields than its type')
          this.cursor.skipName()
          this.writeNullable(field)
          more = this.cursor.next()
        }
      }
    }
  }

  /** Elements, or members where there is a key. */
  private writeBlocks(key: LeafValues | null, part: Part): void {
    const { cursor } = this
    let countAt = this.at
    let count = 0
    for (let more = cursor.open(); more; more = cursor.next()) {
      if (count === blockItemsMax) {
        this.out[countAt] = count * 2
        count = 0
      }
      if (count++ === 0) countAt = this.at++
      if (key !== null) {
        this.writeLeaf('bytes', key)
        cursor.at++
      }
      this.writeNullable(part)
    }
    if (count > 0) this.out[countAt] = count * 2
    this.out[this.at++] = 0
  }

  private writeNullable(part: Part): void {
    if (this.cursor.isNull()) {
      this.out[this.at++] = 0
      return
    }
    this.out[this.at++] = 2
    this.writePart(part)
  }

  private writeLeaf(write: Write, values: LeafValues): void {
    values.clear()
    values.add(this.cursor)
    this.at = writeValue(this.out, this.at, write, values.column, values, 0)
  }
}

function partOf(type: LogicalType): Part {
  if (!isNested(type)) return { kind: 'leaf', write: writeOf(type), values: new LeafValues(type) }
  switch (type.kind) {
    case 'ARRAY':
      return { kind: 'array', element: partOf(type.element) }
    case 'MAP':
      return { kind: 'map', value: partOf(type.value) }
    case 'ROW':
      return { kind: 'row', fields: type.fields.map((field) => partOf(field.type)) }
  }
}
