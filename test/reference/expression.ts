/**
 * Expressions evaluated one value at a time, in the plainest way: the oracle for the engine's evaluators. A failure is thrown;
 * whoever has a policy for it catches it.
 */
import { RE2JS } from 're2js'
import { functionNamed } from '../../src/functions/index.ts'
import type { Expression, MetadataItem } from '../../src/model/expression.ts'
import type { JsonPath } from '../../src/model/path.ts'
import { castValue } from '../../src/types/conversion/cast.ts'
import { Failure } from '../../src/types/value.ts'
import type { Value } from '../../src/types/value.ts'
import { arithmetic, negate } from './arithmetic.ts'

export class EvaluationError extends Error {}

/** What the names in an expression stand for, for one record. */
export interface Scope {
  readonly timeZone: string
  readonly raw: string
  column(name: string): Value
  field(name: string): Value
  document(document: number, path: JsonPath): Value
  metadata(item: MetadataItem, header: string | undefined): Value
}

export function evaluate(expression: Expression, scope: Scope): Value {
  const value = (operand: Expression): Value => evaluate(operand, scope)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'column':
      return scope.column(expression.name)
    case 'field':
      return scope.field(expression.name)
    case 'document':
      return scope.document(expression.document, expression.path)
    case 'raw':
      return scope.raw
    case 'metadata':
      return scope.metadata(expression.item, expression.header)
    case 'call':
      return callFunction(expression, expression.arguments.map(value), scope)
    case 'logical': {
      const settling = expression.operator === 'OR'
      let unknown = false
      for (const operand of expression.operands) {
        const outcome = value(operand)
        if (outcome === settling) return settling
        if (outcome === null) unknown = true
      }
      return unknown ? null : !settling
    }
    case 'not':
      return negation(value(expression.operand))
    case 'comparison': {
      const left = value(expression.left)
      const right = value(expression.right)
      return left === null || right === null ? null : accepts(expression.operator, order(left, right))
    }
    case 'distinct-from': {
      const left = value(expression.left)
      const right = value(expression.right)
      const same = left === null || right === null ? left === right : order(left, right) === 0
      return same === expression.negated
    }
    case 'is-null':
      return (value(expression.operand) === null) !== expression.negated
    case 'in': {
      const operand = value(expression.operand)
      const candidates = expression.candidates.map(value)
      if (operand === null) return null
      const found = candidates.some((candidate) => candidate !== null && order(operand, candidate) === 0)
      const outcome = found ? true : candidates.includes(null) ? null : false
      return expression.negated ? negation(outcome) : outcome
    }
    case 'like': {
      const text = value(expression.operand)
      const pattern = value(expression.pattern)
      if (text === null || pattern === null) return null
      return likePattern(pattern as string, expression.escape).test(text as string) !== expression.negated
    }
    case 'text-search':
      return search(expression.operator, value(expression.operand), value(expression.pattern))
    case 'arithmetic': {
      const left = value(expression.left)
      const right = value(expression.right)
      return left === null || right === null ? null : checked(arithmetic(expression, left, right))
    }
    case 'negate': {
      const operand = value(expression.operand)
      return operand === null ? null : checked(negate(operand, expression.type))
    }
    case 'concat': {
      const texts = expression.operands.map(value)
      return texts.includes(null) ? null : texts.join('')
    }
    case 'case': {
      const branch = expression.branches.find(({ when }) => value(when) === true)
      return value(branch === undefined ? expression.otherwise : branch.then)
    }
    case 'coalesce': {
      for (const operand of expression.operands) {
        const found = value(operand)
        if (found !== null) return found
      }
      return null
    }
    case 'cast': {
      const result = castValue(value(expression.operand), expression.operand.type, expression.type, scope)
      return result instanceof Failure && expression.lenient ? null : checked(result)
    }
    case 'try':
      return attempt(() => value(expression.operand))
  }
}

function callFunction(
  expression: Extract<Expression, { kind: 'call' }>,
  values: readonly Value[],
  scope: Scope,
): Value {
  const definition = functionNamed(expression.function)
  if (definition === undefined) throw new Error(`no function ${expression.function}`)
  if (definition.nulls === 'propagate' && values.includes(null)) return null
  const implementation = definition.bind({
    argumentTypes: expression.arguments.map((argument) => argument.type),
    resultType: expression.type,
    constants: expression.arguments.map((argument) => (argument.kind === 'literal' ? argument.value : undefined)),
    timeZone: scope.timeZone,
  })
  return checked(implementation(...values))
}

function checked(result: Value | Failure): Value {
  if (result instanceof Failure) throw new EvaluationError(result.message)
  return result
}

function attempt(run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    if (error instanceof EvaluationError) return null
    throw error
  }
}

function negation(value: Value): Value {
  return value === null ? null : value === false
}

/** Text by code point, which is the order of UTF-8; bytes as unsigned. */
function order(left: Value, right: Value): number {
  if (typeof left === 'string' || left instanceof Uint8Array) {
    return Buffer.compare(Buffer.from(left as string), Buffer.from(right as string))
  }
  const a = left as number
  const b = right as number
  return a < b ? -1 : a > b ? 1 : 0
}

function accepts(operator: '=' | '<>' | '<' | '<=' | '>' | '>=', outcome: number): boolean {
  switch (operator) {
    case '=':
      return outcome === 0
    case '<>':
      return outcome !== 0
    case '<':
      return outcome < 0
    case '<=':
      return outcome <= 0
    case '>':
      return outcome > 0
    case '>=':
      return outcome >= 0
  }
}

/** Patterns of tests are short: a backtracking regex is good enough here. */
function likePattern(pattern: string, escape: string | null): RegExp {
  let source = ''
  const characters = [...pattern]
  for (let index = 0; index < characters.length; index++) {
    let character = characters[index]
    const escaped = character === escape
    if (escaped) {
      character = characters[++index] ?? ''
      if (character !== '%' && character !== '_' && character !== escape) throw new EvaluationError('escape')
    }
    if (character === '%' && !escaped) source += '[^]*'
    else if (character === '_' && !escaped) source += '[^]'
    else source += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
  }
  return new RegExp(`^${source}$`, 'u')
}

function search(operator: 'contains' | 'starts-with' | 'ends-with' | 'matches', text: Value, pattern: Value): Value {
  if (typeof text !== 'string' || typeof pattern !== 'string') return null
  switch (operator) {
    case 'contains':
      return text.includes(pattern)
    case 'starts-with':
      return text.startsWith(pattern)
    case 'ends-with':
      return text.endsWith(pattern)
    case 'matches':
      return RE2JS.compile(pattern).matcher(text).find()
  }
}
