/** All loaders below a source: those of its tables, of its errors and of what is unclaimed. */
import type { LoaderNode, SourceNode } from '../../plan/plan.ts'

export function loadersOf(source: SourceNode): readonly LoaderNode[] {
  return [
    ...source.tables.flatMap((table) => table.splitter.branches.map((branch) => branch.loader)),
    ...source.errorLoaders,
    ...(source.errorFallback === undefined ? [] : [source.errorFallback]),
    ...source.unclaimedLoaders,
  ]
}
