/** The constant path of a JSON function. */
import type { JsonPath } from '../../types/json/path.ts'
import { parseJsonPath } from '../../types/json/parse-path.ts'
import type { Value } from '../../types/value.ts'

/** What is wrong with a path that may have wildcards, or null. */
export function pathProblem(text: Value): string | null {
  const parsed = parseJsonPath(text as string)
  return 'error' in parsed ? `${parsed.error} (character ${parsed.offset + 1} of the path)` : null
}

/** The same for a path to one place. */
export function singlePathProblem(text: Value): string | null {
  const problem = pathProblem(text)
  if (problem !== null) return problem
  return constantPath(text).some((step) => step.kind === 'wildcard') ? 'only json_query takes a path with `[*]`' : null
}

export function constantPath(text: Value | undefined): JsonPath {
  const parsed = parseJsonPath(text as string)
  if ('error' in parsed) throw new Error(parsed.error)
  return parsed.path
}
