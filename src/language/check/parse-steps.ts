/** `PARSE step THEN step`: what the steps read, and which fields and documents they give. */
import type { CsvStep, JsonStep, ParseStep, RegexStep, StepInput } from '../../model/model.ts'
import { hasReferences } from '../../options/references.ts'
import { stepOptions } from '../../options/steps.ts'
import type { CreateSource, Name, ParseStepNode } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import type { Context } from './context.ts'
import { checkPath, givesOneValue } from './json-paths.ts'
import { spanInLiteral } from './literal-place.ts'
import { didYouMean, listOf } from './nearest.ts'
import { checkOptions } from './options.ts'
import { checkRegex } from './regex.ts'
import type { Reporter } from './reporter.ts'
import { writtenCsvOptions } from './source-framing.ts'

/** What is there after all steps. */
export interface ParseShape {
  readonly steps: readonly ParseStep[]
  /** Where each field of REGEX and CSV steps is named. */
  readonly fields: ReadonlyMap<string, Span>
  /** By number: the name by which `OF` calls each document, the argument of its step. */
  readonly documents: readonly string[]
  /** A step could not be understood: a name that is not there may be its. */
  readonly incomplete: boolean
}

interface Building {
  readonly steps: ParseStep[]
  readonly fields: Map<string, Span>
  readonly documents: string[]
  incomplete: boolean
}

type StepKind = keyof typeof stepOptions
const stepKinds: readonly StepKind[] = ['JSON', 'REGEX', 'CSV']
const laterKinds: readonly string[] = ['GROK', 'KEY_VALUE', 'UNNEST']

/** `unclaimed`: the columns without a value clause, which are the fields of a CSV step without COLUMNS. `source`: null where it is not known. */
export function checkParse(
  nodes: readonly ParseStepNode[],
  unclaimed: readonly Name[],
  source: CreateSource | null,
  { origins, report }: Context,
): ParseShape {
  const shape: Building = { steps: [], fields: new Map(), documents: [], incomplete: false }
  const sourceCsv = writtenCsvOptions(source)
  for (const node of nodes) {
    const step = checkStep(node, unclaimed, sourceCsv, shape, report)
    if (step === null) {
      shape.incomplete = true
      continue
    }
    shape.steps.push(step)
    origins.set(step, node.span)
    for (const field of 'fields' in step ? step.fields : []) {
      const span = shape.fields.get(field)
      if (span !== undefined) origins.setField(step, field, span)
    }
  }
  return shape
}

function checkStep(
  node: ParseStepNode,
  unclaimed: readonly Name[],
  sourceCsv: ReadonlyMap<string, unknown>,
  shape: Building,
  report: Reporter,
): ParseStep | null {
  const kind = stepKinds.find((known) => known === node.stepKind.text)
  if (kind === undefined) {
    reportKind(node, report)
    return null
  }
  const input = checkInput(node, shape, report)
  reportMisplaced(node, kind, report)
  const values = checkStepOptions(node, kind, report)
  const base = {
    input: input ?? { kind: 'raw' as const },
    nullOnError: node.nullOnError !== null,
    nullLiterals: (values.get('null-literal') as readonly string[] | undefined) ?? [],
    place: placeOf(node.span),
  }
  const steps: Record<StepKind, () => ParseStep> = {
    JSON: (): JsonStep => {
      shape.documents.push(documentName(node))
      return { kind: 'json', document: shape.documents.length - 1, ...base }
    },
    REGEX: (): RegexStep => regexStep(node, base, shape, report),
    CSV: (): CsvStep => csvStep(node, base, csvValues(node, base.input, values, sourceCsv), unclaimed, shape, report),
  }
  const step = steps[kind]()
  return input === null ? null : step
}

function reportKind({ stepKind }: ParseStepNode, report: Reporter): void {
  if (laterKinds.includes(stepKind.text)) {
    report.error('E4009', stepKind.span, `PARSE ${stepKind.text} is not supported yet`, {
      label: 'not yet',
      help: `this version has ${listOf(stepKinds, 'and')}`,
    })
    return
  }
  report.error('E2017', stepKind.span, `unknown parse step \`${stepKind.text}\``, {
    label: 'no step of this kind',
    help: didYouMean(stepKind.text, [...stepKinds, ...laterKinds]) ?? `there are ${listOf(stepKinds, 'and')}`,
  })
}

/** The name that `OF` uses. */
function documentName({ argument }: ParseStepNode): string {
  if (argument === null) return 'raw'
  return argument.kind === 'name' ? argument.name.text : argument.as.text
}

function checkInput({ argument }: ParseStepNode, shape: Building, report: Reporter): StepInput | null {
  if (argument === null) return { kind: 'raw' }
  switch (argument.kind) {
    case 'name':
      return namedInput(argument.name, shape, report)
    case 'path': {
      const path = checkPath(argument.path, report)
      if (path === null || !givesOneValue(path, argument.path, report)) return null
      if (shape.documents.length > 0) return { kind: 'path', document: shape.documents.length - 1, path }
      if (!shape.incomplete) reportNoDocument(argument.span, report)
      return null
    }
    case 'expression':
      report.error('E4009', argument.span, 'an expression as the argument of a step is not supported yet', {
        label: 'not yet',
        help: "this version takes a field, a key, or PATH '$.a' AS name",
      })
      return null
  }
}

