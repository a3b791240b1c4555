/** A page on its way to the file: encoded and compressed. */
import { compress } from './compression.ts'
import { encoding, make, pageType, serialize } from './container.ts'
import type { Codec, Encoding, ThriftStruct } from './container.ts'

export interface Page {
  /** Before compression, without its header. */
  readonly encodedBytes: number
  readonly type: number
  readonly typeHeader: Readonly<Record<string, ThriftStruct>>
  readonly body: Buffer
}

/** A page of values, levels before them; `entries` counts values and what is NULL or empty. `body` is not kept. */
export function dataPage(codec: Codec, body: Buffer, entries: number, valuesEncoding: Encoding): Page {
  const header = make('DataPageHeader', {
    num_values: entries,
    encoding: valuesEncoding,
    definition_level_encoding: encoding.RLE,
    repetition_level_encoding: encoding.RLE,
  })
  return page(codec, body, pageType.data, { data_page_header: header })
}

export function dictionaryPage(codec: Codec, body: Buffer, values: number): Page {
  const header = make('DictionaryPageHeader', { num_values: values, encoding: encoding.PLAIN })
  return page(codec, body, pageType.dictionary, { dictionary_page_header: header })
}

function page(codec: Codec, encoded: Buffer, type: number, typeHeader: Page['typeHeader']): Page {
  return { encodedBytes: encoded.length, type, typeHeader, body: compress(codec, encoded) }
}

/** Its header and its compressed body. */
export function finishedPage({ encodedBytes, type, typeHeader, body }: Page): readonly [Buffer, Buffer] {
  const header = make('PageHeader', {
    type,
    uncompressed_page_size: encodedBytes,
    compressed_page_size: body.length,
    ...typeHeader,
  })
  return [serialize(header), body]
}
