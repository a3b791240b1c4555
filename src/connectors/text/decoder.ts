/** Bytes of one encoding -> UTF-8. The tables are ICU's, which Node carries whole; ISO 8859-1 is not Windows-1252 here. */
import { isAscii } from 'node:buffer'
import type { TextEncoding } from './encoding.ts'

export class Decoder {
  private readonly encoding: TextEncoding
  private readonly strict: TextDecoder
  private readonly lenient: TextDecoder

  constructor(encoding: TextEncoding) {
    this.encoding = encoding
    this.strict = new TextDecoder(encoding.name, { fatal: true, ignoreBOM: true })
    this.lenient = new TextDecoder(encoding.name, { ignoreBOM: true })
  }

  /** As UTF-8, without a copy where it is that already; null: it is not valid in the encoding. */
  decode(bytes: Uint8Array): Uint8Array | null {
    const { name, extendsAscii } = this.encoding
    if (extendsAscii && isAscii(bytes)) return bytes
    if (name === 'iso-8859-1') return Buffer.from(latin1Text(bytes), 'utf8')
    try {
      return Buffer.from(this.strict.decode(bytes))
    } catch {
      return null
    }
  }

  /** As text, with U+FFFD for what is not valid. */
  text(bytes: Uint8Array): string {
    return this.encoding.name === 'iso-8859-1' ? latin1Text(bytes) : this.lenient.decode(bytes)
  }
}

function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
