import type { LogicalType } from '../../types/logical.ts'
import type { Value } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf, type Nested } from './parts.ts'

export const rowField: FunctionDefinition = {
  name: 'row_field',
  aliases: [],
  family: 'collection',
  description: 'The field of a ROW with this name.',
  signatures: [
    {
      parameters: [
        { name: 'row', accepts: 'ROW' },
        { name: 'name', accepts: 'STRING', constant: { validate: () => null } },
      ],
      result: ([row], [, name]): LogicalType => {
        const { fields } = row as Nested<'ROW'>
        return fields[fieldAt(row, name)]?.type ?? { kind: 'STRING' }
      },
    },
  ],
  syntax: ['row.field'],
  nulls: 'propagate',
  canFail: false,
  flink: '`row.field`',
  examples: [
    { expression: 'ROW(1, 2.5).f1', result: '2.5' },
    { expression: `CAST('{"id":7}' AS ROW<id INT, name STRING>).name`, result: 'NULL' },
  ],
  bind: ({ argumentTypes: [row], constants: [, name] }) => {
    const at = fieldAt(row, name)
    return (value) => partsOf(value)[at] ?? null
  },
}

/** -1: the ROW has no such field, and the field is always NULL. */
function fieldAt(row: LogicalType, name: Value | undefined): number {
  return (row as Nested<'ROW'>).fields.findIndex((field) => field.name === name)
}
