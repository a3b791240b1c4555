/** Expressions, one record at a time: three-valued logic by `null`, errors by BadData. Functions are the scalar ones. */
import { RE2JS } from 're2js'
import { functionNamed } from '../../src/functions/index.ts'
import type { ScalarFunction } from '../../src/functions/definition.ts'
import type { Call, Expression, Like, MetadataItem, TextSearch } from '../../src/model/expression.ts'
import type { JsonPath } from '../../src/types/json/path.ts'
import { isNested } from '../../src/types/families.ts'
import { Failure } from '../../src/types/value.ts'
import type { Value } from '../../src/types/value.ts'
import { calculate, negate } from './arithmetic.ts'
import { attempt, fail } from './bad-data.ts'
import { cast } from './cast.ts'
import { runJavaScript } from './javascript.ts'

/** What an expression can read. */
export interface Row {
  readonly timeZone: string
  column(name: string): Value
  /** Text or null. */
  field(name: string): string | null
  /** Text or null. */
  document(document: number, path: JsonPath): string | null
  raw(): string
  metadata(item: MetadataItem, header: string | undefined): Value
}

type Parameters = ReadonlyMap<string, Value>

/** `parameters`: what the Lets around the expression have bound. */
export function evaluate(expression: Expression, row: Row, parameters: Parameters = new Map()): Value {
  const value = (operand: Expression): Value => evaluate(operand, row, parameters)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'column':
      return row.column(expression.name)
    case 'field':
      return row.field(expression.name)
    case 'document':
      return row.document(expression.document, expression.path)
    case 'raw':
      return row.raw()
    case 'metadata':
      return row.metadata(expression.item, expression.header)
    case 'parameter':
      return parameters.get(expression.name) ?? null
    case 'let': {
      const bound = expression.bindings.map(({ name, value: argument }): [string, Value] => [name, value(argument)])
      return evaluate(expression.body, row, new Map([...parameters, ...bound]))
    }
    case 'udf':
      return runJavaScript(expression, expression.arguments.map(value))
    case 'call':
      return call(expression, expression.arguments.map(value), row)
    case 'logical':
      return logical(expression.operator === 'OR', expression.operands, value)
    case 'not':
      return not(value(expression.operand))
    case 'comparison': {
      const [left, right] = [value(expression.left), value(expression.right)]
      if (left === null || right === null) return null
      if (isNested(expression.left.type)) return same(left, right) === (expression.operator === '=')
      return compares(expression.operator, order(left, right))
    }
    case 'distinct-from': {
      const [left, right] = [value(expression.left), value(expression.right)]
      const isSame = same(left, right)
      return expression.negated === isSame
    }
    case 'is-null':
      return (value(expression.operand) === null) !== expression.negated
    case 'in': {
      const operand = value(expression.operand)
      const outcomes = expression.candidates.map(value).map((candidate) => {
        return operand === null || candidate === null ? null : same(operand, candidate)
      })
      const found = outcomes.includes(true) ? true : outcomes.includes(null) ? null : false
      return expression.negated ? not(found) : found
    }
    case 'like':
      return like(expression, value(expression.operand), value(expression.pattern))
    case 'text-search':
      return search(expression.operator, value(expression.operand), value(expression.pattern))
    case 'arithmetic': {
      const { operator, left, right, type } = expression
      const [a, b] = [value(left), value(right)]
      return a === null || b === null ? null : calculate(operator, a, left.type, b, right.type, type)
    }
    case 'negate': {
      const operand = value(expression.operand)
      return operand === null ? null : negate(operand, expression.type)
    }
    case 'concat': {
      const texts = expression.operands.map((operand) => value(operand) as string | null)
      return texts.includes(null) ? null : texts.join('')
    }
    case 'case': {
      const taken = expression.branches.find(({ when }) => value(when) === true)
      return value(taken?.then ?? expression.otherwise)
    }
    case 'coalesce': {
      for (const operand of expression.operands) {
        const found = value(operand)
        if (found !== null) return found
      }
      return null
    }
    case 'cast': {
      const { operand, type, lenient } = expression
      const before = value(operand)
      const convert = (): Value => cast(before, operand.type, type, row.timeZone)
      return lenient ? attempt(convert, () => null) : convert()
    }
    case 'try':
      return attempt(
        () => value(expression.operand),
        () => null,
      )
  }
}

