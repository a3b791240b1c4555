/**
 * Functions in JavaScript, by V8 where the engine has QuickJS. Values go in and come out as the table in docs/functions-your-own.md
 * says, for the types that generated programs use.
 */
import { runInNewContext } from 'node:vm'
import type { ForeignCall } from '../../src/model/expression.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'
import { failInFunction } from './bad-data.ts'

type Body = (...values: readonly unknown[]) => unknown
const bodies = new Map<string, Body>()

export function runJavaScript(
  { parameters, body, arguments: operands, type }: ForeignCall,
  values: readonly Value[],
): Value {
  const source = `(function (${parameters.join(', ')}) { 'use strict'; ${body}\n})`
  const run = bodies.get(source) ?? (runInNewContext(source) as Body)
  bodies.set(source, run)
  let result
  try {
    result = run(...values.map((value, index) => given(value, operands[index].type)))
  } catch (error) {
    return failInFunction(String(error))
  }
  return result === null || result === undefined ? null : taken(result, type)
}

function given(value: Value, type: LogicalType): unknown {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'STRING':
    case 'VARCHAR':
    case 'JSON':
      return value
    default:
      throw new Error(`the reference hands no ${type.kind} to JavaScript`)
  }
}

function taken(result: unknown, type: LogicalType): Value {
  switch (type.kind) {
    case 'BOOLEAN':
      return typeof result === 'boolean' ? result : failInFunction('no boolean')
    case 'INT': {
      const isInt = typeof result === 'number' && Number.isInteger(result) && Math.abs(result) <= 2 ** 31
      return isInt && result !== 2 ** 31 ? result + 0 : failInFunction('no INT')
    }
    case 'BIGINT': {
      if (typeof result === 'number' && !Number.isSafeInteger(result)) return failInFunction('no whole number')
      if (typeof result !== 'number' && typeof result !== 'bigint') return failInFunction('no number')
      const whole = BigInt(result)
      return BigInt.asIntN(64, whole) === whole ? whole : failInFunction('out of range')
    }
    case 'DOUBLE':
      return typeof result === 'number' && Number.isFinite(result) ? result : failInFunction('no finite number')
    case 'STRING':
      return typeof result === 'string' && result.isWellFormed() ? result : failInFunction('no text')
    default:
      throw new Error(`the reference takes no ${type.kind} from JavaScript`)
  }
}
