/** Which functions a piece of a syntax tree calls, by name. */
import type { Name } from '../../ast.ts'

/** Names of calls anywhere in it, as written, in order. Built-in ones too. */
export function calledNames(tree: object): readonly Name[] {
  const names: Name[] = []
  const visit = (value: object): void => {
    if ('kind' in value && value.kind === 'call' && 'name' in value) names.push(value.name as Name)
    for (const [key, part] of Object.entries(value)) {
      if (key !== 'span' && typeof part === 'object' && part !== null) visit(part as object)
    }
  }
  visit(tree)
  return names
}

/** Functions are found without regard to case. */
export function functionKey(name: string): string {
  return name.toLowerCase()
}
