/** The reference of all functions as Markdown, made of their entries: `docs/functions.md`. */
import type { FunctionDefinition, FunctionExample, FunctionFamily, Parameter, Signature } from './definition.ts'
import { type Form, allForms } from './forms.ts'
import { allFunctions } from './index.ts'

const titles: Readonly<Record<FunctionFamily, string>> = {
  string: 'Strings',
  number: 'Numbers',
  condition: 'Conditions',
  time: 'Dates and times',
  json: 'JSON',
  url: 'URLs',
  hash: 'Hashes',
  collection: 'Collections',
}

export function functionReference(): string {
  const families = (Object.keys(titles) as FunctionFamily[])
    .map((family) => ({ family, members: membersOf(family) }))
    .filter(({ members }) => members.length > 0)
  return [
    '# Functions',
    '',
    'Names, arguments and results are those of Flink SQL. Reading functions fail on bad text (row error `EVAL`; `TRY(…)` gives NULL);',
    'searching functions give NULL. Unless said otherwise the result is NULL if an argument is.',
    '',
    'Strings, numbers, conditions, hashes, dates and times are held against the results that Flink states in its own tests (`ScalarFunctionsTest` of',
    'flink-table-planner), JSON and collections against those of its pages (docs/data/sql_functions.yml), masks against Hive (GenericUDFMask). What differs is told with the function, and once more in the table at the end.',
    '',
    '## Operators and forms',
    '',
    ...allForms.flatMap(formText),
    ...families.flatMap(({ family, members }) => [`## ${titles[family]}`, '', ...members.flatMap(entryText)]),
    ...deviations(),
  ].join('\n')
}

/** What differs from Flink SQL, in one table, and what Flink SQL has not. */
function deviations(): readonly string[] {
  const sorted = allFunctions.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const forms = allForms.map(({ title, ...form }) => ({ ...form, name: title }))
  const different = [...forms, ...sorted].filter(({ differs }) => differs !== undefined)
  const own = [...forms, ...sorted].filter(({ flink }) => flink.startsWith('none'))
  return [
    '## Deviations from Flink SQL',
    '',
    '| function | Flink SQL | here |',
    '| --- | --- | --- |',
    ...different.map(({ name, flink, differs }) => `| \`${name}\` | ${cell(flink)} | ${cell(differs ?? '')} |`),
    '',
    '### Functions that Flink SQL has not',
    '',
    '| function | after |',
    '| --- | --- |',
    ...own.map(({ name, flink }) => `| \`${name}\` | ${cell(flink.replace(/^none[:;,]? ?/, ''))} |`),
    '',
  ]
}

function formText({ title, syntax, description, flink, differs, examples }: Form): readonly string[] {
  return [
    `### ${title}`,
    '',
    ...syntax.map((form) => `    ${form}`),
    '',
    description,
    `Flink: ${flink}${differs === undefined ? '' : `; ${differs}`}.`,
    '',
    ...exampleTable(examples),
    '',
  ]
}

function membersOf(family: FunctionFamily): readonly FunctionDefinition[] {
  return allFunctions
    .filter((definition) => definition.family === family)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function entryText(definition: FunctionDefinition): readonly string[] {
  const { name, aliases, signatures, syntax, description, nulls, canFail, flink, differs, examples } = definition
  const notes = [
    ...(aliases.length === 0 ? [] : [`Also called ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`]),
    ...(nulls === 'handled' ? ['NULL arguments do not make it NULL by themselves.'] : []),
    ...(canFail ? ['It can fail.'] : []),
    `Flink: ${flink}${differs === undefined ? '' : `; ${differs}`}.`,
  ]
  return [
    `### ${name}`,
    '',
    ...new Set(signatures.map((signature) => `    ${signatureText(name, signature)}`)),
    ...(syntax ?? []).map((form) => `    ${form}`),
    '',
    description,
    notes.join(' '),
    '',
    ...exampleTable(examples),
    '',
  ]
}

function exampleTable(examples: readonly FunctionExample[]): readonly string[] {
  const rows = examples.map(({ expression, result, failure }) => {
    return `| ${code(expression)} | ${failure === undefined ? code(result ?? '') : `fails: ${failure}`} |`
  })
  return ['| example | gives |', '| --- | --- |', ...rows]
}

/** `substring(text STRING, start INT[, length INT])` */
function signatureText(name: string, { parameters, variadic, result }: Signature): string {
  const written = parameters.map((parameter, index) => {
    const text = `${index === 0 ? '' : ', '}${parameter.name} ${acceptsText(parameter)}`
    return parameter.optional === true ? `[${text}]` : text
  })
  const type = typeof result === 'function' ? '' : ` → ${result.kind}`
  return `${name}(${written.join('')}${variadic === true ? ', …' : ''})${type}`
}

function acceptsText({ accepts, constant }: Parameter): string {
  const words = {
    numeric: 'number',
    integer: 'integer',
    temporal: 'date or time',
    dated: 'date or timestamp',
    'json-text': 'JSON or STRING',
    'ordered-array': 'ARRAY',
  }
  const type = accepts in words ? words[accepts as keyof typeof words] : accepts
  const plain = type === 'common' || type === 'comparable' || type === 'element' || type === 'any' ? 'value' : type
  return constant === undefined ? plain : `constant ${plain}`
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}

/** Code in a table's cell: a pipe would end it. */
function code(text: string): string {
  return `\`${cell(text)}\``
}
