/** `METADATA [FROM …]`: what a source knows of a record besides its text. */
import type { ColumnSource } from '../../model/model.ts'
import type { MetadataItem } from '../../model/expression.ts'
import { metadataTypes } from '../../model/metadata.ts'
import type { LogicalType } from '../../types/logical.ts'
import { isText } from '../../types/families.ts'
import { typeText } from '../../types/text.ts'
import type { ColumnDefinition, ValueClause } from '../ast.ts'
import { castProblem } from './expressions/casts.ts'
import { didYouMean, listOf } from './nearest.ts'
import type { Reporter } from './reporter.ts'

type PlainItem = Exclude<MetadataItem, 'header'>

/** One header is written `headers.NAME`. */
const { header: headerType, ...itemTypes } = metadataTypes

type MetadataClause = Extract<ValueClause, { readonly kind: 'metadata' }>

/** `connector` null: the source is not known. */
export function checkMetadata(
  clause: MetadataClause,
  column: ColumnDefinition,
  type: LogicalType | null,
  connector: string | null,
  report: Reporter,
): ColumnSource | null {
  const name = clause.from?.value ?? column.name.text
  const span = clause.from?.span ?? column.name.span
  const known = Object.keys(itemTypes)
  if (!Object.hasOwn(itemTypes, name) && !/^headers\../.test(name)) {
    report.error('E2013', span, `unknown metadata '${name}'`, {
      label: clause.from === null ? 'without FROM it is the name of the column' : 'no record has it',
      help: didYouMean(name, known) ?? `there are ${listOf([...known, 'headers.NAME'], 'and')}`,
    })
    return null
  }
  if (name.startsWith('file.') && connector === 'kafka') {
    report.error('E2013', span, `a record of Kafka has no '${name}'`, {
      label: 'only files have it',
      help: 'a record of Kafka has topic, partition, offset, timestamp, key, value and headers',
    })
    return null
  }
  const source: ColumnSource = name.startsWith('headers.')
    ? { kind: 'metadata', item: 'header', header: name.slice('headers.'.length) }
    : { kind: 'metadata', item: name as PlainItem }
  const itemType: LogicalType = name.startsWith('headers.') ? headerType : itemTypes[name as PlainItem]
  if (type !== null && !converts(itemType, type)) {
    report.error(
      'E3008',
      column.type.span,
      `'${name}' is ${typeText(itemType)}, which does not convert to ${typeText(type)}`,
      {
        label: 'no such conversion',
        help: `write \`${column.name.text} ${typeText(itemType)}\``,
      },
    )
    return null
  }
  return source
}

/** Bytes are text, and convert as text does. */
function converts(from: LogicalType, to: LogicalType): boolean {
  if (from.kind === 'BYTES' && !isText(to)) return castProblem({ kind: 'STRING' }, to) === null
  if (from.kind === 'MAP') return to.kind === 'MAP' && (to.value.kind === 'BYTES' || isText(to.value))
  return castProblem(from, to) === null
}
