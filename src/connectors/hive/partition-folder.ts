/** The folder of a row's partition: the values of its partition columns as text. Made once per partition, not per row. */
import { TextDecoder } from 'node:util'
import type { Column } from '../../engine/column.ts'
import type { RowView } from '../../engine/ports.ts'
import type { LogicalType } from '../../types/logical.ts'
import { Failure } from '../../types/value.ts'
import { dateBytesMax, writeDate } from '../../formats/text/temporal.ts'
import { componentBytesMax, componentTooLong, partitionComponent } from './partition-path.ts'

/** A partition column: its name, type and place among the sink's columns. */
export interface PartitionColumn {
  readonly name: string
  readonly type: LogicalType
  readonly index: number
}

/** The folder of the row's partition, `a=1/b=2`, or why there can be none. */
export function partitionFolder(columns: readonly PartitionColumn[], view: RowView, row: number): string | Failure {
  const components: string[] = []
  for (const { name, type, index } of columns) {
    const value = valueText(name, type, view, view.columns[index], row)
    const component = value instanceof Failure ? value : partitionComponent(name, value)
    if (component instanceof Failure) return component
    components.push(component)
  }
  return components.join('/')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function valueText(
  name: string,
  type: LogicalType,
  { memory }: RowView,
  column: Column,
  row: number,
): string | null | Failure {
  if (column.valid[row] === 0) return null
  switch (column.kind) {
    case 'bool':
      return column.values[row] === 1 ? 'true' : 'false'
    case 'i32':
      return type.kind === 'DATE' ? dateText(column.values[row]) : String(column.values[row])
    case 'i64':
      return String(column.values[row])
    case 'bytes':
      if (column.lengths[row] > componentBytesMax) return componentTooLong(name, column.lengths[row])
      return decode(name, memory.u8.subarray(column.starts[row], column.starts[row] + column.lengths[row]))
    case 'i128':
    case 'f64':
      throw new Error(`${name}: a ${type.kind} column cannot be partitioned by`)
  }
}

/** Text that is no UTF-8 may be that of a lone surrogate: the message says so. */
function decode(name: string, bytes: Uint8Array): string | Failure {
  try {
    return utf8.decode(bytes)
  } catch {
    return new Failure(
      `${name}: a lone surrogate, or other text that is no UTF-8, cannot stand in the name of a folder`,
    )
  }
}

function dateText(days: number): string {
  const text = Buffer.alloc(dateBytesMax)
  return text.toString('latin1', 0, writeDate(text, 0, days))
}
