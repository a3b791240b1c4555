/** DEFAULT and EXPECT: a constant of a column's type, known and checked now. */
import type { Literal } from '../../../model/expression.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import type { ExpressionNode } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'
import { makeBinder } from './bind.ts'
import { literal } from './bound.ts'
import type { FunctionCatalog } from './bound.ts'
import { constantOfType } from './constants.ts'
import { constantScope } from './scope.ts'

/** Null: it is none, or the type cannot hold it; reported. `what`: "a DEFAULT". */
export function bindConstant(
  node: ExpressionNode,
  type: LogicalType,
  what: string,
  timeZone: string,
  report: Reporter,
  functions: FunctionCatalog,
): Literal | null {
  const bound = makeBinder(constantScope(what), timeZone, report, functions).bind(node)
  if (bound === null) return null
  if (bound.kind === 'untyped-null') return literal(null, type)
  if (bound.kind !== 'literal') {
    report.error('E3016', node.span, `${what} must be a constant`, {
      label: 'this is computed',
      help: "write a text in quotes, a number, TRUE, FALSE, NULL, DATE '…', or ARRAY[…] and its kin of these",
    })
    return null
  }
  const constant = constantOfType(bound, type, timeZone)
  if ('kind' in constant) return constant
  report.error('E3006', node.span, `${what} must be ${typeText(type)}`, { label: constant.label, help: constant.help })
  return null
}
