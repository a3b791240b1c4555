/** The plan as a Mermaid flowchart: sources, tables with their stages, sinks. https://mermaid.js.org/syntax/flowchart.html */
import type { LoaderNode, Plan, SourceNode, TablePipeline } from '../plan/plan.ts'

export function mermaidTarget(plan: Plan): string {
  const lines = ['flowchart LR']
  for (const source of plan.sources) lines.push(...sourceLines(source))
  return lines.join('\n') + '\n'
}

function sourceLines(source: SourceNode): string[] {
  const id = `source_${idOf(source.name)}`
  return [
    `  ${id}[(${label(source.name, source.connector)})]`,
    ...source.tables.flatMap((table) => tableLines(id, table)),
    ...source.errorLoaders.flatMap((loader) => loaderLines(id, 'errors', loader)),
    ...source.unclaimedLoaders.flatMap((loader) => loaderLines(id, 'unclaimed', loader)),
  ]
}

function tableLines(sourceId: string, table: TablePipeline): string[] {
  const id = `table_${idOf(table.table)}`
  return [
    `  ${sourceId} --> ${id}[${label(table.table, `${table.formatter.columns.length} columns`)}]`,
    ...table.splitter.branches.flatMap((branch) =>
      loaderLines(id, branch.condition === null ? '' : 'where', branch.loader),
    ),
  ]
}

function loaderLines(fromId: string, edge: string, loader: LoaderNode): string[] {
  const arrow = edge === '' ? '-->' : `-->|${edge}|`
  const format = loader.options['format']?.text ?? ''
  return [
    `  ${fromId} ${arrow} sink_${idOf(loader.sink)}[/${label(loader.sink, `${loader.connector} ${format}`.trim())}/]`,
  ]
}

function label(name: string, detail: string): string {
  return `"${`${name}: ${detail}`.replaceAll('"', '#quot;')}"`
}

function idOf(name: string): string {
  return name.replaceAll(/\W/g, (character) => `_${character.codePointAt(0)?.toString(16) ?? ''}`)
}
