/** `PARTITIONED BY`: output columns whose values can be the names of folders. */
import type { LogicalType } from '../../types/logical.ts'
import { isInteger, isText } from '../../types/families.ts'
import { typeText } from '../../types/text.ts'
import type { CreateSink } from '../ast.ts'
import { columnsOf } from './expressions/scope.ts'
import { didYouMean } from './nearest.ts'
import { writtenValue } from './options.ts'
import type { Reporter } from './reporter.ts'
import type { OutputColumn } from './sinks.ts'

/** STRING, VARCHAR, integer, DATE or BOOLEAN. */
export function canBeKey(type: LogicalType): boolean {
  return isText(type) || isInteger(type) || type.kind === 'DATE' || type.kind === 'BOOLEAN'
}

/** The names, right ones only. `isComplete`: all output columns are known. */
export function checkPartitions(
  node: CreateSink,
  columns: readonly OutputColumn[],
  isComplete: boolean,
  report: Reporter,
): readonly string[] {
  const names: string[] = []
  for (const { text, span } of node.partitionedBy) {
    const column = columns.find(({ name }) => name === text)
    if (column === undefined) {
      if (isComplete) reportNoOutput(text, span, columns, report, node)
    } else if (names.includes(text)) {
      report.error('E2012', span, `\`${text}\` is named twice in PARTITIONED BY`, { help: 'name it once' })
    } else if (!canBeKey(column.type)) {
      report.error('E4005', span, `\`${text}\` cannot partition: it is ${typeText(column.type)}`, {
        label: 'must be STRING, VARCHAR, an integer, DATE or BOOLEAN',
        help: partitionHelp(text, column.type),
      })
    } else names.push(text)
  }
  const connector = writtenValue(node.options, 'connector')?.value.value
  const [first] = node.partitionedBy
  if (first !== undefined && connector !== 'hive') {
    report.error('E4005', first.span, `a ${connector} sink has no partitions of its own`, {
      label: 'only hive sinks take PARTITIONED BY',
      help: connector === 'kafka' ? "rows of one key stay together: 'key.fields' = '…'" : 'leave PARTITIONED BY out',
    })
  }
  if (
    connector === 'hive' &&
    isComplete &&
    (columns.length === 0 || (names.length > 0 && names.length === columns.length))
  ) {
    report.error('E4014', node.itemsSpan, 'nothing is left to store in the files', {
      label: 'every column is a partition column',
      help: 'partition columns live in the names of folders: select one more column',
    })
  }
  return names
}

function partitionHelp(name: string, type: LogicalType): string {
  return type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ'
    ? `add a column: dt STRING NOT NULL AS date_format(${name}, 'yyyy-MM-dd')`
    : `add a column of such a type, derived from \`${name}\` by AS`
}

/** `span`: of the name that is no output column. */
export function reportNoOutput(
  name: string,
  span: OutputColumn['span'],
  columns: readonly OutputColumn[],
  report: Reporter,
  sink?: CreateSink,
): void {
  const renamed = columns.find(({ column }) => column === name)
  report.error('E2015', span, `\`${name}\` is no column of the output`, {
    label: 'not selected under this name',
    help:
      renamed === undefined
        ? (didYouMean(
            name,
            columns.map((column) => column.name),
          ) ?? 'add it to SELECT')
        : `it is selected as \`${renamed.name}\``,
    // `SELECT *`: it is the table that has no such column.
    unknown:
      sink?.items === null && sink.from.kind === 'table' ? { name, scope: columnsOf(sink.from.name.text) } : undefined,
  })
}
