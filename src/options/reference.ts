/** The reference of all options as Markdown, made of their schemas: `docs/options.md`. */
import type { OptionDefinition, OptionSchema } from './definition.ts'
import { formatOptions } from './formats.ts'
import { durationKind, sizeKind } from './kinds.ts'
import { sinkOptions } from './sinks.ts'
import { sourceOptions } from './sources.ts'
import { stepOptions } from './steps.ts'

export function optionReference(): string {
  return [
    '# Options',
    '',
    "What may stand in `WITH ('key' = 'value', …)`. Names and meanings are Flink's where Flink has the option. `${env:NAME}`, `${env:NAME:-default}` and",
    '`${file:/path}` in a value are replaced when the job runs; `$${` is a literal `${`. Written by `npm run docs:options` from the schemas beside the compiler.',
    '',
    ...sections(sourceOptions, (connector) => `Sources: \`${connector}\``),
    ...sections(sinkOptions, (connector) => `Sinks: \`${connector}\``),
    ...sections(formatOptions, (format) => `Format \`${format}\` of a sink`),
    ...sections(stepOptions, (step) => `PARSE ${step}`),
  ].join('\n')
}

function sections(schemas: Readonly<Record<string, OptionSchema>>, title: (name: string) => string): readonly string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => {
    // The heading says it already.
    const options = Object.entries(schema).filter(([key]) => key !== 'connector')
    if (options.length === 0) return []
    const head = [`## ${title(name)}`, '', '| option | must be | default | means |', '| --- | --- | --- | --- |']
    return [...head, ...options.map(([key, definition]) => row(key, definition)), '']
  })
}

function row(key: string, definition: OptionDefinition): string {
  const { documentation, later } = definition
  const expectation = definition.presence === 'family' ? 'text' : definition.kind.expectation
  const means = later === true ? `${documentation} Accepted, without effect yet.` : documentation
  return `| \`${key}\` | ${cell(expectation)} | ${cell(defaultOf(definition))} | ${cell(means)} |`
}

function defaultOf(definition: OptionDefinition): string {
  switch (definition.presence) {
    case 'required':
      return '(required)'
    case 'optional':
    case 'family':
      return ''
    case 'default':
      return definition.default === ' ' ? 'a blank' : `\`${valueText(definition.default, definition.kind)}\``
  }
}

/** As an author would write it. */
function valueText(value: unknown, kind: unknown): string {
  if (kind === sizeKind) return `${(value as number) / 1024 ** 2} mb`
  if (kind === durationKind) return `${(value as number) / 1000} s`
  return String(value).replace('\u0001', '\\u0001')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
