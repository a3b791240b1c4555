/** Typed expressions as SQL text, for people (explain, lineage, messages). What the checker widened shows as a CAST. */
import { isUtf8 } from 'node:buffer'
import { nameText, typeText } from '../types/text.ts'
import type { LogicalType } from '../types/logical.ts'
import type { Value } from '../types/value.ts'
import { valueText } from '../types/conversion/value-text.ts'
import { argumentsText } from './call-text.ts'
import type { NestedType } from '../types/families.ts'
import type { Call, Expression } from './expression.ts'
import { pathText } from '../types/json/parse-path.ts'

/** How tightly each kind binds, as in the grammar; an operand that binds less stands in parentheses. */
const binding = { or: 1, and: 2, not: 3, predicate: 4, concat: 5, sum: 6, product: 7, unary: 8, primary: 9 } as const
type Binding = (typeof binding)[keyof typeof binding]

export function expressionText(expression: Expression): string {
  return write(expression).text
}

interface Written {
  readonly text: string
  readonly binding: Binding
}

function write(expression: Expression): Written {
  const predicate = (text: string): Written => ({ text, binding: binding.predicate })
  const primary = (text: string): Written => ({ text, binding: binding.primary })
  switch (expression.kind) {
    case 'literal':
      return primary(literalText(expression.value, expression.type))
    case 'column':
    case 'field':
      return primary(nameText(expression.name))
    case 'document':
      return primary(pathText(expression.path))
    case 'raw':
      return primary('raw')
    case 'metadata':
      return primary(expression.item === 'header' ? `headers[${quoted(expression.header ?? '')}]` : expression.item)
    case 'parameter':
      return primary(expression.name)
    case 'let': {
      const bindings = expression.bindings.map(({ name, value }) => `${name} = ${expressionText(value)}`)
      return primary(`(LET ${bindings.join(', ')} IN ${expressionText(expression.body)})`)
    }
    case 'call':
      return primary(
        collectionText(expression) ?? `${expression.function}(${argumentsText(expression, expressionText)})`,
      )
    case 'udf':
      return primary(
        `${expression.function}(${expression.arguments.map((argument) => expressionText(argument)).join(', ')})`,
      )
    case 'logical': {
      const level = expression.operator === 'AND' ? binding.and : binding.or
      return {
        text: expression.operands.map((part) => within(part, level)).join(` ${expression.operator} `),
        binding: level,
      }
    }
    case 'not':
      return { text: `NOT ${within(expression.operand, binding.not)}`, binding: binding.not }
    case 'comparison':
      return predicate(infix(expression.left, expression.operator, expression.right, binding.concat))
    case 'distinct-from':
      return predicate(
        infix(expression.left, `IS ${expression.negated ? 'NOT ' : ''}DISTINCT FROM`, expression.right, binding.concat),
      )
    case 'is-null':
      return predicate(`${within(expression.operand, binding.concat)} IS ${expression.negated ? 'NOT ' : ''}NULL`)
    case 'in': {
      const candidates = expression.candidates.map((candidate) => expressionText(candidate)).join(', ')
      return predicate(
        `${within(expression.operand, binding.concat)} ${expression.negated ? 'NOT ' : ''}IN (${candidates})`,
      )
    }
    case 'like': {
      const escape = expression.escape === null ? '' : ` ESCAPE ${quoted(expression.escape)}`
      return predicate(
        infix(expression.operand, expression.negated ? 'NOT LIKE' : 'LIKE', expression.pattern, binding.concat) +
          escape,
      )
    }
    case 'text-search':
      return predicate(
        infix(
          expression.operand,
          expression.operator.toUpperCase().replace('-', ' '),
          expression.pattern,
          binding.concat,
        ),
      )
    case 'arithmetic': {
      const level = expression.operator === '+' || expression.operator === '-' ? binding.sum : binding.product
      const right = within(expression.right, (level + 1) as Binding)
      return { text: `${within(expression.left, level)} ${expression.operator} ${right}`, binding: level }
    }
    case 'negate':
      return { text: `-${within(expression.operand, binding.primary)}`, binding: binding.unary }
    case 'concat':
      return {
        text: expression.operands.map((part) => within(part, binding.sum)).join(' || '),
        binding: binding.concat,
      }
    case 'case': {
      const branches = expression.branches.map(
        ({ when, then }) => `WHEN ${expressionText(when)} THEN ${expressionText(then)}`,
      )
      return primary(`CASE ${branches.join(' ')} ELSE ${expressionText(expression.otherwise)} END`)
    }
    case 'coalesce':
      return primary(`coalesce(${expression.operands.map((operand) => expressionText(operand)).join(', ')})`)
    case 'cast':
      return primary(
        `${expression.lenient ? 'TRY_CAST' : 'CAST'}(${expressionText(expression.operand)} AS ${typeText(expression.type)})`,
      )
    case 'try':
      return primary(`TRY(${expressionText(expression.operand)})`)
  }
}

