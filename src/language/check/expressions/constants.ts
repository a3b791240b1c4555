/** Constants in the types of their places: widened numbers, texts that become dates, DEFAULT and EXPECT. */
import type { Literal } from '../../../model/expression.ts'
import { iso8601 } from '../../../types/datetime/format.ts'
import { readDatetime } from '../../../types/datetime/read.ts'
import { integerRanges, isInteger, isNumeric, isTemporal, isText } from '../../../types/families.ts'
import type { TemporalType } from '../../../types/families.ts'
import { parseJson } from '../../../types/json/parse.ts'
import { jsonText } from '../../../types/json/node.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { sameType } from '../../../types/same.ts'
import { typeText } from '../../../types/text.ts'
import { Failure } from '../../../types/value.ts'
import type { Value } from '../../../types/value.ts'
import { utc, zoneNamed } from '../../../types/zones.ts'
import type { Span } from '../../source.ts'
import { literal } from './bound.ts'
import type { Binder } from './bound.ts'
import { numberIn } from './numbers.ts'

/** A constant in a type that its own widens to; undefined where a CAST must do it at run time. */
export function widenConstant(value: Value, from: LogicalType, to: LogicalType): Value | undefined {
  if (value === null) return null
  if (isNumeric(from) && isNumeric(to)) return numberIn(value, from, to)
  const keepsItsValue = (isText(from) && to.kind === 'STRING') || (isTemporal(from) && from.kind === to.kind)
  return keepsItsValue ? value : undefined
}

/** A text that stands for a date or time; null: it is none, and that is reported. The precision grows with the text's digits. */
export function temporalConstant(
  text: Value,
  type: TemporalType,
  node: { readonly span: Span },
  { report, timeZone }: Binder,
): Literal | null {
  if (text === null) return literal(null, type)
  const read = temporalValue(text as string, type, timeZone)
  if (read !== null) return read
  report.error('E3005', node.span, `wrong ${type.kind}`, { label: `not a ${type.kind}`, help: exampleOf(type) })
  return null
}

function temporalValue(text: string, type: TemporalType, timeZone: string): Literal | null {
  const digits = /\.(\d+)/.exec(text)?.[1].length ?? 0
  const own: TemporalType =
    type.kind === 'DATE' ? type : { kind: type.kind, precision: Math.max(type.precision, Math.min(digits, 6)) }
  const context = { zone: zoneNamed(timeZone) ?? utc, recordMicros: null }
  const value = readDatetime(text.trim(), own, [iso8601], context)
  return value instanceof Failure ? null : literal(value, own)
}

function exampleOf(type: TemporalType): string {
  switch (type.kind) {
    case 'DATE':
      return "write DATE '2026-11-20'"
    case 'TIME':
      return "write TIME '10:00:00'"
    case 'TIMESTAMP':
      return "write TIMESTAMP '2026-11-20 10:00:00'; one with a zone is a TIMESTAMP_LTZ"
    case 'TIMESTAMP_LTZ':
      return "write TIMESTAMP_LTZ '2026-11-20 10:00:00+08:00'; without a zone it is the project's"
  }
}

/** Why a constant cannot be a value of a column's type. */
export interface ConstantProblem {
  readonly label: string
  readonly help: string | undefined
}

/** What DEFAULT and EXPECT give for a column of this type: exact, and checked now. */
export function constantOfType(constant: Literal, type: LogicalType, timeZone: string): Literal | ConstantProblem {
  const { value, type: from } = constant
  if (value === null || sameType(from, type)) return literal(value, type)
  if (isNumeric(from) && isNumeric(type)) {
    const number = numberIn(value, from, type)
    return number === undefined ? doesNotHold(type) : literal(number, type)
  }
  if (isTemporal(from) && from.kind === type.kind) return literal(value, type)
  if (typeof value === 'string' && isText(from)) return ofText(value, type, timeZone)
  return { label: `${typeText(from)} is not ${typeText(type)}`, help: undefined }
}

function ofText(text: string, type: LogicalType, timeZone: string): Literal | ConstantProblem {
  switch (type.kind) {
    case 'STRING':
      return literal(text, type)
    case 'VARCHAR':
      return Array.from(text).length <= type.length ? literal(text, type) : doesNotHold(type)
    case 'BYTES':
      return literal(new TextEncoder().encode(text), type)
    case 'JSON': {
      const json = parseJson(text)
      return json === null ? { label: 'not a JSON text', help: `write '{"a": 1}'` } : literal(jsonText(json), type)
    }
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const read = temporalValue(text, type, timeZone)
      return read === null ? { label: `not a ${type.kind}`, help: exampleOf(type) } : literal(read.value, type)
    }
    case 'BOOLEAN':
      return { label: 'a text is not BOOLEAN', help: 'write TRUE or FALSE without quotes' }
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'DECIMAL':
    case 'FLOAT':
    case 'DOUBLE':
      return /^-?\d+(\.\d+)?$/.test(text)
        ? { label: `a text is not ${typeText(type)}`, help: `write the number without quotes: ${text}` }
        : { label: `a text is not ${typeText(type)}`, help: 'write a number without quotes' }
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return { label: `a text is not ${typeText(type)}`, help: `write ${exampleOfNested[type.kind]}` }
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return { label: `a text is not ${typeText(type)}`, help: undefined }
  }
}

const exampleOfNested = { ARRAY: 'ARRAY[1, 2]', MAP: "MAP['a', 1]", ROW: "ROW(1, 'a')" } as const

function doesNotHold(type: LogicalType): ConstantProblem {
  const label = `${typeText(type)} cannot hold it`
  if (!isInteger(type)) return { label, help: undefined }
  const { min, max } = integerRanges[type.kind]
  return { label, help: `${type.kind} holds whole numbers from ${min} to ${max}` }
}
