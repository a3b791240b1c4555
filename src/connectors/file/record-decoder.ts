/** Framed records of any encoding -> UTF-8: a batch at once where it is valid, else record by record. */
import { isAscii } from 'node:buffer'
import { Decoder } from '../text/decoder.ts'
import type { TextEncoding } from '../text/encoding.ts'
import type { FramedRecords } from './record-framer.ts'

export interface DecodedRecords extends FramedRecords {
  /** By index, records that are not valid in the encoding, as they came; `bytes` has U+FFFD in them. */
  readonly originals: ReadonlyMap<number, Uint8Array>
}

const nothing: ReadonlyMap<number, Uint8Array> = new Map()
const lineFeed = 10

export class RecordDecoder {
  private readonly encoding: TextEncoding
  private readonly decoder: Decoder

  constructor(encoding: TextEncoding) {
    this.encoding = encoding
    this.decoder = new Decoder(encoding)
  }

  /** Offsets, lines and sizes stay those of the text as it came. */
  decode(records: FramedRecords): DecodedRecords {
    const { name, extendsAscii } = this.encoding
    if (name === 'utf-8' || (extendsAscii && isAscii(records.bytes))) return { ...records, originals: nothing }
    const bytes = records.oversized.size === 0 ? this.decoder.decode(records.bytes) : null
    return bytes === null ? this.decodeEach(records) : this.cutAsBefore(records, bytes)
  }

  /**
   * All records decoded as one text: a newline is a newline in every encoding, and by their lines it is known how many stand
   * before each record; what ends a record has as many characters as before, all of them ASCII.
   */
  private cutAsBefore(records: FramedRecords, bytes: Uint8Array): DecodedRecords {
    const { count, lines } = records
    const starts = new Uint32Array(count)
    const ends = new Uint32Array(count)
    let at = 0
    for (let index = 1; index < count; index++) {
      for (let left = lines[index] - lines[index - 1]; left > 0; left--) at = bytes.indexOf(lineFeed, at) + 1
      starts[index] = at
      ends[index - 1] = at - (records.starts[index] - records.ends[index - 1]) / this.encoding.unitBytes
    }
    ends[count - 1] = bytes.length
    return { ...records, bytes, starts, ends, originals: nothing }
  }

  private decodeEach(records: FramedRecords): DecodedRecords {
    const { count, oversized } = records
    const starts = new Uint32Array(count)
    const ends = new Uint32Array(count)
    const pieces: Uint8Array[] = []
    const originals = new Map<number, Uint8Array>()
    let end = 0
    for (let index = 0; index < count; index++) {
      const original = records.bytes.subarray(records.starts[index], records.ends[index])
      const decoded = this.decoder.decode(original)
      // Where a record was cut, half a character at its end is no fault of it.
      if (decoded === null && !oversized.has(index)) originals.set(index, original)
      const piece = decoded ?? Buffer.from(this.decoder.text(original))
      pieces.push(piece)
      starts[index] = end
      end += piece.length
      ends[index] = end
    }
    return { ...records, bytes: Buffer.concat(pieces, end), starts, ends, originals }
  }
}