/** A field, else `raw`, else a key of the last document. */
function namedInput(name: Name, shape: Building, report: Reporter): StepInput | null {
  if (shape.fields.has(name.text)) return { kind: 'field', name: name.text }
  if (name.text === 'raw') return { kind: 'raw' }
  if (shape.documents.length > 0) {
    return { kind: 'path', document: shape.documents.length - 1, path: [{ kind: 'member', name: name.text }] }
  }
  if (!shape.incomplete) {
    report.error('E2007', name.span, `unknown field \`${name.text}\``, {
      label: 'no step before this one gives it',
      help: didYouMean(name.text, [...shape.fields.keys(), 'raw']) ?? 'without an argument a step reads `raw`',
    })
  }
  return null
}

export function reportNoDocument(span: Span, report: Reporter): void {
  report.error('E4011', span, 'there is no document here', {
    label: 'no JSON step stands before this',
    help: 'PARSE JSON reads the record as a document, THEN JSON (field) one of its fields',
  })
}

function reportMisplaced(node: ParseStepNode, kind: StepKind, report: Reporter): void {
  const pattern = node.patterns[0]
  if (kind === 'REGEX' && pattern === undefined) {
    report.error('E4012', node.stepKind.span, 'REGEX without a pattern', {
      label: 'a pattern is missing',
      help: "write REGEX '^(?<name>\\w+) …$'",
    })
  }
  if (kind !== 'REGEX' && pattern !== undefined) {
    const help = 'only REGEX and GROK have patterns; the argument stands in parentheses'
    report.error('E4012', pattern.span, `${kind} takes no pattern`, { label: 'not allowed here', help })
  }
  const column = node.columns?.[0]
  if (kind !== 'CSV' && column !== undefined) {
    const help =
      kind === 'REGEX' ? 'a regex names its fields itself: (?<name>…)' : 'the keys of a document are named by columns'
    report.error('E4012', column.span, `${kind} takes no COLUMNS`, { label: 'not allowed here', help })
  }
}

/** Values by key. Steps are part of the plan: nothing of them may wait for run time. */
function checkStepOptions(node: ParseStepNode, kind: StepKind, report: Reporter): ReadonlyMap<string, unknown> {
  for (const { value, key } of node.options) {
    if (!hasReferences(value.value)) continue
    report.error('E5002', value.span, `option '${key.value}' must be known when compiling`, {
      label: 'a reference is replaced only at run time',
      help: 'write the value itself',
    })
  }
  return checkOptions(
    node.options,
    stepOptions[kind],
    `PARSE ${kind}`,
    { name: node.stepKind, span: node.span },
    report,
  ).values
}

type StepBase = Pick<RegexStep, 'input' | 'nullOnError' | 'nullLiterals' | 'place'>

function regexStep(node: ParseStepNode, base: StepBase, shape: Building, report: Reporter): RegexStep {
  const own = new Map<string, Span>()
  for (const pattern of node.patterns) {
    const { groups, valid } = checkRegex(pattern, report)
    if (!valid) shape.incomplete = true
    for (const { name, start, end } of groups) {
      if (!own.has(name)) own.set(name, spanInLiteral(pattern, start, end))
    }
  }
  for (const [name, span] of own) addField(name, span, shape, report)
  const patterns = node.patterns.map(({ value }) => value)
  return { kind: 'regex', patterns, fields: [...own.keys()], ...base }
}

/** What the step itself says, then, where it reads the record, what the source says of its CSV, then the defaults. */
function csvValues(
  { options }: ParseStepNode,
  input: StepInput,
  values: ReadonlyMap<string, unknown>,
  sourceCsv: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> {
  if (input.kind !== 'raw') return values
  const own = new Set(options.map(({ key }) => key.value))
  return new Map([...values, ...[...sourceCsv].filter(([key]) => !own.has(key))])
}

function csvStep(
  node: ParseStepNode,
  base: StepBase,
  values: ReadonlyMap<string, unknown>,
  unclaimed: readonly Name[],
  shape: Building,
  report: Reporter,
): CsvStep {
  const names = node.columns ?? unclaimed
  for (const { text, span } of names) addField(text, span, shape, report)
  return {
    kind: 'csv',
    fields: [...new Set(names.map(({ text }) => text))],
    delimiter: (values.get('csv.field-delimiter') as string | undefined) ?? ',',
    quote:
      values.get('csv.disable-quote-character') === true
        ? null
        : ((values.get('csv.quote-character') as string | undefined) ?? '"'),
    escape: (values.get('csv.escape-character') as string | undefined) ?? null,
    allowComments: values.get('csv.allow-comments') === true,
    ignoreExtraFields: values.get('csv.extra-fields') === 'ignore',
    ...base,
  }
}

function addField(name: string, span: Span, shape: Building, report: Reporter): void {
  const first = shape.fields.get(name)
  if (first === undefined) {
    shape.fields.set(name, span)
    return
  }
  report.error('E2011', span, `the field \`${name}\` is given twice`, {
    label: 'given here again',
    related: [{ span: first, label: 'first given here' }],
    help: 'give one of the two another name; a CSV step names its fields by COLUMNS (…)',
  })
}
