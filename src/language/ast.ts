/**
 * The syntax tree: what was written, nothing resolved. Every node has the span it was written in. Where the parser recovered
 * from a mistake, statements and items that could not be read are left out (the diagnostic says so).
 */
import type { SourceFile, Span } from './source.ts'

interface Node {
  readonly span: Span
}

export interface SourceText {
  readonly file: SourceFile
  readonly statements: readonly Statement[]
  /** Of comments `-- sluice:ignore W2003`, in the order written. */
  readonly ignores: readonly IgnoredLint[]
}

/** A lint that is not to be said of a line. */
export interface IgnoredLint extends Node {
  /** As written. */
  readonly code: string
  /** 1-based. */
  readonly line: number
}

export type Statement = SetStatement | CreateSource | CreateTable | CreateSink | CreateFunction | TestStatement

/** A name as it was meant: without backticks. */
export interface Name extends Node {
  readonly text: string
}

/** A string literal, by its value. */
export interface Text extends Node {
  readonly value: string
}

export interface Option extends Node {
  readonly key: Text
  readonly value: Text
}

export interface SetStatement extends Node {
  readonly kind: 'set'
  readonly key: Text
  readonly value: Text
}

export interface CreateSource extends Node {
  readonly kind: 'create-source'
  readonly name: Name
  readonly options: readonly Option[]
}

export interface CreateTable extends Node {
  readonly kind: 'create-table'
  readonly name: Name
  readonly abstract: boolean
  readonly like: Name | null
  readonly columns: readonly ColumnDefinition[]
  readonly checks: readonly CheckDefinition[]
  readonly watermark: WatermarkDefinition | null
  readonly comment: Text | null
  readonly from: Name | null
  readonly filter: ExpressionNode | null
  readonly parse: readonly ParseStepNode[] | null
  readonly where: ExpressionNode | null
  /** Something in it could not be read (which is reported) and was left out: a name that is missing may have stood there. */
  readonly incomplete?: true
}

export interface ColumnDefinition extends Node {
  readonly name: Name
  readonly type: TypeNode
  readonly notNull: Span | null
  readonly value: ValueClause | null
  readonly format: FormatClause | null
  readonly policies: readonly Policy[]
  readonly virtual: Span | null
  readonly comment: Text | null
}

export type ValueClause =
  | (Node & { readonly kind: 'path'; readonly path: Text; readonly of: Name | null })
  | (Node & { readonly kind: 'as'; readonly expression: ExpressionNode })
  | (Node & { readonly kind: 'metadata'; readonly from: Text | null })
  | (Node & { readonly kind: 'rest'; readonly of: Name | null })

export interface FormatClause extends Node {
  readonly formats: readonly Text[]
}

export type Policy =
  | (Node & { readonly kind: 'default'; readonly on: 'empty' | 'error'; readonly value: ExpressionNode })
  | (Node & { readonly kind: 'null-on-error' })

export interface CheckDefinition extends Node {
  readonly name: Name | null
  readonly condition: ExpressionNode
}

export interface WatermarkDefinition extends Node {
  readonly column: Name
  readonly expression: ExpressionNode
}

/** `INT`, `DECIMAL(18, 2)`, `ARRAY<STRING>`, `ROW<a INT, b STRING>`; the name in upper case. */
export interface TypeNode extends Node {
  readonly name: string
  readonly parameters: readonly (Node & { readonly value: number })[]
  readonly elements: readonly TypeNode[]
  readonly fields: readonly (Node & { readonly name: Name; readonly type: TypeNode })[]
}

export interface ParseStepNode extends Node {
  /** Upper case: JSON, GROK, KEY_VALUE, REGEX, CSV, UNNEST (others are reported by the checker). */
  readonly stepKind: Name
  readonly patterns: readonly Text[]
  readonly argument: StepArgument | null
  readonly columns: readonly Name[] | null
  readonly options: readonly Option[]
  /** `WITH ORDINALITY name` */
  readonly ordinality: Name | null
  readonly outer: Span | null
  readonly nullOnError: Span | null
}

export type StepArgument =
  | (Node & { readonly kind: 'name'; readonly name: Name })
  | (Node & { readonly kind: 'path'; readonly path: Text; readonly as: Name })
  | (Node & { readonly kind: 'expression'; readonly expression: ExpressionNode; readonly as: Name })

export interface CreateSink extends Node {
  readonly kind: 'create-sink'
  readonly name: Name
  readonly partitionedBy: readonly Name[]
  readonly options: readonly Option[]
  /** null is `*`. */
  readonly items: readonly SelectItem[] | null
  readonly itemsSpan: Span
  readonly from: SinkFrom
  readonly where: ExpressionNode | null
}

export interface SelectItem extends Node {
  /** Only columns are allowed; the checker says so for anything else. */
  readonly expression: ExpressionNode
  readonly alias: Name | null
}

export interface SinkFrom extends Node {
  readonly kind: 'table' | 'errors' | 'unclaimed'
  readonly name: Name
}

export interface CreateFunction extends Node {
  readonly kind: 'create-function'
  readonly name: Name
  readonly parameters: readonly FunctionParameter[]
  readonly returns: TypeNode
  readonly body: FunctionBody
}

export interface FunctionParameter extends Node {
  readonly name: Name
  readonly type: TypeNode
}

