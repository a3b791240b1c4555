/** The names that a type needs in an Avro schema: https://avro.apache.org/docs/1.12.0/specification/#names */
import { isNested } from './families.ts'
import type { LogicalType } from './logical.ts'

const pattern = /^[A-Za-z_][A-Za-z0-9_]*$/

export function isAvroName(name: string): boolean {
  return pattern.test(name)
}

/** A record of a schema (its name may occur once in it), or a field of one. */
export interface AvroName {
  readonly kind: 'record' | 'field'
  readonly name: string
}

/** What the ROWs in a column of this name and type are called, as `mapping.ts` calls them; outermost first. */
export function avroNamesIn(type: LogicalType, name: string): readonly AvroName[] {
  if (!isNested(type)) return []
  switch (type.kind) {
    case 'ARRAY':
      return avroNamesIn(type.element, name)
    case 'MAP':
      return avroNamesIn(type.value, name)
    case 'ROW':
      return [
        { kind: 'record', name },
        ...type.fields.flatMap((field): readonly AvroName[] => [
          { kind: 'field', name: field.name },
          ...avroNamesIn(field.type, `${name}_${field.name}`),
        ]),
      ]
  }
}
