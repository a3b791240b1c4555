/** Calls of functions written in SQL: the arguments once, then the expression, which reads them from where they were put. */
import type { Expression, Let, ParameterReference } from '../../model/expression.ts'
import type { Column } from '../column.ts'
import type { Binding, Evaluator } from './evaluator.ts'

/** Where an argument's values are while the body is evaluated. */
export interface ParameterSlot {
  column: Column | null
}

/** An argument is evaluated for every row of the call, read or not, as with any function. `bindIn` binds within other bindings. */
export function bindLet(
  { bindings, body }: Let,
  binding: Binding,
  bindIn: (expression: Expression, binding: Binding) => Evaluator,
): Evaluator {
  const slots = bindings.map(({ name, value }) => ({
    name,
    slot: { column: null } as ParameterSlot,
    evaluate: bindIn(value, binding),
  }))
  const parameters = new Map(binding.parameters)
  for (const { name, slot } of slots) parameters.set(name, slot)
  const evaluateBody = bindIn(body, { ...binding, parameters })
  return (chunk, selection, failures) => {
    for (const { slot, evaluate } of slots) slot.column = evaluate(chunk, selection, failures)
    return evaluateBody(chunk, selection, failures)
  }
}

export function bindParameter({ name }: ParameterReference, { parameters }: Binding): Evaluator {
  const slot = parameters?.get(name)
  if (slot === undefined) throw new Error(`an expression reads ${name}, which nothing around it binds`)
  return () => {
    if (slot.column === null) throw new Error(`${name} is read before it has values`)
    return slot.column
  }
}
