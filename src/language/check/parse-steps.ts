/** `PARSE step THEN step`: what the steps read, and which fields and documents they give. */
import type {
  CsvStep,
  GrokPattern,
  GrokStep,
  JsonStep,
  KeyValueStep,
  ParseStep,
  RegexStep,
  StepInput,
  UnnestStep,
} from '../../model/model.ts'
import { hasReferences } from '../../options/references.ts'
import { stepOptions } from '../../options/steps.ts'
import type { CreateSource, Name, ParseStepNode } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import type { Context } from './context.ts'
import { spanInLiteral } from './literal-place.ts'
import { didYouMean, listOf } from './nearest.ts'
import { checkOptions } from './options.ts'
import { addField, emptyShape } from './parse-shape.ts'
import type { Building, ParseShape } from './parse-shape.ts'
import { checkRegex } from './regex.ts'
import type { Reporter } from './reporter.ts'
import { checkClauses, stepKinds } from './step-clauses.ts'
import type { StepKind } from './step-clauses.ts'
import { checkPatterns } from './step-grok.ts'
import { checkInput } from './step-input.ts'
import { writtenCsvOptions } from './source-framing.ts'

/** `unclaimed`: the columns without a value clause, which are the fields of a CSV step without COLUMNS. `source`: null where it is not known. */
export function checkParse(
  nodes: readonly ParseStepNode[],
  unclaimed: readonly Name[],
  source: CreateSource | null,
  timeZone: string,
  context: Context,
): ParseShape {
  const { origins } = context
  const shape = emptyShape()
  const sourceCsv = writtenCsvOptions(source)
  for (const node of nodes) {
    const step = checkStep(node, unclaimed, sourceCsv, shape, timeZone, context)
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
  timeZone: string,
  { functions, report, readPatterns }: Context,
): ParseStep | null {
  const kind = stepKinds.find((known) => known === node.stepKind.text)
  if (kind === undefined) {
    report.error('E2017', node.stepKind.span, `unknown parse step \`${node.stepKind.text}\``, {
      label: 'no step of this kind',
      help: didYouMean(node.stepKind.text, stepKinds) ?? `there are ${listOf(stepKinds, 'and')}`,
    })
    return null
  }
  const input = checkInput(node, shape, { timeZone, functions, report })
  checkClauses(node, kind, report)
  const values = checkStepOptions(node, kind, report)
  const base = {
    input: input ?? { kind: 'raw' as const },
    nullOnError: node.nullOnError !== null,
    nullLiterals: (values.get('null-literal') as readonly string[] | undefined) ?? [],
    place: placeOf(node.span),
  }
  const steps: Record<StepKind, () => ParseStep | null> = {
    JSON: (): JsonStep => ({ kind: 'json', document: addDocument(node, shape), ...base }),
    GROK: () => grokStep(node, base, checkPatterns(node, values, readPatterns, report), shape),
    KEY_VALUE: () => keyValueStep(node, base, values, shape),
    REGEX: () => regexStep(node, base, shape, report),
    CSV: () => csvStep(node, base, csvValues(node, base.input, values, sourceCsv), unclaimed, shape, report),
    UNNEST: () => unnestStep(node, base, shape, report),
  }
  const step = steps[kind]()
  return input === null ? null : step
}

function addDocument(node: ParseStepNode, shape: Building): number {
  return shape.documents.push(documentName(node)) - 1
}

/** The name that `OF` uses. */
function documentName({ argument }: ParseStepNode): string {
  if (argument === null) return 'raw'
  return argument.kind === 'name' ? argument.name.text : argument.as.text
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
  // What it would have captured is not known.
  if (node.patterns.length === 0) shape.incomplete = true
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

function grokStep(
  node: ParseStepNode,
  base: StepBase,
  patterns: readonly GrokPattern[] | null,
  shape: Building,
): GrokStep | null {
  const document = addDocument(node, shape)
  if (patterns === null) return null
  shape.places.set(
    document,
    patterns.flatMap(({ captures }) => captures.map(({ path }) => path)),
  )
  return { kind: 'grok', document, patterns, ...base }
}

function keyValueStep(
  node: ParseStepNode,
  base: StepBase,
  values: ReadonlyMap<string, unknown>,
  shape: Building,
): KeyValueStep {
  const isQuoted = values.get('kv.disable-quote-character') !== true
  return {
    kind: 'key-value',
    document: addDocument(node, shape),
    fieldDelimiter: (values.get('kv.field-delimiter') as string | undefined) ?? ' ',
    valueDelimiter: (values.get('kv.value-delimiter') as string | undefined) ?? '=',
    quote: isQuoted ? ((values.get('kv.quote-character') as string | undefined) ?? '"') : null,
    escape: isQuoted ? ((values.get('kv.escape-character') as string | undefined) ?? '\\') : null,
    trims: values.get('kv.trim') !== false,
    ...base,
  }
}

function unnestStep(node: ParseStepNode, base: StepBase, shape: Building, report: Reporter): UnnestStep {
  const { ordinality } = node
  if (ordinality !== null) addField(ordinality.text, ordinality.span, shape, report)
  return {
    kind: 'unnest',
    document: addDocument(node, shape),
    ordinality: ordinality?.text ?? null,
    outer: node.outer !== null,
    ...base,
  }
}