/** In SQL, or in the language that is named, in upper case. */
export type FunctionBody =
  | (Node & { readonly kind: 'expression'; readonly expression: ExpressionNode })
  | (Node & { readonly kind: 'foreign'; readonly language: Name; readonly text: Text })

export interface TestStatement extends Node {
  readonly kind: 'test'
  readonly table: Name
  readonly cases: readonly TestCaseNode[]
}

export interface TestCaseNode extends Node {
  readonly given: Text
  /** What else the source knows of the record. */
  readonly metadata: readonly Option[]
  readonly expect: ExpectNode
}

export type ExpectNode =
  | (Node & { readonly kind: 'rows'; readonly rows: readonly ExpectedRowNode[] })
  | (Node & { readonly kind: 'error'; readonly code: Text })
  | (Node & { readonly kind: 'dropped'; readonly reason: Text })

export interface ExpectedRowNode extends Node {
  /** All that take the row; null: not said. */
  readonly sinks: readonly Name[] | null
  readonly columns: readonly (Node & { readonly name: Name; readonly value: ExpressionNode })[]
}

export type ExpressionNode =
  | (Node & { readonly kind: 'null' })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  /** Digits as written: `12`, `1.50`, `1e3`. */
  | (Node & { readonly kind: 'number'; readonly text: string })
  | (Node & { readonly kind: 'string'; readonly value: string })
  /** `DATE '…'`, `TIME '…'`, `TIMESTAMP '…'`, `TIMESTAMP_LTZ '…'` */
  | (Node & {
      readonly kind: 'temporal'
      readonly type: 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ'
      readonly text: Text
    })
  /** `INTERVAL '10' MINUTE`, `INTERVAL '1-2' YEAR TO MONTH`; units in upper case. */
  | (Node & { readonly kind: 'interval'; readonly text: Text; readonly unit: string; readonly to: string | null })
  | (Node & { readonly kind: 'name'; readonly name: Name })
  /** `headers['x']` */
  | (Node & { readonly kind: 'element'; readonly operand: ExpressionNode; readonly index: ExpressionNode })
  /** Special syntax is lowered to arguments: `EXTRACT(DAY FROM t)` to `EXTRACT('DAY', t)`. `clauses`: those of the JSON functions. */
  | (Node & {
      readonly kind: 'call'
      readonly name: Name
      readonly arguments: readonly ExpressionNode[]
      readonly clauses?: readonly CallClause[]
    })
  | (Node & { readonly kind: 'logical'; readonly operator: 'AND' | 'OR'; readonly operands: readonly ExpressionNode[] })
  | (Node & { readonly kind: 'not'; readonly operand: ExpressionNode })
  | (Node & {
      readonly kind: 'comparison'
      readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>='
      readonly left: ExpressionNode
      readonly right: ExpressionNode
    })
  | (Node & {
      readonly kind: 'distinct-from'
      readonly negated: boolean
      readonly left: ExpressionNode
      readonly right: ExpressionNode
    })
  | (Node & { readonly kind: 'is-null'; readonly negated: boolean; readonly operand: ExpressionNode })
  | (Node & {
      readonly kind: 'between'
      readonly negated: boolean
      readonly operand: ExpressionNode
      readonly low: ExpressionNode
      readonly high: ExpressionNode
    })
  | (Node & {
      readonly kind: 'in'
      readonly negated: boolean
      readonly operand: ExpressionNode
      readonly candidates: readonly ExpressionNode[]
    })
  | (Node & {
      readonly kind: 'like'
      readonly negated: boolean
      readonly operand: ExpressionNode
      readonly pattern: ExpressionNode
      readonly escape: Text | null
      /** ILIKE */
      readonly insensitive?: true
    })
  /** `operand` null: the left side was left out, which in FILTER means `raw`. */
  | (Node & {
      readonly kind: 'text-search'
      readonly operator: 'contains' | 'starts-with' | 'ends-with' | 'matches'
      readonly negated: boolean
      readonly operand: ExpressionNode | null
      readonly pattern: ExpressionNode
    })
  | (Node & {
      readonly kind: 'arithmetic'
      readonly operator: '+' | '-' | '*' | '/' | '%'
      readonly left: ExpressionNode
      readonly right: ExpressionNode
    })
  | (Node & { readonly kind: 'negate'; readonly operand: ExpressionNode })
  | (Node & { readonly kind: 'concat'; readonly operands: readonly ExpressionNode[] })
  /** `operand` null: searched CASE. */
  | (Node & {
      readonly kind: 'case'
      readonly operand: ExpressionNode | null
      readonly branches: readonly { readonly when: ExpressionNode; readonly then: ExpressionNode }[]
      readonly otherwise: ExpressionNode | null
    })
  | (Node & {
      readonly kind: 'cast'
      readonly operand: ExpressionNode
      readonly type: TypeNode
      readonly lenient: boolean
    })

/** What a JSON function takes besides its arguments; once each. */
export type CallClause =
  | (Node & { readonly kind: 'returning'; readonly type: TypeNode })
  | (Node & { readonly kind: 'wrapper'; readonly wrapper: 'without' | 'conditional' | 'unconditional' })
  | (Node & {
      readonly kind: 'on'
      readonly event: 'empty' | 'error' | 'null'
      readonly behaviour: ClauseBehaviour
      /** Of DEFAULT. */
      readonly value: ExpressionNode | null
    })

export type ClauseBehaviour =
  'null' | 'error' | 'default' | 'empty-array' | 'empty-object' | 'true' | 'false' | 'unknown' | 'absent'
