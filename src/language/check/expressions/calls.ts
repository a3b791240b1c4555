/** Calls of functions: the signature that takes the arguments is chosen, and these are given its types. */
import type { FunctionDefinition, Parameter, ParameterType, Signature } from '../../../functions/definition.ts'
import { functionNamed, functionNames } from '../../../functions/index.ts'
import type { Expression } from '../../../model/expression.ts'
import { isInteger, isNested, isNumeric, isTemporal, isText } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import type { Value } from '../../../types/value.ts'
import { commonType, decimalOf, widens } from '../../../types/widen.ts'
import type { ExpressionNode } from '../../ast.ts'
import { callOwnFunction } from '../functions/calls.ts'
import { didYouMean } from '../nearest.ts'
import { checkRegex } from '../regex.ts'
import { reportCount } from './argument-count.ts'
import { stringType } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { withClauses } from './call-clauses.ts'
import { specialForms } from './cases.ts'
import { isClockOrChance, isClockWithout, reportClock } from './clock.ts'
import { bindAll, castText, settle } from './coercion.ts'
import type { Operand } from './coercion.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>

export function bindCall(node: CallNode, binder: Binder): Bound {
  const name = node.name.text
  const special = specialForms.get(name.toLowerCase())
  if (special !== undefined) return special.bind(node, binder)
  const operands = bindAll(node.arguments, binder)
  const definition = functionNamed(name)
  if (definition === undefined) {
    const own = binder.functions.find(name)
    if (own !== null) return callOwnFunction(own, node, operands, binder)
    if (isClockOrChance(name)) return reportClock(node.name, binder.report)
    if (!binder.functions.mayHave(name)) reportUnknown(node, binder)
    return null
  }
  if (isClockWithout(name, operands.length)) return reportClock(node.name, binder.report)
  if (operands.some(({ bound }) => bound === null)) return null
  for (const signature of definition.signatures) {
    const types = typesFor(signature, operands)
    if (types === null) continue
    const bound = call(definition, signature, types, operands, binder)
    return bound?.kind === 'call' ? withClauses(node, bound, binder) : bound
  }
  reportNoSignature(node, definition, operands, binder)
  return null
}

function reportUnknown({ name }: CallNode, { functions, report }: Binder): void {
  const known = [...functionNames(), ...specialForms.keys(), ...functions.names()]
  report.error('E2005', name.span, `unknown function \`${name.text}\``, {
    label: 'no function has this name',
    help: didYouMean(name.text.toLowerCase(), known),
    unknown: { name: name.text, scope: 'functions' },
  })
}

function call(
  definition: FunctionDefinition,
  signature: Signature,
  types: readonly LogicalType[],
  operands: readonly Operand[],
  { report }: Binder,
): Bound {
  const expressions = operands.map(({ bound }, i) => settle(bound, types[i]))
  const constants = expressions.map((expression) => (expression.kind === 'literal' ? expression.value : undefined))
  let wrong = false
  for (const [i, expression] of expressions.entries()) {
    const { node } = operands[i]
    if (isRegex(parameterAt(signature, i)) && node.kind === 'string') {
      wrong ||= !checkRegex(node, report).valid
      continue
    }
    const problem = constantProblem(parameterAt(signature, i), expression, constants)
    if (problem === null) continue
    wrong = true
    report.error('E3004', node.span, `wrong argument for \`${definition.name}\``, {
      label: problem,
      help: `its form is ${[signatureText(definition, signature), ...shortSyntax(definition)].join(' or ')}`,
    })
  }
  if (wrong) return null
  const type = typeof signature.result === 'function' ? signature.result(types, constants) : signature.result
  return { kind: 'call', function: definition.name, arguments: expressions, type }
}

/** Patterns are checked here, so that what is wrong in them is under the caret. */
function isRegex({ name, constant }: Parameter): boolean {
  return name === 'regex' && constant !== undefined
}

