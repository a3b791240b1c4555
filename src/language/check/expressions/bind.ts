/** From expressions as written to bound, typed ones: one handler a kind. */
import type { ExpressionNode } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'
import { bindArithmetic } from './arithmetic.ts'
import { noFunctions } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindCall } from './calls.ts'
import { bindCase, bindCast } from './cases.ts'
import { bindBetween, bindComparison, bindDistinctFrom, bindIn } from './comparisons.ts'
import {
  bindBoolean,
  bindIntervalLiteral,
  bindNegate,
  bindNull,
  bindNumber,
  bindString,
  bindTemporal,
} from './literals.ts'
import { bindConcat, bindIsNull, bindLike, bindLogical, bindNot, bindTextSearch } from './logic.ts'
import { bindElement, bindName } from './names.ts'
import type { Scope } from './scope.ts'

type Handlers = {
  readonly [K in ExpressionNode['kind']]: (node: Extract<ExpressionNode, { readonly kind: K }>, binder: Binder) => Bound
}

const handlers: Handlers = {
  null: bindNull,
  boolean: bindBoolean,
  number: bindNumber,
  string: bindString,
  temporal: bindTemporal,
  interval: bindIntervalLiteral,
  name: bindName,
  element: bindElement,
  call: bindCall,
  logical: bindLogical,
  not: bindNot,
  comparison: bindComparison,
  'distinct-from': bindDistinctFrom,
  'is-null': bindIsNull,
  between: bindBetween,
  in: bindIn,
  like: bindLike,
  'text-search': bindTextSearch,
  arithmetic: bindArithmetic,
  negate: bindNegate,
  concat: bindConcat,
  case: bindCase,
  cast: bindCast,
}

/** `timeZone`: of date and time texts without a zone. */
export function makeBinder(scope: Scope, timeZone: string, report: Reporter, functions = noFunctions): Binder {
  const binder: Binder = {
    scope,
    report,
    timeZone,
    functions,
    bind: (node) => (handlers[node.kind] as (node: ExpressionNode, binder: Binder) => Bound)(node, binder),
  }
  return binder
}
