/** `CREATE FUNCTION`: the functions of a project, by name without regard to case. One in SQL is expanded where it is called. */
import type { Expression } from '../../../model/expression.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { nameText, typeText } from '../../../types/text.ts'
import { widens } from '../../../types/widen.ts'
import { functionNamed } from '../../../functions/index.ts'
import type { CreateFunction, ExpressionNode, Name } from '../../ast.ts'
import { placeOf } from '../../source.ts'
import { makeBinder } from '../expressions/bind.ts'
import type { Bound, FunctionCatalog, OwnFunction } from '../expressions/bound.ts'
import { specialForms } from '../expressions/cases.ts'
import { isClockOrChance } from '../expressions/clock.ts'
import { castText, settle } from '../expressions/coercion.ts'
import type { Scope } from '../expressions/scope.ts'
import { didYouMean } from '../nearest.ts'
import { Reporter } from '../reporter.ts'
import { resolveType } from '../type-nodes.ts'
import { functionKey } from './called.ts'
import { checkCallGraph } from './graph.ts'
import { checkJavaScript } from './javascript.ts'

/** `isUnreadable`: whether a statement that could not be read declares a name. `timeZone`: the project's, for what is checked here. */
export function checkFunctions(
  nodes: readonly CreateFunction[],
  isUnreadable: (name: string) => boolean,
  timeZone: string,
  report: Reporter,
): FunctionCatalog {
  const declared = byKey(nodes, report)
  report.declare(
    'functions',
    [...declared.values()].map(({ name }) => name),
  )
  const endless = checkCallGraph(declared, report)
  const functions = new Map<string, OwnFunction>()
  const catalog: FunctionCatalog = {
    names: () => [...declared.values()].map(({ name }) => name.text),
    find: (name) => functions.get(functionKey(name)) ?? null,
    mayHave: isUnreadable,
  }
  const signatures = [...declared].map(([key, node]) => ({ key, node, own: ownFunction(node, catalog, report) }))
  for (const { key, own } of signatures) functions.set(key, endless.has(key) ? { ...own, call: () => null } : own)
  for (const { key, node, own } of signatures) {
    if (node.body.kind === 'foreign' || endless.has(key)) continue
    const scope = parameterScope(
      own,
      own.parameters.map(({ name, type }) => reference(own.name, name, type)),
    )
    bindBody(node.body.expression, own, scope, timeZone, report, catalog)
  }
  return catalog
}

/** The first of each name; the others, and those that would hide a built-in function, are reported. */
function byKey(nodes: readonly CreateFunction[], report: Reporter): ReadonlyMap<string, CreateFunction> {
  const declared = new Map<string, CreateFunction>()
  for (const node of nodes) {
    const { text, span } = node.name
    const first = declared.get(functionKey(text))
    if (first !== undefined) {
      report.error('E2001', span, `the function \`${text}\` is declared twice`, {
        label: 'there is a function of this name already',
        related: [{ span: first.name.span, label: 'first declared here' }],
        help: 'give this one another name; upper and lower case are the same in names of functions',
      })
    } else if (isBuiltIn(text)) {
      report.error('E2019', span, `\`${text}\` is a built-in function`, {
        label: 'cannot be declared anew',
        help: `give it another name, such as \`my_${functionKey(text)}\``,
      })
    } else declared.set(functionKey(text), node)
  }
  return declared
}

function isBuiltIn(name: string): boolean {
  const key = functionKey(name)
  return functionNamed(name) !== undefined || specialForms.has(key) || isClockOrChance(key) || searchWords.has(key)
}

/** Predicates that look like calls where their left side is left out. */
const searchWords = new Set(['contains', 'matches'])

function ownFunction(node: CreateFunction, catalog: FunctionCatalog, report: Reporter): OwnFunction {
  checkParameterNames(node, report)
  const { body, name } = node
  const parameters = node.parameters.map((each) => ({ name: each.name.text, type: resolveType(each.type, report) }))
  const common = { name: name.text, parameters, returns: resolveType(node.returns, report) }
  if (body.kind === 'expression') {
    const own: OwnFunction = {
      ...common,
      call: (values, timeZone) => expand(body.expression, own, values, timeZone, catalog),
    }
    return own
  }
  if (body.language.text !== 'JAVASCRIPT') {
    report.error('E4020', body.language.span, `functions are not written in \`${body.language.text}\``, {
      label: 'unknown language',
      help: 'write LANGUAGE JAVASCRIPT AS $$ … $$, or an expression: AS …',
    })
    return { ...common, call: () => null }
  }
  if (!checkJavaScript(node, body.text, report)) return { ...common, call: () => null }
  const place = placeOf(body.text.span)
  return {
    ...common,
    call: (values) =>
      common.returns === null
        ? null
        : {
            kind: 'udf',
            function: name.text,
            parameters: parameters.map((each) => each.name),
            body: body.text.value,
            arguments: values,
            place,
            type: common.returns,
          },
  }
}

