/** ARRAY, MAP and ROW at random, in one another, with values: NULLs at every level, empty ones, long ones, odd keys. */
import fc from 'fast-check'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'
import { arbitraryType, arbitraryValue } from './arbitrary-columns.ts'

const oddNames = ['a', 'b', 'Zähler', '__proto__', 'key', 'list', 'c d', '"', '\\']

const scalarType: fc.Arbitrary<LogicalType> = fc.oneof(
  { weight: 5, arbitrary: arbitraryType },
  { weight: 1, arbitrary: fc.constantFrom<LogicalType>({ kind: 'JSON' }, { kind: 'TIMESTAMP', precision: 3 }) },
)

/** `names` are those that the fields of a ROW may have, and keys of a MAP among others. */
export function arbitraryNestedType(names: readonly string[] = oddNames): fc.Arbitrary<LogicalType> {
  const { nested } = fc.letrec<{ nested: LogicalType; any: LogicalType }>((tie) => ({
    any: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalarType, tie('nested')),
    nested: fc.oneof(
      fc.record({ kind: fc.constant('ARRAY' as const), element: tie('any') }),
      fc.record({ kind: fc.constant('MAP' as const), value: tie('any') }),
      fc
        .uniqueArray(fc.record({ name: fc.constantFrom(...names), type: tie('any') }), {
          minLength: 1,
          maxLength: 4,
          selector: ({ name }) => name,
        })
        .map((fields) => ({ kind: 'ROW' as const, fields })),
    ),
  }))
  return nested
}

/** Scalars too. What JSON's null means is NULL, so no JSON value is one. */
export function arbitraryNestedValue(type: LogicalType, names: readonly string[] = oddNames): fc.Arbitrary<Value> {
  const part = (inner: LogicalType): fc.Arbitrary<Value> => fc.option(arbitraryNestedValue(inner, names), { freq: 4 })
  switch (type.kind) {
    case 'ARRAY':
      return fc.oneof(
        { weight: 9, arbitrary: fc.array(part(type.element), { maxLength: 5 }) },
        { weight: 1, arbitrary: fc.array(part(type.element), { minLength: 60, maxLength: 130 }) },
      )
    case 'MAP':
      return fc
        .uniqueArray(fc.tuple(arbitraryKey(names), part(type.value)), {
          maxLength: 5,
          selector: ([key]) => key,
        })
        .map((entries) => new Map(entries))
    case 'ROW':
      return fc.tuple(...type.fields.map((field) => part(field.type)))
    case 'JSON':
      return fc.json().filter((text) => text !== 'null')
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const unit = 10n ** BigInt(6 - type.precision)
      return arbitraryValue(type).map((value) => ((value as bigint) / unit) * unit)
    }
    default:
      return arbitraryValue(type)
  }
}

function arbitraryKey(names: readonly string[]): fc.Arbitrary<string> {
  const any = fc.string().filter((key) => key !== '__proto__')
  return fc.oneof(fc.constantFrom(...names, ''), any)
}

export interface NestedColumn {
  readonly type: LogicalType
  readonly nullable: boolean
  readonly values: readonly Value[]
}

export function arbitraryNestedColumn(count: number, names?: readonly string[]): fc.Arbitrary<NestedColumn> {
  return fc.tuple(arbitraryNestedType(names), fc.boolean()).chain(([type, nullable]) =>
    fc
      .array(nullable ? fc.option(arbitraryNestedValue(type, names)) : arbitraryNestedValue(type, names), {
        minLength: count,
        maxLength: count,
      })
      .map((values) => ({ type, nullable, values })),
  )
}
