/** Binds a typed expression into a tree of evaluators: the table of what there is. */
import type { Expression } from '../../model/expression.ts'
import { constantColumn, spreadConstant } from '../constants.ts'
import { bindArithmetic, bindNegate } from './arithmetic.ts'
import { bindCall } from './call.ts'
import { bindCast, bindTry } from './cast.ts'
import { bindComparison, bindDistinctFrom, bindIn } from './comparison.ts'
import { bindCase, bindCoalesce } from './conditional.ts'
import type { Binding, Evaluator } from './evaluator.ts'
import { bindForeignCall } from './foreign-call.ts'
import { bindColumn, bindDocument, bindField } from './leaf.ts'
import { bindLet, bindParameter } from './let.ts'
import { bindIsNull, bindLogical, bindNot } from './logical.ts'
import { metadataColumn, recordTextColumn } from './metadata.ts'
import { bindConcat, bindLike, bindTextSearch } from './text.ts'

export function bindExpression(expression: Expression, binding: Binding): Evaluator {
  const bind = (operand: Expression): Evaluator => bindExpression(operand, binding)
  switch (expression.kind) {
    case 'literal': {
      const constant = constantColumn(binding.memory, expression.type, expression.value)
      return (chunk, selection) => spreadConstant(constant, chunk, selection)
    }
    case 'column':
      return bindColumn(expression, binding)
    case 'field':
      return bindField(expression)
    case 'document':
      return bindDocument(expression, binding)
    case 'raw':
      return recordTextColumn
    case 'metadata':
      return (chunk, selection) => metadataColumn(expression.item, expression.header, chunk, selection)
    case 'parameter':
      return bindParameter(expression, binding)
    case 'let':
      return bindLet(expression, binding, bindExpression)
    case 'udf':
      return bindForeignCall(expression, bind, binding)
    case 'call':
      return bindCall(expression, bind, binding)
    case 'logical':
      return bindLogical(expression, bind)
    case 'not':
      return bindNot(expression, bind)
    case 'comparison':
      return bindComparison(expression, bind, binding)
    case 'distinct-from':
      return bindDistinctFrom(expression, bind)
    case 'is-null':
      return bindIsNull(expression, bind)
    case 'in':
      return bindIn(expression, bind, binding)
    case 'like':
      return bindLike(expression, bind)
    case 'text-search':
      return bindTextSearch(expression, bind)
    case 'arithmetic':
      return bindArithmetic(expression, bind)
    case 'negate':
      return bindNegate(expression, bind)
    case 'concat':
      return bindConcat(expression, bind)
    case 'case':
      return bindCase(expression, bind)
    case 'coalesce':
      return bindCoalesce(expression, bind)
    case 'cast':
      return bindCast(expression, bind, binding)
    case 'try':
      return bindTry(expression, bind)
  }
}