function constantProblem(
  parameter: Parameter,
  argument: Expression,
  constants: readonly (Value | undefined)[],
): string | null {
  if (parameter.constant === undefined) return null
  if (argument.kind !== 'literal') return `${parameter.name} must be a constant`
  return argument.value === null
    ? `${parameter.name} must not be NULL`
    : parameter.constant.validate(argument.value, constants)
}

/** The last parameter of a variadic signature stands for all further arguments. */
function parameterAt({ parameters }: Signature, index: number): Parameter {
  return parameters[Math.min(index, parameters.length - 1)]
}

/** The types that the arguments get, or null: this signature does not take them. */
function typesFor(signature: Signature, operands: readonly Operand[]): readonly LogicalType[] | null {
  if (!takesCount(signature, operands.length)) return null
  const types = operands.map(({ bound }, i) => acceptedType(parameterAt(signature, i).accepts, bound))
  const known = types.filter((type) => type !== null)
  if (known.length < types.length) return null
  const isCommon = (i: number): boolean => ['common', 'comparable'].includes(parameterAt(signature, i).accepts)
  const asking = operands.flatMap(({ bound }, i) =>
    bound === null || bound.kind === 'untyped-null' || !isCommon(i) ? [] : [bound.type],
  )
  const common = asking.reduce<LogicalType | null>(
    (type, next) => (type === null ? null : commonType(type, next)),
    asking[0] ?? stringType,
  )
  if (common === null) return null
  return widenElements(
    signature,
    known.map((type, i) => (isCommon(i) ? common : type)),
    operands,
  )
}

/** An ARRAY's elements, and what is looked for among them, get one type; null where they have none in common. */
function widenElements(
  signature: Signature,
  types: readonly LogicalType[],
  operands: readonly Operand[],
): readonly LogicalType[] | null {
  const isElement = (i: number): boolean => parameterAt(signature, i).accepts === 'element'
  const [array] = types
  if (array?.kind !== 'ARRAY' || !types.some((_, i) => isElement(i))) return types
  const element = types.reduce<LogicalType | null>((common, type, i) => {
    const asks = isElement(i) && operands[i].bound?.kind !== 'untyped-null'
    return common === null || !asks ? common : commonType(common, type)
  }, array.element)
  if (element === null) return null
  return types.map((type, i) => (i === 0 ? { kind: 'ARRAY', element } : isElement(i) ? element : type))
}

function takesCount({ parameters, variadic }: Signature, count: number): boolean {
  const needed = parameters.filter(({ optional }) => optional !== true).length
  return count >= needed && (variadic === true || count <= parameters.length)
}

/** The type that an argument has for a parameter, or null: it is not taken. */
function acceptedType(accepts: ParameterType, bound: Bound): LogicalType | null {
  if (bound === null) return null
  if (bound.kind === 'untyped-null') return typeOfNull(accepts)
  const { type } = bound
  switch (accepts) {
    case 'any':
    case 'common':
    case 'element':
      return type
    case 'comparable':
      return hasOrder(type) ? type : null
    case 'ordered-array':
      return type.kind === 'ARRAY' && hasOrder(type.element) ? type : null
    case 'numeric':
      return isNumeric(type) ? type : null
    case 'integer':
      return isInteger(type) ? type : null
    case 'temporal':
      return isTemporal(type) ? type : null
    case 'dated':
      return isTemporal(type) && type.kind !== 'TIME' ? type : null
    case 'json-text':
      return type.kind === 'JSON' || isText(type) ? type : null
    case 'STRING':
      return isText(type) ? type : null
    case 'DECIMAL':
      return isNumeric(type) && type.kind !== 'FLOAT' && type.kind !== 'DOUBLE' ? decimalOf(type) : null
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'BYTES':
    case 'DATE':
    case 'JSON':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return widens(type, { kind: accepts }) ? { kind: accepts } : null
    case 'VARCHAR':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return type.kind === accepts ? type : null
  }
}

