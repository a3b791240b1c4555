/**
 * Rows as Avro binary, straight from columns. Here a plan of the fields is laid out in the engine's memory; the rows are written by
 * the kernel of `engine/wasm/avro.ts`. Each begins with a fixed prefix (empty, Confluent's, single-object's).
 * https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
import { takeColumn, valuesOf } from '../../engine/column.ts'
import type { BytesColumn, Column } from '../../engine/column.ts'
import type { Memory } from '../../engine/memory.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { isNested } from '../../types/families.ts'
import { roomForEnds } from '../byte-buffer.ts'
import type { ByteBuffer, RowEncoder, RowEnds } from '../ports.ts'
import { decimalBytesMax } from './decimal.ts'
import { nestedBytesMax, NestedWriter } from './nested.ts'
import { writeOf } from './value.ts'
import type { Write } from './value.ts'

interface Field {
  readonly kind: FieldKind
  readonly nullable: boolean
  /** Of ARRAY, MAP and ROW, which are encoded before the kernel copies them. */
  readonly nested: NestedWriter | null
}

type FieldKind = Write | 'encoded'

/** Numbers that the kernel knows. */
const fieldKinds: Readonly<Record<FieldKind, number>> = {
  boolean: 0,
  int: 1,
  long: 2,
  millis: 3,
  float: 4,
  double: 5,
  decimal64: 6,
  decimal128: 7,
  bytes: 8,
  encoded: 9,
}
const nullableFlag = 0x100
const fieldBytes = 16

/** Union branch and the longest value that is not of bytes. */
const fixedFieldBytesMax = 1 + decimalBytesMax
/** What the kernel may overwrite behind a row. */
const slackBytes = 16
/** Rows are written here first, and as many at a time as fit. */
const roomBytes = 256 * 1024

export class AvroEncoder implements RowEncoder {
  private readonly fields: readonly Field[]
  private readonly prefix: Uint8Array
  private readonly fixedBytesMax: number

  /** The schema of what it writes is `avroSchema` of the same columns. */
  constructor(columns: readonly OutputColumn[], prefix: Uint8Array = new Uint8Array()) {
    this.fields = columns.map(({ type, nullable }) =>
      isNested(type)
        ? { kind: 'encoded', nullable, nested: new NestedWriter(type) }
        : { kind: writeOf(type), nullable, nested: null },
    )
    this.prefix = prefix
    this.fixedBytesMax = prefix.length + columns.length * fixedFieldBytesMax + slackBytes
  }

  /** Raises ArenaFull where the engine's memory has no room for a row. */
  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds): void {
    const { memory } = view
    const mark = memory.mark()
    try {
      this.encodeRows(view, selection, out, roomForEnds(ends, selection.count))
    } finally {
      memory.release(mark)
    }
  }

  private encodeRows(view: RowView, { rows, count }: Selection, out: ByteBuffer, endOf: Uint32Array): void {
    const { memory } = view
    const columns = this.fields.map((field, index) => heldColumn(view, field, index, { rows, count }))
    const fields = this.layOut(memory, columns)
    const prefix = memory.take(this.prefix.length)
    memory.u8.set(this.prefix, prefix)
    const numbers = memory.take(count * 4)
    const encodedEnds = memory.take(count * 4)
    for (let k = 0; k < count; k++) memory.i32[(numbers >> 2) + k] = rows[k]
    let room = Math.min(roomBytes, memory.room)
    let start = memory.take(room)
    for (let done = 0; done < count;) {
      const encoded = memory.kernels.encodeAvro(
        fields,
        fields + this.fields.length * fieldBytes,
        prefix,
        this.prefix.length,
        this.fixedBytesMax,
        numbers + done * 4,
        count - done,
        encodedEnds,
        start,
        start + room,
      )
      if (encoded < 0) throw this.unexpectedNull(columns, ~encoded)
      if (encoded === 0) {
        room = this.bytesMaxOf(columns, rows[done])
        start = memory.take(room)
        continue
      }
      append(memory, start, encodedEnds, encoded, out, endOf, done)
      done += encoded
    }
  }

  /** What the kernel reads of each field. Returns its address. */
  private layOut(memory: Memory, columns: readonly Column[]): number {
    const address = memory.take(columns.length * fieldBytes)
    columns.forEach((column, index) => {
      const { kind, nullable } = this.fields[index]
      const at = (address + index * fieldBytes) >> 2
      memory.i32[at] = fieldKinds[kind] | (nullable ? nullableFlag : 0)
      memory.i32[at + 1] = column.valid.byteOffset
      memory.i32[at + 2] = valuesOf(column).byteOffset
      memory.i32[at + 3] = column.kind === 'bytes' ? column.lengths.byteOffset : 0
    })
    return address
  }

  private bytesMaxOf(columns: readonly Column[], row: number): number {
    let bytes = 2 * this.fixedBytesMax
    for (const column of columns) if (column.kind === 'bytes' && column.valid[row] === 1) bytes += column.lengths[row]
    return bytes
  }

  private unexpectedNull(columns: readonly Column[], row: number): Error {
    const index = this.fields.findIndex(({ nullable }, i) => !nullable && columns[i].valid[row] === 0)
    return new Error(`output column ${index} is NOT NULL and has a NULL`)
  }
}

/** The column as the kernel takes it: ARRAY, MAP and ROW encoded. */
function heldColumn({ memory, columns, rowCount }: RowView, { nested }: Field, index: number, of: Selection): Column {
  const column = columns[index]
  if (column.valid.buffer !== memory.buffer) throw new Error(`output column ${index} is not in the engine's memory`)
  return nested === null ? column : encodedColumn(memory, column as BytesColumn, nested, rowCount, of)
}

function encodedColumn(
  memory: Memory,
  column: BytesColumn,
  writer: NestedWriter,
  rowCount: number,
  { rows, count }: Selection,
): BytesColumn {
  const encoded = takeColumn(memory, 'bytes', rowCount) as BytesColumn
  let bytesMax = 0
  for (let k = 0; k < count; k++) {
    if (column.valid[rows[k]] === 1) bytesMax += nestedBytesMax(column.lengths[rows[k]])
  }
  let at = memory.take(bytesMax)
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if (column.valid[row] === 0) continue
    const end = writer.write(memory.bytes, at, memory.u8, column.starts[row])
    encoded.valid[row] = 1
    encoded.starts[row] = at
    encoded.lengths[row] = end - at
    at = end
  }
  return encoded
}

/** Rows that were written from `start` on. */
function append(
  memory: Memory,
  start: number,
  ends: number,
  count: number,
  out: ByteBuffer,
  endOf: Uint32Array,
  first: number,
): void {
  const { u8, u32 } = memory
  const end = u32[(ends >> 2) + count - 1]
  out.ensure(end - start)
  out.bytes.set(u8.subarray(start, end), out.length)
  for (let k = 0; k < count; k++) endOf[first + k] = out.length + u32[(ends >> 2) + k] - start
  out.length += end - start
}
