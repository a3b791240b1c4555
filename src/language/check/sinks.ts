/** `CREATE SINK`: what is written, where, and under which names. */
import { errorStreamColumns, unclaimedColumns } from '../../model/error-stream.ts'
import type { Condition, Sink, SinkColumn, SinkInput } from '../../model/model.ts'
import { formatOptions } from '../../options/formats.ts'
import type { FormatName } from '../../options/formats.ts'
import { sinkConnectors, sinkOptions } from '../../options/sinks.ts'
import type { OptionSchema } from '../../options/definition.ts'
import type { CreateSink, SelectItem } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import { findSource, findTable } from './catalog.ts'
import { rowScope } from './column-scope.ts'
import { chooseConnector } from './connectors.ts'
import type { Context } from './context.ts'
import { makeBinder } from './expressions/bind.ts'
import { sourceText } from './expressions/bound.ts'
import { bindCondition } from './expressions/coercion.ts'
import { reportUnknownColumn } from './expressions/scope.ts'
import { hasAll } from './missing.ts'
import type { MayHave } from './missing.ts'
import { checkOptions, writtenValue } from './options.ts'
import type { CheckedOptions } from './options.ts'
import { checkKafkaColumns, checkRegistry } from './sink-kafka.ts'
import { checkNames } from './sink-names.ts'
import { checkNesting } from './sink-nesting.ts'
import { checkClosing } from './sink-closing.ts'
import { checkBloomFilters } from './sink-parquet.ts'
import { checkPartitions } from './sink-partitions.ts'
import type { CheckedTable, ColumnFacts } from './tables.ts'
import type { Reporter } from './reporter.ts'

/** One output column with the place that names it, for messages. */
export interface OutputColumn extends SinkColumn {
  readonly span: Span
}

export interface CheckedSink {
  readonly node: CreateSink
  readonly sink: Sink
  readonly options: CheckedOptions
  readonly columns: readonly OutputColumn[]
}

interface Input {
  readonly input: SinkInput
  /** As messages call it. */
  readonly name: string
  readonly columns: ReadonlyMap<string, ColumnFacts>
  readonly timeZone: string
  readonly incomplete: boolean
  readonly mayHave: MayHave
}

/** Null where the connector or the input is not known; everything else is checked nevertheless. */
export function checkSink(
  node: CreateSink,
  tables: ReadonlyMap<string, CheckedTable>,
  timeZones: ReadonlyMap<string, string>,
  context: Context,
): CheckedSink | null {
  const { report, origins } = context
  const connector = chooseConnector(node.options, sinkConnectors, 'sink', node, report)
  const input = inputOf(node, tables, timeZones, context)
  const options = connector === null ? null : checkSinkOptions(node, connector, report)
  const columns = input === null ? null : outputColumns(node, input, report)
  const where = input === null ? null : checkWhere(node, input, context)
  if (connector === null || options === null || input === null || columns === null) return null
  const isComplete =
    !input.incomplete && !report.isBroken(node.span) && columns.length === (node.items?.length ?? storedCount(input))
  const partitionedBy = checkPartitions(node, columns, isComplete, report)
  const sink: Sink = {
    name: node.name.text,
    connector,
    options: options.options,
    from: input.input,
    columns: columns.map(({ column, name, type, nullable, comment }) => ({ column, name, type, nullable, comment })),
    partitionedBy,
    where,
    place: placeOf(node.span),
  }
  origins.set(sink, node.name.span)
  for (const name of node.partitionedBy) origins.setField(sink, `partition ${name.text}`, name.span)
  for (const column of columns) origins.setField(sink, `column ${column.name}`, column.span)
  checkNames(node, connector, options, columns, report)
  checkNesting(options, columns, report)
  if (connector === 'kafka') {
    checkRegistry(node, options, report)
    checkKafkaColumns(options, columns, isComplete, report)
  }
  checkBloomFilters(options, columns, partitionedBy, isComplete, report)
  const watermark = input.input.kind === 'table' ? tables.get(input.input.table)?.table?.watermark : null
  checkClosing(options, input.input, watermark, partitionedBy, isComplete, report)
  return { node, sink, options, columns }
}

function checkSinkOptions(node: CreateSink, connector: keyof typeof sinkOptions, report: Reporter): CheckedOptions {
  const own: OptionSchema = sinkOptions[connector]
  const written = writtenValue(node.options, 'format')?.value.value ?? ''
  const keyFormat = writtenValue(node.options, 'key.format')?.value.value ?? ''
  const schema = { ...own, ...formatSchema(written), ...formatSchema(keyFormat) }
  return checkOptions(node.options, schema, `a ${connector} sink`, node, report)
}

