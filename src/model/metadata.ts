/** The types of what a source knows of a record besides its text: `METADATA FROM`. */
import type { LogicalType } from '../types/logical.ts'
import type { MetadataItem } from './expression.ts'

/** Each item's own type; `header` is one header, `headers['x']`. */
export const metadataTypes: Readonly<Record<MetadataItem, LogicalType>> = {
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
