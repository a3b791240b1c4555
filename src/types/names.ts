/** From the name and numbers of a type as written (`DECIMAL(18, 2)`) to the logical type, with ranges checked. */
import type { LogicalType } from './logical.ts'
import { decimalPrecisionMax } from './widen.ts'

/** What is wrong with a type as written; `parameter` is the index of the number at fault, or null: the name. */
export interface TypeProblem {
  readonly problem: string
  readonly help: string | null
  readonly parameter: number | null
}

/** VARCHAR's longest, as Flink's. */
const lengthMax = 2_147_483_647

interface TypeName {
  /** How many numbers may follow. */
  readonly parametersMax: number
  readonly make: (parameters: readonly number[]) => LogicalType | TypeProblem
}

function plain(type: LogicalType): TypeName {
  return { parametersMax: 0, make: () => type }
}

function withPrecision(kind: 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ', precisionDefault: number): TypeName {
  return {
    parametersMax: 1,
    make: ([precision = precisionDefault]) =>
      precision > 6
        ? outOfRange(0, `${kind} keeps 0 to 6 digits of the second's fraction, not ${precision}`)
        : { kind, precision },
  }
}

const decimal: TypeName = {
  parametersMax: 2,
  make: ([precision = 10, scale = 0]) => {
    if (precision < 1 || precision > decimalPrecisionMax) {
      return outOfRange(0, `DECIMAL has 1 to ${decimalPrecisionMax} digits, not ${precision}`)
    }
    if (scale > precision) return outOfRange(1, `the scale of DECIMAL(${precision}) is 0 to ${precision}, not ${scale}`)
    return { kind: 'DECIMAL', precision, scale }
  },
}

const varchar: TypeName = {
  parametersMax: 1,
  make: ([length]) => {
    if (length === undefined) {
      return { problem: 'VARCHAR without a length', help: 'write STRING, or VARCHAR(n)', parameter: null }
    }
    if (length < 1 || length > lengthMax)
      return outOfRange(0, `VARCHAR has a length of 1 to ${lengthMax}, not ${length}`)
    return { kind: 'VARCHAR', length }
  },
}

const names: ReadonlyMap<string, TypeName> = new Map([
  ['BOOLEAN', plain({ kind: 'BOOLEAN' })],
  ['TINYINT', plain({ kind: 'TINYINT' })],
  ['SMALLINT', plain({ kind: 'SMALLINT' })],
  ['INT', plain({ kind: 'INT' })],
  ['BIGINT', plain({ kind: 'BIGINT' })],
  ['FLOAT', plain({ kind: 'FLOAT' })],
  ['DOUBLE', plain({ kind: 'DOUBLE' })],
  ['DECIMAL', decimal],
  ['STRING', plain({ kind: 'STRING' })],
  ['VARCHAR', varchar],
  ['BYTES', plain({ kind: 'BYTES' })],
  ['DATE', plain({ kind: 'DATE' })],
  ['TIME', withPrecision('TIME', 0)],
  ['TIMESTAMP', withPrecision('TIMESTAMP', 6)],
  ['TIMESTAMP_LTZ', withPrecision('TIMESTAMP_LTZ', 6)],
  ['JSON', plain({ kind: 'JSON' })],
])

/** Other dialects' words for the same. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['INTEGER', 'INT'],
  ['NUMERIC', 'DECIMAL'],
  ['DEC', 'DECIMAL'],
  ['BOOL', 'BOOLEAN'],
])

/** What other dialects have and this one has not, and what to write instead. */
const hints: ReadonlyMap<string, string> = new Map([
  ['CHAR', 'write STRING, or VARCHAR(n)'],
  ['TEXT', 'write STRING'],
  ['BINARY', 'write BYTES'],
  ['VARBINARY', 'write BYTES'],
  ['DATETIME', 'write TIMESTAMP(3), or TIMESTAMP_LTZ(3) for an instant'],
  ['LONG', 'write BIGINT'],
  ['REAL', 'write FLOAT'],
  ['JSONB', 'write JSON'],
  ['STRUCT', 'write ROW<name type, …>'],
])

/** The names that a type may have, for "did you mean"; ARRAY, MAP and ROW are put together by the checker. */
export const typeNames: readonly string[] = [...names.keys(), 'ARRAY', 'MAP', 'ROW']

/** The type of that name (in any case) with these numbers behind it: `typeNamed('decimal', [18, 2])`. Not ARRAY, MAP, ROW. */
export function typeNamed(name: string, parameters: readonly number[]): LogicalType | TypeProblem {
  const upper = name.toUpperCase()
  const canonical = synonyms.get(upper) ?? upper
  const found = names.get(canonical)
  if (found === undefined) {
    return { problem: `unknown type ${name}`, help: hints.get(upper) ?? null, parameter: null }
  }
  if (parameters.length > found.parametersMax) {
    const takes = ['nothing', 'one number', 'two numbers'][found.parametersMax]
    return outOfRange(found.parametersMax, `${canonical} takes ${takes} in parentheses`)
  }
  return found.make(parameters)
}

function outOfRange(parameter: number, problem: string): TypeProblem {
  return { problem, help: null, parameter }
}