function formatSchema(format: string): OptionSchema {
  return Object.hasOwn(formatOptions, format) ? formatOptions[format as FormatName] : {}
}

function inputOf(
  { from }: CreateSink,
  tables: ReadonlyMap<string, CheckedTable>,
  timeZones: ReadonlyMap<string, string>,
  { catalog, report, settings }: Context,
): Input | null {
  if (from.kind === 'table') {
    const node = findTable(from.name, catalog, report)
    if (node === null) return null
    if (node.abstract) {
      report.error('E2010', from.name.span, `\`${from.name.text}\` is ABSTRACT: it has no rows`, {
        label: 'a table with rows is needed here',
        related: [{ span: node.name.span, label: 'declared here' }],
        help: 'name a table that is LIKE it',
      })
      return null
    }
    const table = tables.get(node.name.text)
    return table === undefined ? null : { input: { kind: 'table', table: node.name.text }, ...table }
  }
  const source = findSource(from.name, catalog, report)
  if (source === null) return null
  const stream = from.kind === 'errors' ? errorStreamColumns : unclaimedColumns
  return {
    input: { kind: from.kind, source: source.name.text },
    name: `${from.kind === 'errors' ? 'ERRORS' : 'UNCLAIMED'} OF ${source.name.text}`,
    columns: new Map(
      stream.map(({ name, type, nullable }) => [name, { type, nullable, virtual: false, comment: null }]),
    ),
    timeZone: timeZones.get(source.name.text) ?? settings.timeZone,
    incomplete: false,
    mayHave: hasAll,
  }
}

function checkWhere({ where }: CreateSink, input: Input, { origins, functions, report }: Context): Condition | null {
  if (where === null) return null
  const types = new Map([...input.columns].map(([name, { type }]) => [name, type]))
  const scope = rowScope(types, input.name, input.mayHave)
  const expression = bindCondition(where, 'a WHERE', makeBinder(scope, input.timeZone, report, functions))
  if (expression === null) return null
  const condition: Condition = { expression, place: placeOf(where.span) }
  origins.set(condition, where.span)
  return condition
}

/** Columns that `*` stands for, wrong ones too. */
function storedCount({ columns }: Input): number {
  return [...columns.values()].filter(({ virtual }) => !virtual).length
}

/** `*` is every column but the VIRTUAL ones; items are columns. What is wrong is left out. */
function outputColumns(node: CreateSink, input: Input, report: Reporter): readonly OutputColumn[] {
  if (node.items === null) {
    return [...input.columns].flatMap(([name, facts]) =>
      facts.virtual ? [] : outputColumn(name, name, facts, node.itemsSpan),
    )
  }
  const seen = new Map<string, Span>()
  return node.items.flatMap((item) => {
    const columns = itemColumn(item, input, report)
    return columns.filter((column) => {
      const first = seen.get(column.name)
      if (first === undefined) {
        seen.set(column.name, column.span)
        return true
      }
      report.error('E2012', column.span, `two output columns are called \`${column.name}\``, {
        label: 'called so again',
        related: [{ span: first, label: 'first here' }],
        help: 'give one of the two another name: column AS other_name',
      })
      return false
    })
  })
}

function itemColumn({ expression, alias }: SelectItem, input: Input, report: Reporter): readonly OutputColumn[] {
  if (expression.kind !== 'name') {
    report.error('E4004', expression.span, 'a sink selects columns, and computes nothing', {
      label: 'not a column',
      help: `make it a column of the table: ${alias?.text ?? 'name'} type AS ${sourceText(expression)}`,
    })
    return []
  }
  const { name } = expression
  const facts = input.columns.get(name.text)
  if (facts === undefined) {
    if (!input.mayHave(name.text))
      reportUnknownColumn(name, { owner: input.name, candidates: input.columns.keys() }, report)
    return []
  }
  if (facts.virtual) {
    report.error('E4015', name.span, `\`${name.text}\` is VIRTUAL: it is stored nowhere`, {
      label: 'only conditions and other columns read it',
      help: 'take VIRTUAL out of its declaration, or leave it out here',
    })
    return []
  }
  return outputColumn(name.text, alias?.text ?? name.text, facts, (alias ?? name).span)
}

function outputColumn(
  column: string,
  name: string,
  { type, nullable, comment }: ColumnFacts,
  span: Span,
): readonly OutputColumn[] {
  if (type === null) return []
  return [{ column, name, type, nullable, comment, span }]
}
