/** Options at run time: references replaced, values read by their kinds. */
import { definitionOf, familyOf } from './definition.ts'
import type { OptionSchema, OptionValues } from './definition.ts'
import { resolveReferences } from './references.ts'
import type { ReferenceWorld } from './references.ts'
import { shownValue } from '../language/secret-options.ts'

/** As the model has them: text with references, and `file:line:column`. */
export interface WrittenOption {
  readonly text: string
  readonly place: string
}

export interface ResolvedOption extends WrittenOption {
  /** Shown nowhere. */
  readonly secret: boolean
}

/** What is wrong with an option, for the operator; never holds a secret. */
export interface OptionProblem {
  readonly key: string
  /** `file:line:column`; null where the option is missing. */
  readonly place: string | null
  readonly message: string
}

export interface Resolution {
  readonly options: Readonly<Record<string, ResolvedOption>>
  readonly problems: readonly OptionProblem[]
}

/** Replaces the references of all options. What could not be replaced is left out and named in `problems`. */
export function resolveOptions(written: Readonly<Record<string, WrittenOption>>, world: ReferenceWorld): Resolution {
  const options = Object.create(null) as Record<string, ResolvedOption>
  const problems: OptionProblem[] = []
  for (const [key, { text, place }] of Object.entries(written)) {
    const resolved = resolveReferences(text, world)
    if (resolved.ok) options[key] = { text: resolved.text, place, secret: resolved.secret }
    else problems.push({ key, place, message: `option '${key}': ${resolved.message}` })
  }
  return { options, problems }
}

export type Reading<S extends OptionSchema> =
  | { readonly ok: true; readonly values: OptionValues<S> }
  | { readonly ok: false; readonly problems: readonly OptionProblem[] }

/**
 * Typed values by a schema. Keys that the schema does not have are not looked at: a connector and its format each read
 * theirs from the same options, and the checker has refused what neither knows.
 */
export function readOptions<S extends OptionSchema>(
  schema: S,
  options: Readonly<Record<string, ResolvedOption>>,
): Reading<S> {
  const values = Object.create(null) as Record<string, unknown>
  const problems: OptionProblem[] = []
  for (const [key, definition] of Object.entries(schema)) {
    if (definition.presence === 'family') {
      values[key] = membersOf(schema, key, options)
      continue
    }
    const option = Object.hasOwn(options, key) ? options[key] : undefined
    if (option === undefined) {
      if (definition.presence === 'required') problems.push({ key, place: null, message: `option '${key}' is missing` })
      values[key] = definition.presence === 'default' ? definition.default : null
      continue
    }
    const parsed = definition.kind.parse(option.text)
    if (parsed.ok) values[key] = parsed.value
    else {
      const shown = shownValue(key, option.text, option.secret)
      problems.push({ key, place: option.place, message: `option '${key}' is '${shown}': ${parsed.message}` })
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: values as OptionValues<S> }
}

function membersOf(
  schema: OptionSchema,
  pattern: string,
  options: Readonly<Record<string, ResolvedOption>>,
): ReadonlyMap<string, string> {
  const own = Object.keys(options).filter(
    (key) => definitionOf(schema, key)?.presence === 'family' && familyOf(schema, key) === pattern,
  )
  return new Map(own.map((key) => [key.slice(pattern.length - 1), options[key].text]))
}
