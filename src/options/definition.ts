/** What an option is. A schema maps keys to definitions, and gives the type of what is read by it. */
import type { OptionKind } from './kinds.ts'

interface Common {
  readonly documentation: string
  /** Accepted, checked, and without effect in this version: the checker warns. */
  readonly later?: true
}

export interface RequiredOption<T> extends Common {
  readonly presence: 'required'
  readonly kind: OptionKind<T>
}

export interface OptionalOption<T> extends Common {
  readonly presence: 'optional'
  readonly kind: OptionKind<T>
}

export interface DefaultedOption<T> extends Common {
  readonly presence: 'default'
  readonly kind: OptionKind<T>
  readonly default: T
}

/** Any key with the prefix, passed on as text: the schema's key ends with `*`, as `properties.*`. */
export interface OptionFamily extends Common {
  readonly presence: 'family'
}

export type OptionDefinition =
  RequiredOption<unknown> | OptionalOption<unknown> | DefaultedOption<unknown> | OptionFamily

export type OptionSchema = Readonly<Record<string, OptionDefinition>>

/** What `readOptions` gives: a default or a required option is always there; an optional one may be null; a family is a map by what stands for `*`. */
export type OptionValues<S extends OptionSchema> = {
  readonly [K in keyof S]: S[K] extends RequiredOption<infer T>
    ? T
    : S[K] extends DefaultedOption<infer T>
      ? T
      : S[K] extends OptionalOption<infer T>
        ? T | null
        : S[K] extends OptionFamily
          ? ReadonlyMap<string, string>
          : undefined
}

export function required<T>(kind: OptionKind<T>, documentation: string): RequiredOption<T> {
  return { presence: 'required', kind, documentation }
}

export function optional<T>(kind: OptionKind<T>, documentation: string): OptionalOption<T> {
  return { presence: 'optional', kind, documentation }
}

export function withDefault<T>(kind: OptionKind<T>, value: NoInfer<T>, documentation: string): DefaultedOption<T> {
  return { presence: 'default', kind, default: value, documentation }
}

/** An option that is accepted and has no effect yet. */
export function later<T>(kind: OptionKind<T>, documentation: string): OptionalOption<T> {
  return { presence: 'optional', kind, documentation, later: true }
}

export function family(documentation: string): OptionFamily {
  return { presence: 'family', documentation }
}

/** The definition of a key, by itself or by its family; null where the schema has neither. */
export function definitionOf(schema: OptionSchema, key: string): OptionDefinition | null {
  if (Object.hasOwn(schema, key) && !key.endsWith('*')) return schema[key]
  const pattern = familyOf(schema, key)
  return pattern === null ? null : schema[pattern]
}

/** The family's key (`properties.*`) to which a key belongs. */
export function familyOf(schema: OptionSchema, key: string): string | null {
  const patterns = Object.keys(schema).filter((candidate) => schema[candidate].presence === 'family')
  return patterns.find((pattern) => key.startsWith(pattern.slice(0, -1)) && key.length >= pattern.length) ?? null
}
