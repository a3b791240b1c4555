/** Calls of functions that the project declares: the arguments get the types of the parameters. */
import type { Expression } from '../../../model/expression.ts'
import { isNumeric, isTemporal } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import { widens } from '../../../types/widen.ts'
import type { ExpressionNode } from '../../ast.ts'
import type { Binder, Bound, OwnFunction } from '../expressions/bound.ts'
import { castText, settle } from '../expressions/coercion.ts'
import { reportCount } from '../expressions/argument-count.ts'
import type { Operand } from '../expressions/coercion.ts'
import type { ConstantProblem } from '../expressions/constants.ts'
import { constantOfType } from '../expressions/constants.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>

export function callOwnFunction(
  own: OwnFunction,
  node: CallNode,
  operands: readonly Operand[],
  { report, timeZone }: Binder,
): Bound {
  const { parameters } = own
  if (operands.length !== parameters.length) return reportCount(node, own.name, signatureText(own), report)
  const values = operands.map(({ node: argument, bound }, i): Expression | null => {
    const { name, type } = parameters[i]
    if (bound === null || type === null) return null
    const value = accepted(bound, type, timeZone)
    if (value !== null && 'kind' in value) return value
    const given = bound.kind === 'untyped-null' ? 'NULL' : typeText(bound.type)
    report.error('E3003', argument.span, `\`${own.name}\` needs ${typeText(type)} for \`${name}\`, not ${given}`, {
      label: value?.label ?? `this is ${given}`,
      help: value !== null ? value.help : `write ${castText(argument, type)}; the form is ${signatureText(own)}`,
    })
    return null
  })
  const known = values.filter((value) => value !== null)
  return known.length < values.length ? null : own.call(known, timeZone)
}

/** What widens to the type; a constant number that it holds, and a text that is a date or time beside one, too. */
function accepted(
  bound: Exclude<Bound, null>,
  type: LogicalType,
  timeZone: string,
): Expression | ConstantProblem | null {
  if (bound.kind === 'untyped-null' || widens(bound.type, type)) return settle(bound, type)
  if (bound.kind !== 'literal') return null
  const isConvertible = isNumeric(bound.type) ? isNumeric(type) : bound.type.kind === 'STRING' && isTemporal(type)
  if (!isConvertible) return null
  return constantOfType(bound, type, timeZone)
}

function signatureText({ name, parameters }: OwnFunction): string {
  const written = parameters.map((parameter) =>
    parameter.type === null ? parameter.name : `${parameter.name} ${typeText(parameter.type)}`,
  )
  return `${name}(${written.join(', ')})`
}