function hasOrder(type: LogicalType): boolean {
  return type.kind !== 'JSON' && !isNested(type)
}

function typeOfNull(accepts: ParameterType): LogicalType {
  switch (accepts) {
    case 'any':
    case 'common':
    case 'element':
    case 'comparable':
    case 'json-text':
    case 'STRING':
    case 'VARCHAR':
      return stringType
    case 'numeric':
    case 'integer':
      return { kind: 'INT' }
    case 'temporal':
    case 'dated':
      return { kind: 'TIMESTAMP', precision: 3 }
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return { kind: accepts, precision: 3 }
    case 'DECIMAL':
      return { kind: 'DECIMAL', precision: 10, scale: 0 }
    case 'ARRAY':
    case 'ordered-array':
      return { kind: 'ARRAY', element: stringType }
    case 'MAP':
      return { kind: 'MAP', value: stringType }
    case 'ROW':
      return { kind: 'ROW', fields: [] }
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'BYTES':
    case 'DATE':
    case 'JSON':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return { kind: accepts }
  }
}

/** Under the one argument that is wrong where there is one, else under the whole call. */
function reportNoSignature(
  node: CallNode,
  definition: FunctionDefinition,
  operands: readonly Operand[],
  { report }: Binder,
): void {
  const name = node.name.text
  const signatures = definition.signatures.map((signature) => signatureText(definition, signature))
  const forms = [...new Set(signatures), ...shortSyntax(definition)].join(' or ')
  const fitting = definition.signatures.filter((signature) => takesCount(signature, operands.length))
  if (fitting.length === 0) {
    reportCount(node, name, forms, report)
    return
  }
  const at = operands.findIndex(({ bound }, i) =>
    fitting.every((signature) => acceptedType(parameterAt(signature, i).accepts, bound) === null),
  )
  const operand = operands[at]
  if (operand === undefined || operand.bound === null || operand.bound.kind === 'untyped-null') {
    const types = operands.map(({ bound }) =>
      bound === null || bound.kind === 'untyped-null' ? 'NULL' : typeText(bound.type),
    )
    report.error('E3003', node.span, `\`${name}\` does not take (${types.join(', ')})`, {
      label: 'no form takes these types together',
      help: `write ${forms}`,
    })
    return
  }
  const given = operand.bound.type
  const wanted = [...new Set(fitting.map((signature) => parameterAt(signature, at).accepts))]
  report.error(
    'E3003',
    operand.node.span,
    `\`${name}\` needs ${wanted.map(nounOf).join(' or ')} here, not ${typeText(given)}`,
    {
      label: `this is ${typeText(given)}`,
      help: `write ${castText(operand.node, typeOfNull(wanted[0]))}; the form is ${forms}`,
    },
  )
}

const nouns: Readonly<Partial<Record<ParameterType, string>>> = {
  numeric: 'a number',
  integer: 'an integer',
  temporal: 'a date or time',
  dated: 'a date or timestamp',
  'json-text': 'JSON or STRING',
  element: 'a value',
  'ordered-array': 'an ARRAY of values that have an order',
  common: 'a value',
  comparable: 'a value that has an order',
  any: 'a value',
}

function nounOf(accepts: ParameterType): string {
  return nouns[accepts] ?? accepts
}

/** A syntax of its own, unless it is too long for a hint. */
function shortSyntax({ syntax = [] }: FunctionDefinition): readonly string[] {
  return syntax.filter((form) => form.length <= 60)
}

/** `substring(text, start[, length])` */
function signatureText({ name }: FunctionDefinition, { parameters, variadic }: Signature): string {
  const written = parameters.map((parameter, i) => {
    const text = `${i === 0 ? '' : ', '}${parameter.name}`
    return parameter.optional === true ? `[${text}]` : text
  })
  return `${name}(${written.join('')}${variadic === true ? ', …' : ''})`
}
