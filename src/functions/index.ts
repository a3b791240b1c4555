/** All functions. A new one is a file in its family's folder and a line here. */
import { nullif } from './condition/nullif.ts'
import type { FunctionDefinition } from './definition.ts'
import { concat } from './string/concat.ts'
import { lower } from './string/lower.ts'
import { upper } from './string/upper.ts'

/** By family, then name. */
export const allFunctions: readonly FunctionDefinition[] = [concat, lower, upper, nullif]

const byName: ReadonlyMap<string, FunctionDefinition> = new Map(
  allFunctions.flatMap((definition) => [definition.name, ...definition.aliases].map((name) => [name, definition])),
)

/** By canonical name or alias, in any case. */
export function functionNamed(name: string): FunctionDefinition | undefined {
  return byName.get(name.toLowerCase())
}

/** Every name that `functionNamed` knows, for "did you mean". */
export function functionNames(): readonly string[] {
  return [...byName.keys()]
}
