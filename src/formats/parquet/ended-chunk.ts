/** One leaf of a row group that takes no more rows: its bytes, and its place in the footer. */
import { codecNumber, encoding, make, physicalNumber } from './container.ts'
import type { Codec, ThriftStruct } from './container.ts'
import { finishedPage } from './page.ts'
import type { Page } from './page.ts'
import type { ParquetLeaf } from './schema.ts'

export interface EndedChunk {
  readonly leaf: ParquetLeaf
  readonly codec: Codec
  readonly dictionary: Page | null
  readonly pages: readonly Page[]
  /** Of the data pages. */
  readonly encodings: readonly number[]
  readonly entries: number
  readonly nulls: number
  /** In PLAIN form; null: unknown. */
  readonly bounds: { readonly min: Buffer; readonly max: Buffer } | null
  /** With its header; null: the column has none, or no value. */
  readonly bloomFilter: Buffer | null
}

/** A finished chunk: its bytes, and its place in the footer. */
export interface FinishedChunk {
  /** Where it begins in the file. */
  readonly offset: number
  readonly parts: readonly Buffer[]
  readonly bytes: number
  readonly uncompressedBytes: number
  /** Of ColumnMetaData, but for the statistics. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly statistics: ThriftStruct
}

/** The chunk begins at `offset` of the file. */
export function finishedChunk(chunk: EndedChunk, offset: number): FinishedChunk {
  const { leaf, dictionary, pages, bounds } = chunk
  const parts: Buffer[] = []
  let bytes = 0
  let uncompressedBytes = 0
  const add = (page: Page): void => {
    const [header, body] = finishedPage(page)
    parts.push(header, body)
    bytes += header.length + body.length
    uncompressedBytes += header.length + page.encodedBytes
  }
  if (dictionary !== null) add(dictionary)
  const dictionaryBytes = bytes
  for (const page of pages) add(page)
  const encodings = new Set<number>([encoding.RLE, ...chunk.encodings])
  if (dictionary !== null) encodings.add(encoding.PLAIN)
  const fields = {
    type: physicalNumber[leaf.physical.kind],
    encodings: [...encodings],
    path_in_schema: leaf.path,
    codec: codecNumber[chunk.codec],
    num_values: chunk.entries,
    total_uncompressed_size: uncompressedBytes,
    total_compressed_size: bytes,
    data_page_offset: offset + dictionaryBytes,
    dictionary_page_offset: dictionary === null ? undefined : offset,
  }
  const statistics = make('Statistics', { null_count: chunk.nulls, min_value: bounds?.min, max_value: bounds?.max })
  return { offset, parts, bytes, uncompressedBytes, fields, statistics }
}
