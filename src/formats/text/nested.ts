/**
 * ARRAY, MAP and ROW in Hive's text files, as LazySimpleSerDe nests them: a level of separators for each level of the type (behind
 * the fields' own `\002`, `\003`, `\004` and so on to `\010`), two for a MAP: between its members, and between key and value. A
 * value that Hive would read as another one is refused: `[NULL]` looks like NULL, `['']` like an empty ARRAY.
 * https://github.com/apache/hive/blob/master/serde/src/java/org/apache/hadoop/hive/serde2/lazy/LazySerDeParameters.java
 */
import { unescapeInto } from '../../engine/kernels/json-strings.ts'
import type { LogicalType } from '../../types/logical.ts'
import { textSeparatorAt } from '../../types/text-separators.ts'
import { isNested } from '../../types/families.ts'
import type { NestedType } from '../../types/families.ts'
import type { ScalarType } from '../nested/leaf-values.ts'
import { JsonCursor } from '../nested/cursor.ts'

/** What the file's writer escapes, and how it writes NULL. */
export interface TextSyntax {
  readonly nullLiteral: Buffer
  writeEscaped(out: Buffer, at: number, source: Uint8Array, start: number, end: number): number
}

const ambiguous = -1

export class NestedText {
  private readonly type: NestedType
  private readonly syntax: TextSyntax
  private readonly cursor = new JsonCursor()
  private scratch = Buffer.alloc(64)

  constructor(type: NestedType, syntax: TextSyntax) {
    this.type = type
    this.syntax = syntax
  }

  /** Room for a value of so many bytes of text: all of it escaped, and NULLs. */
  bytesMax(textBytes: number): number {
    return 2 * textBytes + (Math.ceil(textBytes / 5) + 1) * this.syntax.nullLiteral.length
  }

  /** Writes the value whose text begins at source[start]. Returns where it ends, or -1: Hive would read another value. */
  write(out: Buffer, at: number, source: Uint8Array, start: number): number {
    this.cursor.reset(source, start)
    return this.writeValue(out, at, this.type, 1)
  }

  private writeNullable(out: Buffer, at: number, type: LogicalType, level: number): number {
    if (at < 0) return ambiguous
    if (this.cursor.isNull()) return at + this.syntax.nullLiteral.copy(out, at)
    return this.writeValue(out, at, type, level)
  }

  private writeValue(out: Buffer, at: number, type: LogicalType, level: number): number {
    const end = isNested(type) ? this.writeParts(out, at, type, level) : this.writeLeaf(out, at, type)
    const { nullLiteral } = this.syntax
    const looksNull = end - at === nullLiteral.length && nullLiteral.compare(out, at, end) === 0
    return looksNull ? ambiguous : end
  }

  private writeParts(out: Buffer, start: number, type: NestedType, level: number): number {
    const { cursor } = this
    let at = start
    let index = 0
    for (let more = cursor.open(); more && at >= 0; more = cursor.next()) {
      if (index > 0) out[at++] = textSeparatorAt(level)
      switch (type.kind) {
        case 'ARRAY':
          at = this.writeNullable(out, at, type.element, level + 1)
          break
        case 'MAP':
          at = this.writeMember(out, at, type.value, level + 1)
          break
        case 'ROW':
          cursor.skipName()
          at = this.writeNullable(out, at, type.fields[index].type, level + 1)
      }
      index++
    }
    const looksEmpty = type.kind === 'ARRAY' && index > 0 && at === start
    return looksEmpty ? ambiguous : at
  }

  private writeMember(out: Buffer, at: number, value: LogicalType, level: number): number {
    const end = this.writeValue(out, at, { kind: 'STRING' }, level)
    if (end < 0) return ambiguous
    this.cursor.at++
    out[end] = textSeparatorAt(level)
    return this.writeNullable(out, end + 1, value, level + 1)
  }

  private writeLeaf(out: Buffer, at: number, type: ScalarType): number {
    const { cursor } = this
    const { bytes, at: start } = cursor
    if (type.kind === 'JSON') {
      cursor.skipValue()
      return this.syntax.writeEscaped(out, at, bytes, start, cursor.at)
    }
    if (bytes[start] !== 0x22) {
      cursor.skipWord()
      return this.syntax.writeEscaped(out, at, bytes, start, cursor.at)
    }
    cursor.skipString()
    const end = cursor.at - 1
    if (type.kind !== 'STRING' && type.kind !== 'VARCHAR') {
      // Hive reads no zone: an instant in UTC loses its Z.
      return this.syntax.writeEscaped(out, at, bytes, start + 1, type.kind === 'TIMESTAMP_LTZ' ? end - 1 : end)
    }
    if (this.scratch.length < end - start) this.scratch = Buffer.alloc((end - start) * 2)
    return this.syntax.writeEscaped(out, at, this.scratch, 0, unescapeInto(bytes, start + 1, end, this.scratch, 0))
  }
}
