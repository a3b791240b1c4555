/**
 * What a source hands to the engine: many records of one topic-partition (or one file) as one piece of bytes and offsets.
 * A connector makes no object per record.
 */
export interface RecordBatch {
  readonly topic: string
  readonly partition: number
  /** For a file source; topic is then the path and partition 0. */
  readonly file: { readonly path: string; readonly name: string } | null
  readonly count: number
  readonly bytes: Uint8Array
  /** Record i is bytes[starts[i] .. ends[i]); starts[i] = absent is a tombstone. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Kafka offset, or byte offset in the (uncompressed) file. Exact below 2^53. */
  readonly offsets: Float64Array
  /** Milliseconds since the epoch. */
  readonly timestamps: Float64Array
  /** 1-based line numbers; files only, and of those that several shards share only where the lines before are known. */
  readonly lines: Float64Array | null
  /** Keys in the same `bytes`; starts = absent: no key. Kafka only. */
  readonly keys: { readonly starts: Uint32Array; readonly ends: Uint32Array } | null
  /** Kafka only, null where no record has any. */
  readonly headers: readonly (readonly RecordHeader[])[] | null
  /** Sizes in bytes of records that were longer than the source's limit and of which only a beginning is here; by index. */
  readonly oversized: ReadonlyMap<number, number>
  /**
   * Where records were decoded from another encoding: those that are not valid in it, as they came, by index; `bytes` has
   * U+FFFD in them. Offsets are always those of the text as it came.
   */
  readonly undecodable?: { readonly encoding: string; readonly originals: ReadonlyMap<number, Uint8Array> } | null
  /** The names of the fields of CSV records, in order, as the file's header gives them. */
  readonly csvHeader?: readonly string[] | null
  /** Where to read on once this batch is done. */
  readonly next: Position
  /** Called, at most once, by who needs nothing of the batch any more: its memory is then used for later ones. */
  readonly release?: (() => void) | undefined
}

export const absent = 0xffff_ffff

export interface RecordHeader {
  readonly name: string
  readonly value: Uint8Array
}

/** How far a topic-partition (or file) has been read. Plain JSON. */
export interface Position {
  readonly topic: string
  readonly partition: number
  /** Offset of the next record; for a file the byte offset in its uncompressed text. */
  readonly offset: number
  /** Files: the number of the next line, where it is known. */
  readonly line?: number
  /** Files: what tells this file from another one of the same name (device, inode). */
  readonly identity?: string
  /** Files that several shards share: all records of this lane that begin before `offset` are done. Without: all records. */
  readonly lane?: number
}
