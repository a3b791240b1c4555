/** Logical types: the single truth about what a value is. Every physical type is derived from these by `mapping.ts`. */

export type LogicalType =
  | { readonly kind: 'BOOLEAN' }
  | { readonly kind: 'TINYINT' }
  | { readonly kind: 'SMALLINT' }
  | { readonly kind: 'INT' }
  | { readonly kind: 'BIGINT' }
  | { readonly kind: 'FLOAT' }
  | { readonly kind: 'DOUBLE' }
  /** precision 1..38, scale 0..precision */
  | { readonly kind: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'STRING' }
  /** length in code points */
  | { readonly kind: 'VARCHAR'; readonly length: number }
  | { readonly kind: 'BYTES' }
  | { readonly kind: 'DATE' }
  /** precision 0..6: digits of the second's fraction that are kept */
  | { readonly kind: 'TIME'; readonly precision: number }
  | { readonly kind: 'TIMESTAMP'; readonly precision: number }
  | { readonly kind: 'TIMESTAMP_LTZ'; readonly precision: number }
  | { readonly kind: 'JSON' }
  | { readonly kind: 'ARRAY'; readonly element: LogicalType }
  | { readonly kind: 'MAP'; readonly value: LogicalType }
  | { readonly kind: 'ROW'; readonly fields: readonly RowField[] }
  /** Only in expressions: the type of INTERVAL literals. */
  | { readonly kind: 'INTERVAL_MONTHS' }
  | { readonly kind: 'INTERVAL_MICROS' }

export interface RowField {
  readonly name: string
  readonly type: LogicalType
}

export type TypeKind = LogicalType['kind']
