/** Model -> plan: one Source node for each source, six stages for each table under it, a Loader for each sink. */
import type { Column, Model, Sink, Source, Table } from '../model/model.ts'
import type { Expression } from '../model/expression.ts'
import type { JsonPath } from '../types/json/path.ts'
import { columnsRead, walk } from '../model/visit.ts'
import type { Branch, LoaderNode, ParserNode, Plan, SourceNode, TablePipeline } from './plan.ts'
import { scheduleColumns } from './schedule.ts'

/** Sources that no table reads are left out, unless a sink takes their errors or what is unclaimed. */
export function buildPlan(model: Model): Plan {
  const sinksByTable = Map.groupBy(model.sinks, ({ from }) => (from.kind === 'table' ? from.table : null))
  return {
    version: 1,
    settings: model.settings,
    sources: model.sources.map((source) => sourceNode(source, model, sinksByTable)).filter((node) => isUsed(node)),
  }
}

/** Those of errors and unclaimed records under null. */
type SinksByTable = ReadonlyMap<string | null, readonly Sink[]>

function isUsed(node: SourceNode): boolean {
  return node.tables.length + node.errorLoaders.length + node.unclaimedLoaders.length > 0
}

function sourceNode(source: Source, model: Model, sinksByTable: SinksByTable): SourceNode {
  const loaders = (kind: 'errors' | 'unclaimed'): readonly LoaderNode[] =>
    model.sinks
      .filter((sink) => sink.from.kind === kind && sink.from.source === source.name)
      .map((sink) => loaderNode(sink))
  return {
    name: source.name,
    connector: source.connector,
    options: source.options,
    timeZone: source.timeZone,
    place: source.place,
    tables: model.tables
      .filter((table) => table.source === source.name)
      .map((table) => pipeline(table, sinksByTable.get(table.name) ?? [])),
    errorLoaders: loaders('errors'),
    unclaimedLoaders: loaders('unclaimed'),
  }
}

function pipeline(table: Table, sinks: readonly Sink[]): TablePipeline {
  const readBySinks = new Set(
    sinks.flatMap((sink) => [
      ...sink.columns.map((column) => column.column),
      ...(sink.where === null ? [] : columnsRead(sink.where.expression)),
    ]),
  )
  const readByWatermark =
    table.watermark === null ? [] : [table.watermark.column, ...columnsRead(table.watermark.expression)]
  const extender = scheduleColumns(table, new Set([...readBySinks, ...readByWatermark]))
  return {
    table: table.name,
    place: table.place,
    filter: { condition: table.filter },
    parser: parserNode(table, new Set([...extender.beforeWhere, ...extender.afterWhere])),
    extender,
    formatter: { columns: table.columns, where: table.where, checks: table.checks },
    splitter: { branches: sinks.map((sink) => branch(sink)) },
    watermark: table.watermark,
  }
}

function branch(sink: Sink): Branch {
  return { sink: sink.name, condition: sink.where, loader: { ...loaderNode(sink), condition: null } }
}

function loaderNode(sink: Sink): LoaderNode {
  return {
    sink: sink.name,
    connector: sink.connector,
    options: sink.options,
    from: sink.from,
    columns: sink.columns,
    partitionedBy: sink.partitionedBy,
    condition: sink.where,
    place: sink.place,
  }
}

/** What the scheduled columns and the later steps read of each document, so that one scan of it finds everything. */
function parserNode(table: Table, scheduled: ReadonlySet<string>): ParserNode {
  const documents = table.parse.filter((step) => 'document' in step).map(() => new Map<string, JsonPath>())
  const rest = documents.map(() => false)
  const fields = new Set<string>()
  const readPath = (document: number, path: JsonPath): void => {
    documents[document]?.set(JSON.stringify(path), path)
  }
  const readExpression = (expression: Expression): void => {
    for (const part of walk(expression)) {
      if (part.kind === 'field') fields.add(part.name)
      if (part.kind === 'document') readPath(part.document, part.path)
    }
  }
  const readColumn = ({ source }: Column): void => {
    if (source.kind === 'field') fields.add(source.name)
    if (source.kind === 'path') readPath(source.document, source.path)
    if (source.kind === 'expression') readExpression(source.expression)
    if (source.kind === 'rest') rest[source.document] = true
  }

  for (const { input } of table.parse) {
    if (input.kind === 'field') fields.add(input.name)
    if (input.kind === 'path') readPath(input.document, input.path)
    if (input.kind === 'expression') readExpression(input.expression)
  }
  for (const column of table.columns) if (scheduled.has(column.name)) readColumn(column)
  return {
    steps: table.parse,
    documents: documents.map((paths, index) => ({ paths: [...paths.values()], rest: rest[index] ?? false })),
    fields: [...fields],
  }
}
