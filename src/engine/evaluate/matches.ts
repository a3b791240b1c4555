/** MATCHES: a constant regex searches each text. */
import { RE2JS } from 're2js'
import type { Expression } from '../../model/expression.ts'
import type { Bind, Evaluator } from './evaluator.ts'
import { lift } from './lift.ts'

export function bindMatches(operand: Expression, pattern: Expression, bind: Bind): Evaluator {
  if (pattern.kind !== 'literal') throw new Error('the pattern of MATCHES is a constant')
  const regex = RE2JS.compile(String(pattern.value))
  const found = (text: unknown): boolean => regex.matcher(String(text)).find()
  return lift([operand], { kind: 'BOOLEAN' }, 'propagate', found, bind)
}