/** AND until FALSE, OR until TRUE. */
function logical(settling: boolean, operands: readonly Expression[], value: (operand: Expression) => Value): Value {
  let anyNull = false
  for (const operand of operands) {
    const outcome = value(operand)
    if (outcome === settling) return settling
    anyNull ||= outcome === null
  }
  return anyNull ? null : !settling
}

function not(outcome: Value): Value {
  return outcome === null ? null : outcome === false
}

/** NULL is the same as NULL only, within ARRAY, MAP and ROW too; the order of a MAP's keys does not count. */
function same(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right
  if (left instanceof Map && right instanceof Map) {
    const keys = [...(left as ReadonlyMap<string, Value>).keys()]
    const all = left.size === right.size && keys.every((key) => right.has(key))
    return all && keys.every((key) => same(left.get(key) as Value, right.get(key) as Value))
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((part: Value, index) => same(part, right[index] as Value))
  }
  return order(left, right) === 0
}

/** Below, at or above 0. Neither is NULL; both have one type. */
function order(left: Value, right: Value): number {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right)
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right))
  if (typeof left === 'object' || typeof right === 'object') throw new Error('values without an order')
  return left < right ? -1 : left > right ? 1 : 0
}

function compares(operator: string, found: number): boolean {
  switch (operator) {
    case '=':
      return found === 0
    case '<>':
      return found !== 0
    case '<':
      return found < 0
    case '<=':
      return found <= 0
    case '>':
      return found > 0
    default:
      return found >= 0
  }
}

function like({ negated, escape }: Like, text: Value, pattern: Value): Value {
  if (typeof text !== 'string' || typeof pattern !== 'string') return null
  const tokens: string[] = []
  const characters = [...pattern]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]
    if (character === escape) {
      const next = characters[++at]
      if (next !== '%' && next !== '_' && next !== escape) fail('a lone escape in a LIKE pattern')
      tokens.push(`=${next}`)
    } else tokens.push(character === '%' || character === '_' ? character : `=${character}`)
  }
  return likeMatches([...text], tokens) !== negated
}

/** By a table: reached[i], the pattern so far matches the first i characters. */
function likeMatches(characters: readonly string[], tokens: readonly string[]): boolean {
  let reached = [true, ...characters.map(() => false)]
  for (const token of tokens) {
    const first = reached.indexOf(true)
    reached = reached.map((_, i) => {
      if (token === '%') return first >= 0 && i >= first
      return i > 0 && reached[i - 1] && (token === '_' || token === `=${characters[i - 1]}`)
    })
  }
  return reached[characters.length]
}

function search(operator: TextSearch['operator'], text: Value, pattern: Value): Value {
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

const bound = new WeakMap<Call, ScalarFunction>()

function call(expression: Call, values: readonly Value[], { timeZone }: Row): Value {
  const definition = functionNamed(expression.function)
  if (definition === undefined) throw new Error(`no function ${expression.function}`)
  if (definition.nulls === 'propagate' && values.includes(null)) return null
  let implementation = bound.get(expression)
  if (implementation === undefined) {
    implementation = definition.bind({
      argumentTypes: expression.arguments.map(({ type }) => type),
      resultType: expression.type,
      constants: expression.arguments.map((each) => (each.kind === 'literal' ? each.value : undefined)),
      timeZone,
    })
    bound.set(expression, implementation)
  }
  const result = implementation(...values)
  return result instanceof Failure ? fail(result.message) : result
}
