/**
 * Typed, bound expressions: what the checker makes of an expression, what the plan carries and the engine evaluates.
 * Every name is resolved, every type known, every implicit widening written as a Cast. NULL follows three-valued logic.
 */
import type { LogicalType } from '../types/logical.ts'
import type { Value } from '../types/value.ts'
import type { JsonPath } from '../types/json/path.ts'

export type Expression =
  | Literal
  | ColumnReference
  | FieldReference
  | DocumentReference
  | RawReference
  | MetadataReference
  | ParameterReference
  | Let
  | ForeignCall
  | Call
  | Logical
  | Not
  | Comparison
  | DistinctFrom
  | IsNull
  | In
  | Like
  | TextSearch
  | Arithmetic
  | Negate
  | Concat
  | Case
  | Coalesce
  | Cast
  | Try

interface Typed {
  readonly type: LogicalType
}

/** A constant; `value` null is NULL of that type. */
export interface Literal extends Typed {
  readonly kind: 'literal'
  readonly value: Value
}

/** Another column of the same table, converted and checked. */
export interface ColumnReference extends Typed {
  readonly kind: 'column'
  readonly name: string
}

/** A named field of a REGEX or CSV step, as STRING; NULL where it is missing or equals a null-literal. */
export interface FieldReference extends Typed {
  readonly kind: 'field'
  readonly name: string
}

/** A place in a parsed document, as STRING (text as it is; other JSON values as written, compact): a column's own name inside its own AS. */
export interface DocumentReference extends Typed {
  readonly kind: 'document'
  readonly document: number
  readonly path: JsonPath
}

/** The record's text, STRING. In FILTER invalid UTF-8 reads as U+FFFD. */
export interface RawReference extends Typed {
  readonly kind: 'raw'
}

export type MetadataItem =
  | 'topic' // STRING
  | 'partition' // INT
  | 'offset' // BIGINT
  | 'timestamp' // TIMESTAMP_LTZ(3)
  | 'key' // BYTES
  | 'value' // BYTES
  | 'headers' // MAP<STRING, BYTES>
  | 'header' // BYTES, with `header` the name
  | 'file.path' // STRING
  | 'file.name' // STRING
  | 'file.line' // BIGINT, 1-based

export interface MetadataReference extends Typed {
  readonly kind: 'metadata'
  readonly item: MetadataItem
  readonly header?: string
}

/** A function of `functions/`, by canonical name. Argument types are those of the chosen signature. */
export interface Call extends Typed {
  readonly kind: 'call'
  readonly function: string
  readonly arguments: readonly Expression[]
}

/** A value that a Let around it has bound. */
export interface ParameterReference extends Typed {
  readonly kind: 'parameter'
  readonly name: string
}

/**
 * What a call of a function written in SQL becomes: its arguments, evaluated first and once, and its expression. A name is
 * `function.parameter`; none hides another, since no function calls itself. Arguments that are mere references stand in the body.
 */
export interface Let extends Typed {
  readonly kind: 'let'
  readonly bindings: readonly { readonly name: string; readonly value: Expression }[]
  readonly body: Expression
}

/** A call of a function written in JavaScript; it is called with NULLs too. What fails in it is the row error UDF. */
export interface ForeignCall extends Typed {
  readonly kind: 'udf'
  readonly function: string
  /** Names, as the body knows them. */
  readonly parameters: readonly string[]
  readonly body: string
  readonly arguments: readonly Expression[]
  /** `file:line:column` of the body. */
  readonly place: string
}

/** AND, OR over two or more BOOLEANs; evaluated left to right, a part not needed raises nothing. */
export interface Logical extends Typed {
  readonly kind: 'logical'
  readonly operator: 'AND' | 'OR'
  readonly operands: readonly Expression[]
}

export interface Not extends Typed {
  readonly kind: 'not'
  readonly operand: Expression
}

/** Both sides have the same type (a DECIMAL the same scale). Strings compare by code point, i.e. by UTF-8 bytes. */
export interface Comparison extends Typed {
  readonly kind: 'comparison'
  readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>='
  readonly left: Expression
  readonly right: Expression
}

export interface DistinctFrom extends Typed {
  readonly kind: 'distinct-from'
  readonly negated: boolean
  readonly left: Expression
  readonly right: Expression
}

export interface IsNull extends Typed {
  readonly kind: 'is-null'
  readonly negated: boolean
  readonly operand: Expression
}

export interface In extends Typed {
  readonly kind: 'in'
  readonly negated: boolean
  readonly operand: Expression
  readonly candidates: readonly Expression[]
}

/** `%` any text, `_` one code point. The pattern is an expression; escape is one character or null. */
export interface Like extends Typed {
  readonly kind: 'like'
  readonly negated: boolean
  readonly operand: Expression
  readonly pattern: Expression
  readonly escape: string | null
}

/** `x CONTAINS s` and its kin; MATCHES takes a constant regex of RE2's syntax and searches. */
export interface TextSearch extends Typed {
  readonly kind: 'text-search'
  readonly operator: 'contains' | 'starts-with' | 'ends-with' | 'matches'
  readonly operand: Expression
  readonly pattern: Expression
}

/**
 * Numbers: both sides have one type, the result type is `type` (DECIMAL: SQL's result precision; sides may differ in scale).
 * Date and time: left is DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ, right an interval (+ and - only); or two timestamps (-).
 * Overflow and division by zero are row errors.
 */
export interface Arithmetic extends Typed {
  readonly kind: 'arithmetic'
  readonly operator: '+' | '-' | '*' | '/' | '%'
  readonly left: Expression
  readonly right: Expression
}

export interface Negate extends Typed {
  readonly kind: 'negate'
  readonly operand: Expression
}

/** `||` over STRING; NULL if any operand is. */
export interface Concat extends Typed {
  readonly kind: 'concat'
  readonly operands: readonly Expression[]
}

/** Searched CASE; simple CASE and IF become this. Evaluated under a narrowing selection. */
export interface Case extends Typed {
  readonly kind: 'case'
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[]
  readonly otherwise: Expression
}

export interface Coalesce extends Typed {
  readonly kind: 'coalesce'
  readonly operands: readonly Expression[]
}

/** CAST and TRY_CAST (`lenient`): the conversion table of the language; a failure is an `EVAL` error, or NULL if lenient. */
export interface Cast extends Typed {
  readonly kind: 'cast'
  readonly operand: Expression
  readonly lenient: boolean
}

/** TRY(e): NULL where e fails. */
export interface Try extends Typed {
  readonly kind: 'try'
  readonly operand: Expression
}
