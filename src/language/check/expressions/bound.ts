/** What binding an expression gives, and what its parts need of each other. */
import type { Expression, Literal } from '../../../model/expression.ts'
import type { LogicalType } from '../../../types/logical.ts'
import type { Value } from '../../../types/value.ts'
import type { ExpressionNode } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'
import type { Scope } from './scope.ts'

/** NULL before the place it stands in has given it a type. */
export const untypedNull = { kind: 'untyped-null' } as const

/** Null: wrong and already reported; whoever meets it says nothing more. */
export type Bound = Expression | typeof untypedNull | null

/** The functions that a project declares, as expressions see them. */
export interface FunctionCatalog {
  /** As declared. */
  readonly names: () => readonly string[]
  /** Null: there is none of this name. */
  readonly find: (name: string) => OwnFunction | null
  /** Whether a statement that could not be read declares it. */
  readonly mayHave: (name: string) => boolean
}

export interface OwnFunction {
  /** As declared. */
  readonly name: string
  /** A type is null where it is wrong, and reported. */
  readonly parameters: readonly { readonly name: string; readonly type: LogicalType | null }[]
  readonly returns: LogicalType | null
  /** A call; the arguments have the parameters' types. Null where something is wrong with the function, which is reported. */
  readonly call: (values: readonly Expression[], timeZone: string) => Expression | null
}

export const noFunctions: FunctionCatalog = { names: () => [], find: () => null, mayHave: () => false }

export interface Binder {
  readonly scope: Scope
  readonly report: Reporter
  /** Of texts without a zone: the source's. */
  readonly timeZone: string
  readonly functions: FunctionCatalog
  /** Binds any expression. Handed on, so that each kind's file needs to know only its own. */
  readonly bind: (node: ExpressionNode) => Bound
}

export function literal(value: Value, type: LogicalType): Literal {
  return { kind: 'literal', value, type }
}

export const booleanType: LogicalType = { kind: 'BOOLEAN' }
export const stringType: LogicalType = { kind: 'STRING' }

/** As written, for messages and for the SQL that a hint proposes; long ones are cut. */
export function sourceText(node: ExpressionNode): string {
  const text = node.span.file.text.slice(node.span.start, node.span.end).replaceAll(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
