/**
 * Avro object container files, made of rows that are encoded already.
 * https://avro.apache.org/docs/1.12.0/specification/#object-container-files
 */
import { createHash } from 'node:crypto'
import { constants, deflateRawSync, zstdCompressSync } from 'node:zlib'
import { varint64BytesMax, writeZigzag64 } from '../varint.ts'
import type { AvroRecord } from './schema.ts'

export type AvroCodec = 'null' | 'deflate' | 'zstandard'

/** Blocks end at about so many bytes, before compression. */
const blockBytesDefault = 65_536

/** Builds the parts of one file, in order; the caller writes them. */
export class AvroContainerFile {
  private readonly codec: AvroCodec
  private readonly sync: Buffer
  private readonly header: Buffer
  private readonly blockBytesMax: number
  private rows: Buffer[] = []
  private rowCount = 0
  private rowBytes = 0

  /**
   * `sync` are the 16 bytes between blocks; by default they are made of the schema, so that the same rows give the same file.
   */
  constructor(schema: AvroRecord, codec: AvroCodec = 'deflate', sync?: Buffer, blockBytesMax = blockBytesDefault) {
    const text = JSON.stringify(schema)
    this.codec = codec
    this.sync = sync ?? createHash('sha256').update(text).digest().subarray(0, 16)
    this.blockBytesMax = blockBytesMax
    this.header = Buffer.concat([
      Buffer.from('Obj\u0001'),
      long(2),
      lengthAndBytes('avro.schema'),
      lengthAndBytes(text),
      lengthAndBytes('avro.codec'),
      lengthAndBytes(codec),
      long(0),
      this.sync,
    ])
  }

  /** The beginning of the file: magic, schema, codec. A file of this alone is whole, and has no rows. */
  start(): Buffer {
    return this.header
  }

  /** Adds rows that lie one behind the other in bytes[start .. end), each an Avro body. Returns a block where one is full. */
  append(bytes: Uint8Array, start: number, end: number, count: number): Buffer | null {
    this.rows.push(Buffer.from(bytes.subarray(start, end)))
    this.rowCount += count
    this.rowBytes += end - start
    return this.rowBytes >= this.blockBytesMax ? this.endBlock() : null
  }

  /** The last block, or null. */
  finish(): Buffer | null {
    return this.rowCount === 0 ? null : this.endBlock()
  }

  private endBlock(): Buffer {
    const body = compress(this.codec, Buffer.concat(this.rows))
    const block = Buffer.concat([long(this.rowCount), long(body.length), body, this.sync])
    this.rows = []
    this.rowCount = 0
    this.rowBytes = 0
    return block
  }
}

function compress(codec: AvroCodec, bytes: Buffer): Buffer {
  switch (codec) {
    case 'null':
      return bytes
    case 'deflate':
      return deflateRawSync(bytes)
    case 'zstandard':
      return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  }
}

function long(value: number): Buffer {
  const out = Buffer.alloc(varint64BytesMax)
  return out.subarray(0, writeZigzag64(out, 0, value | 0, Math.floor(value / 4_294_967_296)))
}

function lengthAndBytes(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([long(bytes.length), bytes])
}