/** What has a syntax of its own: ARRAY, MAP, ROW, and their parts. Null: another function. */
function collectionText({ function: name, arguments: parts }: Call): string | null {
  const list = (): string => parts.map((part) => expressionText(part)).join(', ')
  switch (name) {
    case 'array':
    case 'map':
      return `${name.toUpperCase()}[${list()}]`
    case 'row':
      return `ROW(${list()})`
    case 'item':
      return `${within(parts[0], binding.primary)}[${expressionText(parts[1])}]`
    case 'row_field': {
      const field = parts[1].kind === 'literal' ? String(parts[1].value as string) : ''
      return `${within(parts[0], binding.primary)}.${nameText(field)}`
    }
    default:
      return null
  }
}

function infix(left: Expression, operator: string, right: Expression, level: Binding): string {
  return `${within(left, level)} ${operator} ${within(right, level)}`
}

function within(expression: Expression, level: Binding): string {
  const written = write(expression)
  return written.binding < level ? `(${written.text})` : written.text
}

/** A constant as its author would write it. */
export function literalText(value: Value, type: LogicalType): string {
  if (value === null) return 'NULL'
  switch (type.kind) {
    case 'BOOLEAN':
      return value === true ? 'TRUE' : 'FALSE'
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
      return valueText(value, type)
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `${type.kind} ${quoted(valueText(value, type))}`
    case 'INTERVAL_MONTHS':
      return `INTERVAL '${value as number}' MONTH`
    case 'INTERVAL_MICROS':
      return intervalText(value as bigint)
    case 'STRING':
    case 'VARCHAR':
    case 'JSON':
      return quoted(valueText(value, type))
    case 'BYTES':
      return bytesLiteral(value as Uint8Array)
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return nestedLiteral(value, type) ?? `CAST(${quoted(valueText(value, type))} AS ${typeText(type)})`
  }
}

/** A text stands for its UTF-8; other bytes are no constant. */
function bytesLiteral(bytes: Uint8Array): string {
  return isUtf8(bytes) ? quoted(Buffer.from(bytes).toString()) : `unhex('${Buffer.from(bytes).toString('hex')}')`
}

/** Null: empty, which has no constructor. */
function nestedLiteral(value: Value, type: NestedType): string | null {
  const parts = value instanceof Map ? [...value] : (value as readonly Value[])
  if (parts.length === 0) return null
  switch (type.kind) {
    case 'ARRAY':
      return `ARRAY[${(value as readonly Value[]).map((part) => literalText(part, type.element)).join(', ')}]`
    case 'MAP': {
      const members = [...(value as ReadonlyMap<string, Value>)]
      return `MAP[${members.map(([key, part]) => `${quoted(key)}, ${literalText(part, type.value)}`).join(', ')}]`
    }
    case 'ROW':
      return `ROW(${type.fields.map((field, at) => literalText((value as readonly Value[])[at], field.type)).join(', ')})`
  }
}

const intervalUnits = [
  ['DAY', 86_400_000_000n],
  ['HOUR', 3_600_000_000n],
  ['MINUTE', 60_000_000n],
] as const

function intervalText(micros: bigint): string {
  for (const [unit, size] of intervalUnits) {
    if (micros !== 0n && micros % size === 0n) return `INTERVAL '${String(micros / size)}' ${unit}`
  }
  const text = (Number(micros) / 1e6).toFixed(6).replace(/\.?0+$/, '')
  return `INTERVAL '${text}' SECOND`
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
