/** A row group that takes no more rows, put together: the chunks of its columns, bloom filters behind them, and its entry in the footer. */
import { make, withBloomFilter } from './container.ts'
import type { ThriftStruct } from './container.ts'
import { finishedChunk } from './ended-chunk.ts'
import type { EndedChunk, FinishedChunk } from './ended-chunk.ts'

export interface EndedGroup {
  readonly chunks: readonly EndedChunk[]
  readonly rows: number
  /** Before compression. */
  readonly encodedBytes: number
}

export interface FinishedGroup {
  readonly parts: readonly Uint8Array[]
  readonly bytes: number
  readonly metadata: ThriftStruct
}

/** The row group begins at `offset` of the file. */
export function finishedGroup({ chunks, rows }: EndedGroup, offset: number): FinishedGroup {
  const parts: Uint8Array[] = []
  const finished: FinishedChunk[] = []
  let end = offset
  for (const chunk of chunks) {
    const one = finishedChunk(chunk, end)
    finished.push(one)
    parts.push(...one.parts)
    end += one.bytes
  }
  const columns = finished.map((chunk, i) => {
    const { bloomFilter } = chunks[i]
    if (bloomFilter === null) return columnChunk(chunk, chunk.statistics)
    const statistics = withBloomFilter(chunk.statistics, end, bloomFilter.length)
    parts.push(bloomFilter)
    end += bloomFilter.length
    return columnChunk(chunk, statistics)
  })
  const total_byte_size = finished.reduce((sum, chunk) => sum + chunk.uncompressedBytes, 0)
  return { parts, bytes: end - offset, metadata: make('RowGroup', { columns, total_byte_size, num_rows: rows }) }
}

function columnChunk({ offset, fields }: FinishedChunk, statistics: ThriftStruct): ThriftStruct {
  return make('ColumnChunk', { file_offset: offset, meta_data: make('ColumnMetaData', { ...fields, statistics }) })
}
