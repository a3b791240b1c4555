/** Avro's object container files: a header with the schema, then blocks of rows (Avro 1.12 specification, "Object Container Files"). */

import { varint64BytesMax, writeZigzag64 } from '../../formats/varint.ts'

const magic = Buffer.from('Obj\u0001', 'latin1')
export const syncBytes = 16

/** What the file begins with. `sync` also ends each block: 16 bytes that rows do not hold but by chance. */
export function containerHeader(schema: string, sync: Buffer): Buffer {
  const metadata = [
    ['avro.schema', schema],
    ['avro.codec', 'null'],
  ]
  const entries = metadata.flatMap(([key, value]) => [lengthAndText(key), lengthAndText(value)])
  return Buffer.concat([magic, long(metadata.length), ...entries, long(0), sync])
}

/** What stands before a block's rows; `sync` stands behind them. */
export function blockHead(rows: number, bytes: number): Buffer {
  return Buffer.concat([long(rows), long(bytes)])
}

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([long(bytes.length), bytes])
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(varint64BytesMax)
  return bytes.subarray(0, writeZigzag64(bytes, 0, value | 0, Math.floor(value / 2 ** 32)))
}
