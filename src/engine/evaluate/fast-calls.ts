/**
 * Kernels for functions that nearly every log table calls. Each does what the scalar implementation does for the rows that it
 * recognises, and leaves the others to it.
 */
import type { Call } from '../../model/expression.ts'
import type { ScalarFunction } from '../../functions/definition.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn } from '../column.ts'
import { isAscii } from '../kernels/utf8.ts'
import type { Memory } from '../memory.ts'
import { readText, writeText } from '../values.ts'
import { bindDateFormat } from './date-format.ts'
import type { Bind, Binding, Evaluator } from './evaluator.ts'
import { bindJsonCall, putContainer, putScalar } from './json-calls.ts'

/** Null where the call has no kernel; those that have never fail. */
export function bindFastCall(
  expression: Call,
  implementation: ScalarFunction,
  bind: Bind,
  binding: Binding,
): Evaluator | null {
  const [first] = expression.arguments
  switch (expression.function) {
    case 'lower':
      return bindCaseChange(bind(first), 0x41, 0x20, implementation)
    case 'upper':
      return bindCaseChange(bind(first), 0x61, -0x20, implementation)
    case 'date_format':
      return bindDateFormat(expression, implementation, bind, binding)
    case 'json_value':
      return bindJsonCall(expression, putScalar, bind, binding.memory)
    case 'json_query':
      return bindJsonCall(expression, putContainer, bind, binding.memory)
    default:
      return null
  }
}

/** Moves the 26 letters from `from` on by `distance`; text with other than ASCII is left to the scalar implementation. */
function bindCaseChange(operand: Evaluator, from: number, distance: number, implementation: ScalarFunction): Evaluator {
  return (chunk, selection, failures) => {
    const { memory } = chunk
    const column = operand(chunk, selection, failures) as BytesColumn
    const result = takeColumn(memory, 'bytes', chunk.rowCount) as BytesColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if (column.valid[row] === 0) continue
      const start = column.starts[row]
      const length = column.lengths[row]
      if (isAscii(memory.u8, start, start + length)) {
        result.starts[row] = moveLetters(memory, start, length, from, distance)
        result.lengths[row] = length
        result.valid[row] = 1
      } else writeText(memory, result, row, implementation(readText(memory, column, row)) as string)
    }
    return result
  }
}

/** The address of the changed text. */
function moveLetters(memory: Memory, start: number, length: number, from: number, distance: number): number {
  const { u8 } = memory
  const target = memory.take(length)
  for (let k = 0; k < length; k++) {
    const byte = u8[start + k]
    u8[target + k] = byte >= from && byte < from + 26 ? byte + distance : byte
  }
  return target
}
