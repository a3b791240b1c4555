/** The options of one source or sink as they are at run time; what is wrong with them is the operator's to mend. */
import { readFileSync } from 'node:fs'
import { ConnectorError } from '../../connectors/ports.ts'
import { readOptions, resolveOptions } from '../../options/index.ts'
import type { OptionProblem, OptionSchema, OptionValues, ReferenceWorld, ResolvedOption } from '../../options/index.ts'
import type { Options } from '../../model/model.ts'

export type ResolvedOptions = Readonly<Record<string, ResolvedOption>>

const processWorld: ReferenceWorld = {
  env: (name) => process.env[name],
  readFile: (path) => readFileSync(path, 'utf8'),
}

/** Replaces `${env:…}` and `${file:…}`. `owner` is for the message: "sink `x`". Raises ConnectorError. */
export function resolveFor(owner: string, options: Options, world: ReferenceWorld = processWorld): ResolvedOptions {
  const resolution = resolveOptions(options, world)
  if (resolution.problems.length > 0) throw wrongOptions(owner, resolution.problems)
  return resolution.options
}

/** Typed values by a schema. Raises ConnectorError. */
export function readFor<S extends OptionSchema>(owner: string, schema: S, options: ResolvedOptions): OptionValues<S> {
  const reading = readOptions(schema, options)
  if (!reading.ok) throw wrongOptions(owner, reading.problems)
  return reading.values
}

/** What stands behind `properties.`, by its own name. */
export function propertiesOf(options: ResolvedOptions): ReadonlyMap<string, string> {
  const prefix = 'properties.'
  const entries = Object.entries(options).filter(([key]) => key.startsWith(prefix))
  return new Map(entries.map(([key, option]) => [key.slice(prefix.length), option.text]))
}

function wrongOptions(owner: string, problems: readonly OptionProblem[]): ConnectorError {
  const lines = problems.map(({ message, place }) => (place === null ? message : `${message} (${place})`))
  return new ConnectorError(`${owner}: ${lines.join('; ')}`)
}
