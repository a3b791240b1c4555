/**
 * How Hive's text files separate the parts of nested values: fields by one separator, and each level inside of them by the next.
 * https://github.com/apache/hive/blob/master/serde/src/java/org/apache/hadoop/hive/serde2/lazy/LazySerDeParameters.java
 */
import { isNested } from './families.ts'
import type { LogicalType } from './logical.ts'

/** Hive has eight, that of the fields among them. */
export const textSeparatorsMax = 8

/** How many a column of the type needs, that of the fields among them. A MAP has two: between members, and behind a key. */
export function textSeparatorsOf(type: LogicalType): number {
  if (!isNested(type)) return 1
  switch (type.kind) {
    case 'ARRAY':
      return 1 + textSeparatorsOf(type.element)
    case 'MAP':
      return 2 + textSeparatorsOf(type.value)
    case 'ROW':
      return 1 + Math.max(...type.fields.map((field) => textSeparatorsOf(field.type)))
  }
}

/** The byte of a level inside of a column, 1 the outermost: `\002`, `\003`, and so on. */
export function textSeparatorAt(level: number): number {
  return level + 1
}
