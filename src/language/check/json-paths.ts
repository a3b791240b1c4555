/** JSON paths as written in PATH clauses. */
import { parseJsonPath } from '../../types/json/parse-path.ts'
import type { JsonPath } from '../../types/json/path.ts'
import type { Text } from '../ast.ts'
import { spanInLiteral } from './literal-place.ts'
import type { Reporter } from './reporter.ts'

/** Null: wrong, and reported under the character at fault. */
export function checkPath(text: Text, report: Reporter): JsonPath | null {
  const parsed = parseJsonPath(text.value)
  if ('path' in parsed) return parsed.path
  const { error, offset } = parsed
  report.error('E3009', spanInLiteral(text, offset, offset + 1), 'wrong JSON path', {
    label: error,
    help: `a path looks like '$.role.id', '$."a b"', '$.items[0]' or '$.items[last]'`,
  })
  return null
}

/** Reports a path that gives several values where one is needed; true where it does not. */
export function givesOneValue(path: JsonPath, text: Text, report: Reporter): boolean {
  if (!path.some(({ kind }) => kind === 'wildcard')) return true
  const at = text.value.indexOf('*')
  report.error('E3009', spanInLiteral(text, at, at + 1), 'this path gives several values', {
    label: 'each element',
    help: 'only ARRAY and JSON columns and json_query take `[*]`; name one element: [0] or [last]',
  })
  return false
}
