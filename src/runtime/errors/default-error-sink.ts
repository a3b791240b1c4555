/** Where errors go that no declared sink takes: JSON lines by day and code under the state folder, so that none is ever lost. */
import { join } from 'node:path'
import { errorStreamColumns } from '../../model/error-stream.ts'
import type { Options } from '../../model/model.ts'
import type { LoaderNode, Plan, SourceNode } from '../../plan/plan.ts'

/** The plan in which every source has a last loader for its errors. */
export function withErrorSinks(plan: Plan, stateFolder: string): Plan {
  return { ...plan, sources: plan.sources.map((source) => withErrorSink(source, stateFolder)) }
}

/** A blank is in it, so that no sink that people declare can have that name. */
export function errorSinkName(source: string): string {
  return `errors of ${source}`
}

function withErrorSink(source: SourceNode, stateFolder: string): SourceNode {
  return { ...source, errorFallback: errorLoader(source, errorFolder(stateFolder, source.name)) }
}

export function errorFolder(stateFolder: string, source: string): string {
  return join(stateFolder, 'errors', encodeURIComponent(source))
}

function errorLoader(source: SourceNode, path: string): LoaderNode {
  const option = (text: string) => ({ text: text.replaceAll('${', '$${'), place: source.place })
  const options: Options = { connector: option('hive'), path: option(path), format: option('json') }
  return {
    sink: errorSinkName(source.name),
    connector: 'hive',
    options,
    from: { kind: 'errors', source: source.name },
    columns: errorStreamColumns.map((column) => ({ ...column, column: column.name, comment: null })),
    partitionedBy: ['dt', 'error_code'],
    condition: null,
    place: source.place,
  }
}
