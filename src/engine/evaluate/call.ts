/** Calls of functions: the scalar implementation is lifted over columns. */
import type { Call } from '../../model/expression.ts'
import { functionNamed } from '../../functions/index.ts'
import type { Bind, Binding, Evaluator } from './evaluator.ts'
import { bindFastCall } from './fast-calls.ts'
import { lift } from './lift.ts'

export function bindCall(expression: Call, bind: Bind, binding: Binding): Evaluator {
  const definition = functionNamed(expression.function)
  if (definition === undefined) throw new Error(`the plan calls ${expression.function}, which is no function`)
  const implementation = definition.bind({
    argumentTypes: expression.arguments.map((argument) => argument.type),
    resultType: expression.type,
    constants: expression.arguments.map((argument) => (argument.kind === 'literal' ? argument.value : undefined)),
    timeZone: binding.timeZone,
  })
  const fast = bindFastCall({ ...expression, function: definition.name }, implementation, bind, binding)
  return fast ?? lift(expression.arguments, expression.type, definition.nulls, implementation, bind)
}
