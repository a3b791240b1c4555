/** Calls of functions written in JavaScript: the rows of a chunk go to the sandbox together, and each comes back with its own outcome. */
import type { ForeignCall } from '../../model/expression.ts'
import { Failure } from '../../types/value.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import { ForeignFailure } from '../failures.ts'
import type { Failures } from '../failures.ts'
import type { Selection } from '../selection.ts'
import { readValue, writeValue } from '../values.ts'
import type { Bind, Binding, Evaluator } from './evaluator.ts'
import { fromWire, toWire } from './foreign-values.ts'
import type { Wire } from './foreign-values.ts'

export function bindForeignCall(expression: ForeignCall, bind: Bind, { functions, timeZone }: Binding): Evaluator {
  if (functions === undefined) throw new Error(`the plan calls ${expression.function}, and there is nothing to run it`)
  const run = functions.prepare(expression)
  const operands = expression.arguments.map((argument) => ({ type: argument.type, evaluate: bind(argument) }))
  const { type } = expression
  const kind = columnKindOf(type)
  return (chunk, selection, failures) => {
    const columns = operands.map(({ evaluate }) => evaluate(chunk, selection, failures))
    const rows = rowsToCall(selection, failures)
    const calls = rows.map((row) => {
      const values = columns.map((column, index) => {
        const operand = operands[index].type
        return toWire(readValue(chunk.memory, column, operand, row), operand)
      })
      return JSON.stringify(values)
    })
    const result = takeColumn(chunk.memory, kind, chunk.rowCount)
    const outcomes = calls.length === 0 ? [] : run(calls)
    for (const [index, outcome] of outcomes.entries()) {
      const value = outcome.ok
        ? fromWire(JSON.parse(outcome.text) as Wire, type, timeZone)
        : new Failure(outcome.message)
      if (value instanceof Failure) fail(failures, rows[index], expression, value.message)
      else writeValue(chunk.memory, result, type, rows[index], value)
    }
    return result
  }
}

function rowsToCall({ rows, count }: Selection, failures: Failures): readonly number[] {
  return [...rows.subarray(0, count)].filter((row) => failures.failed[row] === 0)
}

function fail(failures: Failures, row: number, { function: name }: ForeignCall, message: string): void {
  failures.report(row, new ForeignFailure(`${name}: ${message}`))
}
