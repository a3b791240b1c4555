/** The plan as a tree for people: every stage of every table in the words of the language, and what was decided for speed. */
import { expressionText, literalText, quoted } from '../model/sql.ts'
import type { Column, ColumnSource, ParseStep, StepInput } from '../model/model.ts'
import { pathText } from '../types/json/parse-path.ts'
import { nameText, typeText } from '../types/text.ts'
import { planFingerprint } from './fingerprint.ts'
import { decisionsOf } from './decisions.ts'
import type { LoaderNode, Plan, SourceNode, TablePipeline } from './plan.ts'

export function explainPlan(plan: Plan): string {
  const lines = [`Plan ${planFingerprint(plan)}: ${counts(plan)}, time zone ${plan.settings.timeZone}`]
  for (const source of plan.sources) lines.push('', ...explainSource(source))
  const decisions = decisionsOf(plan)
  if (decisions.length > 0)
    lines.push('', 'What was decided, and why', ...decisions.map((decision) => `  - ${decision}`))
  return lines.join('\n') + '\n'
}

function counts(plan: Plan): string {
  const tables = plan.sources.flatMap((source) => source.tables)
  const sinks = plan.sources.flatMap((source) => loadersOf(source))
  return [plural(plan.sources.length, 'source'), plural(tables.length, 'table'), plural(sinks.length, 'sink')].join(
    ', ',
  )
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function loadersOf(source: SourceNode): readonly LoaderNode[] {
  const ofTables = source.tables.flatMap((table) => table.splitter.branches.map((branch) => branch.loader))
  return [...ofTables, ...source.errorLoaders, ...source.unclaimedLoaders]
}

function explainSource(source: SourceNode): string[] {
  const origin =
    source.connector === 'kafka'
      ? `Kafka topic ${option(source, 'topic')} at ${option(source, 'properties.bootstrap.servers')}`
      : `file ${option(source, 'path')}`
  const lines = [
    `Source ${nameText(source.name)}: ${origin}, ${recordsText(source)}; read once for ${plural(source.tables.length, 'table')}`,
  ]
  const children = source.tables.map((table) => explainTable(table, source))
  children.push(explainStream('Errors', source.errorLoaders, 'kept in files under the state directory'))
  children.push(explainStream('Unclaimed records', source.unclaimedLoaders, 'counted, not kept'))
  children.forEach((child, index) => lines.push(...branchLines(child, index === children.length - 1)))
  return lines
}

/** How the source is cut into records, and what their text is written in. */
function recordsText(source: SourceNode): string {
  const start = source.options['multiline.start']?.text
  const framing = source.options['framing']?.text ?? (source.connector === 'kafka' ? 'whole' : 'line')
  const cut = start === undefined ? `framing ${framing}` : `records begin with ${quoted(start)}`
  return `${cut}, encoding ${source.options['encoding']?.text ?? 'utf-8'}`
}

function branchLines(lines: readonly string[], last: boolean): string[] {
  return lines.map((line, index) => (index === 0 ? (last ? '└─ ' : '├─ ') : last ? '   ' : '│  ') + line)
}

function explainStream(title: string, loaders: readonly LoaderNode[], otherwise: string): string[] {
  if (loaders.length === 0) return [`${title}: ${otherwise}`]
  return [title, ...loaders.map((loader) => `   ${explainLoader(loader)}${rowsWhere(loader.condition)}`)]
}

function explainTable(table: TablePipeline, source: SourceNode): string[] {
  const stages: readonly (readonly [string, readonly string[]])[] = [
    ['Filter', explainFilter(table)],
    ['Parser', explainParser(table)],
    ['Extender', explainExtender(table)],
    ['Formatter', explainFormatter(table)],
    ['Splitter', explainSplitter(table, source)],
    ['Loader', table.splitter.branches.map((branch) => explainLoader(branch.loader))],
  ]
  const lines = [`Table ${nameText(table.table)}  (${table.place})`]
  stages.forEach(([name, details], index) => {
    const shown = details.length === 0 ? ['nothing to do'] : details
    shown.forEach((detail, row) =>
      lines.push((row === 0 ? ` ${index + 1} ${name.padEnd(10)} ` : ' '.repeat(14)) + detail),
    )
  })
  return lines
}

function explainFilter({ filter }: TablePipeline): string[] {
  return [
    filter.condition === null
      ? 'keep every record'
      : `keep records where ${expressionText(filter.condition.expression)}`,
  ]
}

function explainParser({ parser }: TablePipeline): string[] {
  return parser.steps.map((step) => explainStep(step, parser.documents))
}

function explainStep(step: ParseStep, documents: TablePipeline['parser']['documents']): string {
  const lenient = step.nullOnError ? ', NULL where it does not parse' : ''
  const input = inputText(step.input)
  switch (step.kind) {
    case 'json':
      return `JSON of ${input}, one scan for ${placesRead(documents[step.document], 'nothing but its validity')}${lenient}`
    case 'grok': {
      const patterns = step.patterns.map(({ text }) => quoted(text)).join(' or ')
      return `GROK ${patterns} on ${input} -> ${placesRead(documents[step.document], 'nothing')}${lenient}`
    }
    case 'key-value':
      return `KEY_VALUE of ${input} -> ${placesRead(documents[step.document], 'nothing')}${lenient}`
    case 'unnest': {
      const otherwise = step.outer ? 'one row where there is none' : 'dropped where there is none'
      const read = placesRead(documents[step.document], 'nothing')
      return `UNNEST ${input}, one row for each element (${otherwise}), one scan of it for ${read}${lenient}`
    }
    case 'regex':
      return `REGEX ${step.patterns.map((pattern) => quoted(pattern)).join(' or ')} on ${input} -> ${namesText(step.fields)}${lenient}`
    case 'csv':
      return `CSV of ${input} -> ${namesText(step.fields)}${lenient}`
  }
}

function placesRead(document: TablePipeline['parser']['documents'][number] | undefined, nothing: string): string {
  const { paths = [], rest = false } = document ?? {}
  const read = [...paths.map((path) => pathText(path)), ...(rest ? ['the rest'] : [])]
  return read.length === 0 ? nothing : read.join(', ')
}

function inputText(input: StepInput): string {
  switch (input.kind) {
    case 'raw':
      return 'the record'
    case 'field':
      return nameText(input.name)
    case 'path':
      return pathText(input.path)
    case 'expression':
      return expressionText(input.expression)
  }
}

function explainExtender({ extender, formatter }: TablePipeline): string[] {
  const scheduled = new Set([...extender.beforeWhere, ...extender.afterWhere])
  const lines = formatter.columns.flatMap((column) => {
    const derived = scheduled.has(column.name) ? derivation(column.source) : null
    return derived === null ? [] : [`${nameText(column.name)} = ${derived}`]
  })
  const unread = formatter.columns.filter((column) => !scheduled.has(column.name)).map((column) => column.name)
  return unread.length === 0 ? lines : [...lines, `not evaluated, as nothing reads it: ${namesText(unread)}`]
}

function derivation(source: ColumnSource): string | null {
  switch (source.kind) {
    case 'field':
      return null
    case 'path':
      return source.path.length === 1 ? null : pathText(source.path)
    case 'expression':
      return expressionText(source.expression)
    case 'metadata':
      return `the record's ${source.item === 'header' ? `header ${source.header ?? ''}` : source.item}`
    case 'rest':
      return 'what no column takes from the document'
  }
}

function explainFormatter({ extender, formatter, watermark }: TablePipeline): string[] {
  const scheduled = new Set([...extender.beforeWhere, ...extender.afterWhere])
  const lines = formatter.columns.filter((column) => scheduled.has(column.name)).map((column) => columnText(column))
  if (formatter.where !== null) lines.push(`drop rows unless ${expressionText(formatter.where.expression)}`)
  for (const check of formatter.checks) lines.push(`check ${nameText(check.name)}: ${expressionText(check.expression)}`)
  if (watermark !== null)
    lines.push(`watermark of ${nameText(watermark.column)}: ${expressionText(watermark.expression)}`)
  return lines
}

function columnText(column: Column): string {
  const parts = [nameText(column.name), typeText(column.type)]
  if (!column.nullable) parts.push('NOT NULL')
  if (column.formats.length > 0) parts.push(`FORMAT ${column.formats.map((format) => quoted(format)).join(', ')}`)
  if (column.onEmpty !== null) parts.push(`DEFAULT ${literalText(column.onEmpty.value, column.onEmpty.type)}`)
  if (column.onError !== null) {
    const value = column.onError.value
    parts.push(value === null ? 'NULL ON ERROR' : `DEFAULT ${literalText(value, column.onError.type)} ON ERROR`)
  }
  if (column.virtual) parts.push('VIRTUAL')
  return parts.join(' ')
}

function explainSplitter({ splitter }: TablePipeline, source: SourceNode): string[] {
  if (splitter.branches.length === 0)
    return [`no sink: rows of this table are counted and go nowhere (source ${nameText(source.name)})`]
  return splitter.branches.map((branch) => `${nameText(branch.sink)}${rowsWhere(branch.condition)}`)
}

function rowsWhere(condition: LoaderNode['condition']): string {
  return condition === null ? ': every row' : `: rows where ${expressionText(condition.expression)}`
}

function explainLoader(loader: LoaderNode): string {
  const partitions = loader.partitionedBy.length === 0 ? '' : `, partitioned by ${namesText(loader.partitionedBy)}`
  return `${nameText(loader.sink)} -> ${destination(loader)} (${plural(loader.columns.length, 'column')}${partitions})`
}

function destination(loader: LoaderNode): string {
  const format = option(loader, 'format')
  switch (loader.connector) {
    case 'kafka':
      return `Kafka topic ${option(loader, 'topic')} as ${format}`
    case 'hive':
      return `${option(loader, 'path')} as ${format}`
    case 'print':
      return 'standard output'
  }
}

function namesText(names: readonly string[]): string {
  return names.map(nameText).join(', ')
}

function option(node: { readonly options: SourceNode['options'] }, key: string): string {
  return node.options[key]?.text ?? '(default)'
}
