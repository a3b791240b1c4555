/** A page on its way to the file: encoded, and compressed or being compressed. */
import { compress } from './compression.ts'
import { encoding, make, pageType, serialize } from './container.ts'
import type { Codec, Encoding, ThriftStruct } from './container.ts'

export interface Page {
  /** Before compression, without its header. */
  readonly encodedBytes: number
  readonly type: number
  readonly typeHeader: Readonly<Record<string, ThriftStruct>>
  readonly body: Buffer | Promise<Buffer>
}

/** A page of values, levels before them; `entries` counts values and what is NULL or empty. `body` must not change any more. */
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
  const body = compress(codec, encoded)
  // Awaited when its row group is written, which may be never: that is no unhandled rejection.
  if (body instanceof Promise) body.catch(() => {})
  return { encodedBytes: encoded.length, type, typeHeader, body }
}

/** Its header and its compressed body. */
export async function finishedPage({ encodedBytes, type, typeHeader, body }: Page): Promise<readonly [Buffer, Buffer]> {
  const compressed = body instanceof Promise ? await body : body
  const header = make('PageHeader', {
    type,
    uncompressed_page_size: encodedBytes,
    compressed_page_size: compressed.length,
    ...typeHeader,
  })
  return [serialize(header), compressed]
}
