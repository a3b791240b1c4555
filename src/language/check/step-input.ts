/** The argument of a parse step: what it reads. */
import type { StepInput } from '../../model/model.ts'
import type { Expression } from '../../model/expression.ts'
import { isText } from '../../types/families.ts'
import { typeText } from '../../types/text.ts'
import type { Name, ParseStepNode, StepArgument } from '../ast.ts'
import type { Span } from '../source.ts'
import type { FunctionCatalog } from './expressions/bound.ts'
import { makeBinder } from './expressions/bind.ts'
import { stringType } from './expressions/bound.ts'
import { castText, settle } from './expressions/coercion.ts'
import type { Scope } from './expressions/scope.ts'
import { checkPath, givesOneValue } from './json-paths.ts'
import { didYouMean } from './nearest.ts'
import type { Building, ParseShape } from './parse-shape.ts'
import { leadsSomewhere } from './parse-shape.ts'
import type { Reporter } from './reporter.ts'

interface InputContext {
  readonly timeZone: string
  readonly functions: FunctionCatalog
  readonly report: Reporter
}

/** Null: wrong, and reported. */
export function checkInput({ argument }: ParseStepNode, shape: Building, context: InputContext): StepInput | null {
  if (argument === null) return { kind: 'raw' }
  const input = inputOf(argument, shape, context)
  if (input !== null && argument.kind !== 'name') shape.arguments.set(argument.as.text, input)
  return input
}

function inputOf(argument: StepArgument, shape: Building, context: InputContext): StepInput | null {
  const { report } = context
  switch (argument.kind) {
    case 'name':
      return namedInput(argument.name, shape, report)
    case 'path': {
      const path = checkPath(argument.path, report)
      if (path === null || !givesOneValue(path, argument.path, report)) return null
      const document = shape.documents.length - 1
      if (document >= 0) {
        return leadsSomewhere(document, path, argument.path.span, shape, report)
          ? { kind: 'path', document, path }
          : null
      }
      if (!shape.incomplete) reportNoDocument(argument.span, report)
      return null
    }
    case 'expression':
      return expressionInput(argument, shape, context)
  }
}

/** A field, else `raw`, else what an earlier step's argument is called, else a key of the last document. */
function namedInput(name: Name, shape: Building, report: Reporter): StepInput | null {
  if (shape.fields.has(name.text)) return { kind: 'field', name: name.text }
  if (name.text === 'raw') return { kind: 'raw' }
  const named = shape.arguments.get(name.text)
  if (named !== undefined) return named
  const document = shape.documents.length - 1
  if (document >= 0) {
    const path = [{ kind: 'member', name: name.text }] as const
    return leadsSomewhere(document, path, name.span, shape, report) ? { kind: 'path', document, path } : null
  }
  if (!shape.incomplete) reportUnknownField(name, shape, 'without an argument a step reads `raw`', report)
  return null
}

function reportUnknownField(name: Name, { fields }: ParseShape, help: string, report: Reporter): void {
  report.error('E2007', name.span, `unknown field \`${name.text}\``, {
    label: 'no step before this one gives it',
    help: didYouMean(name.text, [...fields.keys(), 'raw']) ?? help,
  })
}

export function reportNoDocument(span: Span, report: Reporter): void {
  report.error('E4011', span, 'there is no document here', {
    label: 'no JSON step stands before this',
    help: 'PARSE JSON reads the record as a document, THEN JSON (field) one of its fields',
  })
}

/** Text, which a step can parse. */
function expressionInput(
  { expression: node }: Extract<StepArgument, { readonly kind: 'expression' }>,
  shape: Building,
  { timeZone, functions, report }: InputContext,
): StepInput | null {
  const bound = makeBinder(argumentScope(shape), timeZone, report, functions).bind(node)
  if (bound === null) return null
  if (bound.kind !== 'untyped-null' && isText(bound.type)) {
    return { kind: 'expression', expression: settle(bound, stringType) }
  }
  const isNull = bound.kind === 'untyped-null'
  report.error('E3002', node.span, `a step parses text, not ${isNull ? 'NULL' : typeText(bound.type)}`, {
    label: isNull ? 'this is NULL' : `this is ${typeText(bound.type)}`,
    help: isNull ? 'write what is to be parsed' : `write ${castText(node, stringType)}`,
  })
  return null
}

/** `raw` and the fields of the steps before. */
function argumentScope(shape: Building): Scope {
  const find = (name: string): Expression | null => {
    if (shape.fields.has(name)) return { kind: 'field', name, type: stringType }
    return name === 'raw' ? { kind: 'raw', type: stringType } : null
  }
  return {
    has: (name) => find(name) !== null,
    resolve: (name, report) => {
      const found = find(name.text)
      const help = 'an argument is made of `raw` and of fields; a key of a document is read by PATH'
      if (found === null && !shape.incomplete) reportUnknownField(name, shape, help, report)
      return found
    },
    header: null,
    implicitText: null,
  }
}
