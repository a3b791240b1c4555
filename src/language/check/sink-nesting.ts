/** What text files cannot hold of ARRAY, MAP and ROW: Hive has eight separators, and the fields' own must not be one of the others. */
import { textSeparatorAt, textSeparatorsMax, textSeparatorsOf } from '../../types/text-separators.ts'
import type { CheckedOptions } from './options.ts'
import type { Reporter } from './reporter.ts'
import type { OutputColumn } from './sinks.ts'

export function checkNesting(
  { values, written }: CheckedOptions,
  columns: readonly OutputColumn[],
  report: Reporter,
): void {
  if (values.get('format') !== 'text') return
  const delimiter = written.get('text.field-delimiter')
  const own = values.get('text.field-delimiter') as string | undefined
  for (const { column, type, span } of columns) {
    const count = textSeparatorsOf(type)
    if (count > textSeparatorsMax) {
      report.error('E4018', span, `\`${column}\` is nested too deeply for a text file`, {
        label: `needs ${count} separators, and Hive has ${textSeparatorsMax}`,
        help: `write 'format' = 'parquet' or 'json', or declare \`${column} JSON\``,
      })
    } else if (delimiter !== undefined && own !== undefined && separators(count).includes(own)) {
      report.error('E5002', delimiter.value.span, `the fields' delimiter separates the parts of \`${column}\` too`, {
        label: 'taken by nested values',
        related: [{ span, label: String.raw`its parts are separated by \002 and what follows` }],
        help: "leave 'text.field-delimiter' out, or take a byte above \\010",
      })
      return
    }
  }
}

/** Those inside of a column. */
function separators(count: number): readonly string[] {
  return Array.from({ length: count - 1 }, (_, level) => String.fromCharCode(textSeparatorAt(level + 1)))
}
