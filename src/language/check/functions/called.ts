/** Which functions a piece of a syntax tree calls, by name. */
import type { Name } from '../../ast.ts'

/** Names of calls anywhere in it, as written, in order. Built-in ones too. */
export function calledNames(tree: object): readonly Name[] {
  const names: Name[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach(visit)
    if ('kind' in value && value.kind === 'call' && 'name' in value) names.push(value.name as Name)
    for (const key of Object.keys(value)) if (key !== 'span') visit(Reflect.get(value, key))
  }
  visit(tree)
  return names
}

/** Functions are found without regard to case. */
export function functionKey(name: string): string {
  return name.toLowerCase()
}