function checkParameterNames({ name, parameters }: CreateFunction, report: Reporter): void {
  const first = new Map<string, Name>()
  for (const { name: parameter } of parameters) {
    const earlier = first.get(parameter.text)
    if (earlier === undefined) first.set(parameter.text, parameter)
    else {
      report.error('E2020', parameter.span, `\`${name.text}\` has two parameters \`${parameter.text}\``, {
        label: 'again here',
        related: [{ span: earlier.span, label: 'first here' }],
        help: 'give one of the two another name',
      })
    }
  }
}

/**
 * The body with the arguments in it. References and constants stand where the parameter is read; others are bound by a LET, which
 * evaluates them once. The body was checked with parameters in general, so that nothing is wrong with it here.
 */
function expand(
  body: ExpressionNode,
  own: OwnFunction,
  values: readonly Expression[],
  timeZone: string,
  catalog: FunctionCatalog,
): Expression | null {
  const withConstants = expandWith(body, own, values, isReferenceOrConstant, timeZone, catalog)
  return withConstants ?? expandWith(body, own, values, isReference, timeZone, catalog)
}

function expandWith(
  body: ExpressionNode,
  own: OwnFunction,
  values: readonly Expression[],
  standsInPlace: (value: Expression) => boolean,
  timeZone: string,
  catalog: FunctionCatalog,
): Expression | null {
  const read = values.map((value, i) =>
    standsInPlace(value) ? value : reference(own.name, own.parameters[i].name, value.type),
  )
  const silent = new Reporter()
  const bound = bindBody(body, own, parameterScope(own, read), timeZone, silent, catalog)
  if (bound === null || silent.diagnostics.length > 0) return null
  const bindings = values.flatMap((value, i) =>
    standsInPlace(value) ? [] : [{ name: parameterName(own.name, own.parameters[i].name), value }],
  )
  return bindings.length === 0 ? bound : { kind: 'let', bindings, body: bound, type: bound.type }
}

/** What costs nothing and cannot fail. */
function isReference({ kind }: Expression): boolean {
  return kind === 'column' || kind === 'raw' || kind === 'metadata' || kind === 'parameter'
}

function isReferenceOrConstant(value: Expression): boolean {
  return isReference(value) || value.kind === 'literal'
}

function reference(owner: string, name: string, type: LogicalType | null): Expression | null {
  return type === null ? null : { kind: 'parameter', name: parameterName(owner, name), type }
}

/** No two parameters of a project's functions have the same: a name with a point in it stands in backticks. */
function parameterName(owner: string, parameter: string): string {
  return `${nameText(owner)}.${nameText(parameter)}`
}

/** Only parameters; null: the parameter's type is wrong. */
function parameterScope({ name: owner, parameters }: OwnFunction, values: readonly (Expression | null)[]): Scope {
  const names = new Map(parameters.map(({ name }, i) => [name, values[i]] as const))
  return {
    has: (name) => names.has(name),
    resolve: (name, report) => {
      if (names.has(name.text)) return names.get(name.text) ?? null
      report.error('E2004', name.span, `unknown name \`${name.text}\` in the function \`${owner}\``, {
        label: 'not a parameter',
        help: didYouMean(name.text, names.keys()) ?? 'a function sees its parameters only: hand it over as one more',
      })
      return null
    },
    header: null,
    implicitText: null,
  }
}

function bindBody(
  body: ExpressionNode,
  { name, returns }: OwnFunction,
  scope: Scope,
  timeZone: string,
  report: Reporter,
  catalog: FunctionCatalog,
): Expression | null {
  const bound: Bound = makeBinder(scope, timeZone, report, catalog).bind(body)
  if (bound === null || returns === null) return null
  if (bound.kind === 'untyped-null' || widens(bound.type, returns)) return settle(bound, returns)
  report.error(
    'E3002',
    body.span,
    `\`${name}\` returns ${typeText(returns)}, and its expression is ${typeText(bound.type)}`,
    {
      label: `this is ${typeText(bound.type)}`,
      help: `write RETURNS ${typeText(bound.type)}, or ${castText(body, returns)}`,
    },
  )
  return null
}
