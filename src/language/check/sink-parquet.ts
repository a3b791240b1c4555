/** What is special about Parquet files: columns with bloom filters. */
import { isNested } from '../../types/families.ts'
import { typeText } from '../../types/text.ts'
import { namedOutputs } from './named-outputs.ts'
import type { CheckedOptions } from './options.ts'
import type { Reporter } from './reporter.ts'
import type { OutputColumn } from './sinks.ts'

/** `isComplete`: all output columns are known. */
export function checkBloomFilters(
  { values, written }: CheckedOptions,
  columns: readonly OutputColumn[],
  partitionedBy: readonly string[],
  isComplete: boolean,
  report: Reporter,
): void {
  const option = written.get('parquet.bloom.filter.columns')
  const names = values.get('parquet.bloom.filter.columns') as readonly string[] | undefined
  if (option === undefined || names === undefined) return
  for (const { name, span, type } of namedOutputs(option.value, names, columns, isComplete, report)) {
    if (partitionedBy.includes(name)) {
      report.error('E4005', span, `\`${name}\` can have no bloom filter: it is not in the files`, {
        label: 'in PARTITIONED BY: its values are the names of folders',
        help: 'leave it out: readers skip folders by their names',
      })
    } else if (isNested(type) || type.kind === 'BOOLEAN') {
      report.error('E4005', span, `\`${name}\` can have no bloom filter: it is ${typeText(type)}`, {
        label: 'must be neither BOOLEAN nor nested',
        help: 'name columns that are searched for one value, such as ids',
      })
    }
  }
}
