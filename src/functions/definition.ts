/**
 * What a function is: one entry says everything, and the checker, the engine, the documentation and the tests read it.
 * The implementation is scalar and easy to believe; the engine lifts it over columns.
 */
import type { LogicalType } from '../types/logical.ts'
import type { Failure, Value } from '../types/value.ts'

export type FunctionFamily = 'string' | 'number' | 'condition' | 'time' | 'json' | 'url' | 'hash' | 'collection'

export interface FunctionDefinition {
  /** Canonical name, lower case; functions are found without regard to case. */
  readonly name: string
  readonly aliases: readonly string[]
  readonly family: FunctionFamily
  /** One sentence, then what an analyst must know. */
  readonly description: string
  /** Tried in order; the first whose parameters take the arguments is chosen. */
  readonly signatures: readonly Signature[]
  /** `propagate`: NULL if any argument is NULL, and the implementation never sees one. */
  readonly nulls: 'propagate' | 'handled'
  /** Whether the implementation may return a Failure (row error EVAL). */
  readonly canFail: boolean
  /** The Flink SQL it corresponds to, or why there is none. */
  readonly flink: string
  /** Where its results are not those of that Flink SQL. */
  readonly differs?: string
  /** Forms for which SQL has a syntax of its own: `EXTRACT(unit FROM time)`. */
  readonly syntax?: readonly string[]
  /** Each runs as a test: the expression in Sluice's SQL, and its value as a literal in SQL, or the failure's message. */
  readonly examples: readonly FunctionExample[]
  /** Called once per use in a program; what it returns is called per row. */
  readonly bind: (use: FunctionUse) => ScalarFunction
}

export interface Signature {
  readonly parameters: readonly Parameter[]
  /** The last parameter may occur any number of times more. */
  readonly variadic?: boolean
  /** A type, or what the argument types make of it (all after widening), and constants: undefined where an argument varies. */
  readonly result:
    LogicalType | ((argumentTypes: readonly LogicalType[], constants: readonly (Value | undefined)[]) => LogicalType)
}

export interface Parameter {
  readonly name: string
  readonly accepts: ParameterType
  readonly optional?: boolean
  /** The argument must be a constant (a pattern, a JSON path); `validate` says what is wrong with it, or null. It sees all constants. */
  readonly constant?: {
    readonly validate: (value: Value, constants: readonly (Value | undefined)[]) => string | null
  }
}

/**
 * What a parameter takes. STRING takes VARCHAR; numbers widen as in Flink; `common` arguments widen to one common type;
 * `comparable` ones are such and have an order; `dated` is DATE, TIMESTAMP or TIMESTAMP_LTZ; `json-text` is JSON or STRING;
 * `any` is anything; an `element` widens with the elements of the first argument, an ARRAY, to one type; `ordered-array` is an ARRAY of
 * values that have an order.
 */
export type ParameterType =
  | LogicalType['kind']
  | 'numeric'
  | 'integer'
  | 'temporal'
  | 'dated'
  | 'json-text'
  | 'common'
  | 'comparable'
  | 'any'
  | 'element'
  | 'ordered-array'

export interface FunctionUse {
  readonly argumentTypes: readonly LogicalType[]
  readonly resultType: LogicalType
  /** The values of constant arguments; undefined where the argument varies. */
  readonly constants: readonly (Value | undefined)[]
  /** IANA zone of the table's source, for TIMESTAMP_LTZ to text and back. */
  readonly timeZone: string
}

export type ScalarFunction = (...values: Value[]) => Value | Failure

export interface FunctionExample {
  readonly expression: string
  /** A literal in Sluice's SQL, such as `'abc'`, `NULL`, `1.50`, `DATE '2026-11-20'`. */
  readonly result?: string
  /** Or the message that the failure has. */
  readonly failure?: string
}
