/** A record as a source gives it, and what `METADATA` says of it. */
import type { MetadataItem } from '../../src/model/expression.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

export interface ReferenceRecord {
  /** Null: a tombstone. */
  readonly value: Buffer | null
  readonly offset: number
  /** -1: none. */
  readonly timestampMs: number
  readonly key?: Buffer | null
  readonly headers?: readonly { readonly name: string; readonly value: Uint8Array }[]
  readonly line?: number
}

/** Where all the records are from. */
export interface Origin {
  readonly topic: string
  readonly partition: number
  readonly file?: { readonly path: string; readonly name: string }
}

const types: Readonly<Record<MetadataItem, LogicalType>> = {
  topic: { kind: 'STRING' },
  partition: { kind: 'INT' },
  offset: { kind: 'BIGINT' },
  timestamp: { kind: 'TIMESTAMP_LTZ', precision: 3 },
  key: { kind: 'BYTES' },
  value: { kind: 'BYTES' },
  headers: { kind: 'MAP', value: { kind: 'BYTES' } },
  header: { kind: 'BYTES' },
  'file.path': { kind: 'STRING' },
  'file.name': { kind: 'STRING' },
  'file.line': { kind: 'BIGINT' },
}

export function metadataType(item: MetadataItem): LogicalType {
  return types[item]
}

export function metadataOf(
  item: MetadataItem,
  header: string | undefined,
  record: ReferenceRecord,
  { topic, partition, file }: Origin,
): Value {
  switch (item) {
    case 'topic':
      return topic
    case 'partition':
      return partition
    case 'offset':
      return BigInt(record.offset)
    case 'timestamp':
      return record.timestampMs === -1 ? null : BigInt(record.timestampMs) * 1000n
    case 'key':
      return record.key ?? null
    case 'value':
      return record.value
    case 'headers':
      return record.headers === undefined ? null : new Map(record.headers.map(({ name, value }) => [name, value]))
    case 'header':
      return record.headers?.findLast(({ name }) => name === header)?.value ?? null
    case 'file.path':
      return file?.path ?? null
    case 'file.name':
      return file?.name ?? null
    case 'file.line':
      return record.line === undefined ? null : BigInt(record.line)
  }
}
