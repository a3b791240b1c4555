/** `WITH (…)` of any statement against its schema: unknown keys, wrong values, missing keys. */
import { definitionOf } from '../../options/definition.ts'
import type { OptionDefinition, OptionSchema } from '../../options/definition.ts'
import type { OptionKind } from '../../options/kinds.ts'
import { hasReferences, referenceMistakes } from '../../options/references.ts'
import { shownValue } from '../secret-options.ts'
import type { Options, OptionValue } from '../../model/model.ts'
import type { Option } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import { spanInLiteral } from './literal-place.ts'
import { didYouMean, meant } from './nearest.ts'
import { reportNoEffect } from './no-effect.ts'
import type { Reporter } from './reporter.ts'

export interface CheckedOptions {
  /** As the model keeps them. */
  readonly options: Options
  /** Those that are there, by key. */
  readonly written: ReadonlyMap<string, Option>
  /** By key, what could be read when compiling: defaults included, values with references and wrong ones not. */
  readonly values: ReadonlyMap<string, unknown>
}

/** What has options: a missing key is reported at its name, unless the parser could not read all of it. */
export interface Owner {
  readonly name: { readonly span: Span }
  readonly span: Span
}

/** `whose`: "a kafka source", for messages. */
export function checkOptions(
  nodes: readonly Option[],
  schema: OptionSchema,
  whose: string,
  owner: Owner,
  report: Reporter,
): CheckedOptions {
  const written = byKey(nodes, report)
  const values = new Map<string, unknown>()
  for (const [key, definition] of Object.entries(schema)) {
    if (definition.presence === 'default') values.set(key, definition.default)
  }
  for (const [key, node] of written) {
    const definition = definitionOf(schema, key)
    if (definition === null) {
      reportUnknown(node, schema, whose, report)
      continue
    }
    if (definition.later === true) reportNoEffect(`option '${key}'`, node.key.span, report)
    values.delete(key)
    if (!referencesAreRight(node, report) || hasReferences(node.value.value)) continue
    if (definition.presence === 'family') values.set(key, node.value.value)
    else {
      const parsed = definition.kind.parse(node.value.value)
      if (parsed.ok) values.set(key, parsed.value)
      else {
        const shown = shownValue(key, node.value.value)
        report.error('E5002', node.value.span, `wrong value '${shown}' for option '${key}'`, {
          label: parsed.message,
          help: didYouMean(node.value.value, definition.kind.words),
        })
      }
    }
  }
  if (!report.isBroken(owner.span)) reportMissing(written, schema, whose, owner, report)
  return { options: optionsOf(written), written, values }
}

/** The value of an option as it is written, before a schema is chosen by it (`connector`, `format`). */
export function writtenValue(nodes: readonly Option[], key: string): Option | null {
  return nodes.find((node) => node.key.value === key) ?? null
}

function byKey(nodes: readonly Option[], report: Reporter): ReadonlyMap<string, Option> {
  const written = new Map<string, Option>()
  for (const node of nodes) {
    const first = written.get(node.key.value)
    if (first === undefined) written.set(node.key.value, node)
    else {
      report.error('E5004', node.key.span, `option '${node.key.value}' is given twice`, {
        label: 'given again',
        related: [{ span: first.key.span, label: 'first given here' }],
        help: 'keep one of the two',
      })
    }
  }
  return written
}

function reportUnknown({ key }: Option, schema: OptionSchema, whose: string, report: Reporter): void {
  const known = offeredKeys(schema)
  report.error('E5001', key.span, `unknown option '${key.value}'`, {
    label: `${whose} has no such option`,
    help: didYouMean(key.value, known) ?? `known are ${known.join(', ')}`,
  })
}

function offeredKeys(schema: OptionSchema): readonly string[] {
  const isOffered = ({ presence }: OptionDefinition): boolean => presence !== 'family'
  return Object.keys(schema).filter((key) => isOffered(schema[key]))
}

function referencesAreRight({ value }: Option, report: Reporter): boolean {
  const mistakes = referenceMistakes(value.value)
  for (const { start, end, message } of mistakes) {
    report.error('E5005', spanInLiteral(value, start, end), 'wrong reference', {
      label: 'not understood',
      help: message,
    })
  }
  return mistakes.length === 0
}

function reportMissing(
  written: ReadonlyMap<string, Option>,
  schema: OptionSchema,
  whose: string,
  owner: Owner,
  report: Reporter,
): void {
  // A misspelt key was reported as such: it is not missing too.
  const unknown = [...written.keys()].filter((key) => definitionOf(schema, key) === null)
  const misspelt = new Set(unknown.map((key) => meant(key, offeredKeys(schema))))
  for (const [key, definition] of Object.entries(schema)) {
    if (definition.presence !== 'required' || written.has(key) || misspelt.has(key)) continue
    report.error('E5003', owner.name.span, `option '${key}' is missing`, {
      label: `${whose} needs '${key}'`,
      help: `write '${key}' = '…'${wordsOf(definition.kind)}: ${definition.documentation}`,
    })
  }
}

function wordsOf({ words, expectation }: OptionKind<unknown>): string {
  return words.length > 0 && words.length < 10 ? `, ${expectation}` : ''
}

function optionsOf(written: ReadonlyMap<string, Option>): Options {
  const options = Object.create(null) as Record<string, OptionValue>
  for (const [key, { value }] of written) options[key] = { text: value.value, place: placeOf(value.span) }
  return options
}
