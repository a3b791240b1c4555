/** Values of nested types, as scalar code sees them. */
import type { LogicalType } from '../../types/logical.ts'
import type { Value } from '../../types/value.ts'

export type Nested<Kind extends 'ARRAY' | 'MAP' | 'ROW'> = Extract<LogicalType, { readonly kind: Kind }>

/** The parts of an ARRAY or a ROW. */
export function partsOf(value: Value): readonly Value[] {
  return value as readonly Value[]
}

export function entriesOf(value: Value): ReadonlyMap<string, Value> {
  return value as ReadonlyMap<string, Value>
}
