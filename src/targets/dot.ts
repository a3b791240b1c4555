/** The plan as a graph in Graphviz's language: sources, tables, sinks. https://graphviz.org/doc/info/lang.html */
import type { LoaderNode, Plan, SourceNode } from '../plan/plan.ts'

export function dotTarget(plan: Plan): string {
  const lines = plan.sources.flatMap((source) => sourceLines(source))
  return ['digraph sluice {', '  rankdir=LR', ...new Set(lines), '}', ''].join('\n')
}

function sourceLines(source: SourceNode): readonly string[] {
  const id = quoted(`source ${source.name}`)
  return [
    `  ${id} [shape=cylinder, label=${quoted(`${source.name}\n${source.connector}`)}]`,
    ...source.tables.flatMap(({ table, formatter, splitter }) => {
      const tableId = quoted(`table ${table}`)
      return [
        `  ${tableId} [shape=box, label=${quoted(`${table}\n${formatter.columns.length} columns`)}]`,
        `  ${id} -> ${tableId}`,
        ...splitter.branches.flatMap(({ condition, loader }) =>
          loaderLines(tableId, condition === null ? '' : 'where', loader),
        ),
      ]
    }),
    ...source.errorLoaders.flatMap((loader) => loaderLines(id, 'errors', loader)),
    ...source.unclaimedLoaders.flatMap((loader) => loaderLines(id, 'unclaimed', loader)),
  ]
}

function loaderLines(fromId: string, edge: string, { sink, connector, options }: LoaderNode): readonly string[] {
  const id = quoted(`sink ${sink}`)
  const detail = `${connector} ${options['format']?.text ?? ''}`.trim()
  return [
    `  ${id} [shape=parallelogram, label=${quoted(`${sink}\n${detail}`)}]`,
    `  ${fromId} -> ${id}${edge === '' ? '' : ` [label=${edge}]`}`,
  ]
}

/** In a quoted text a backslash begins an escape. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
