/** The output columns that a sink's option names between `;`. */
import type { LogicalType } from '../../types/logical.ts'
import type { Text } from '../ast.ts'
import type { Span } from '../source.ts'
import { spansOfNames } from './literal-place.ts'
import type { Reporter } from './reporter.ts'
import { reportNoOutput } from './sink-partitions.ts'
import type { OutputColumn } from './sinks.ts'

export interface NamedOutput {
  readonly name: string
  /** Of the name, in the option. */
  readonly span: Span
  readonly type: LogicalType
}

/** Names that are no columns are reported, and left out; unless not all columns are known (`isComplete`). */
export function namedOutputs(
  literal: Text,
  names: readonly string[],
  columns: readonly OutputColumn[],
  isComplete: boolean,
  report: Reporter,
): readonly NamedOutput[] {
  const spans = spansOfNames(literal, names)
  return names.flatMap((name, index) => {
    const column = columns.find((candidate) => candidate.name === name)
    if (column !== undefined) return [{ name, span: spans[index], type: column.type }]
    if (isComplete) reportNoOutput(name, spans[index], columns, report)
    return []
  })
}
