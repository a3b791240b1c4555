/**
 * json_value and json_query without clauses, over columns of JSON text: the Parser's scanner finds the place, and what stands there
 * mostly stays where it is. Text that is not JSON, and a place without a value of the right sort, give NULL.
 */
import { constantPath } from '../../functions/json/constant-path.ts'
import type { Call } from '../../model/expression.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn } from '../column.ts'
import { planDocument } from '../kernels/json-plan.ts'
import { scanDocuments } from '../kernels/json-scan.ts'
import { unescapeString } from '../kernels/json-strings.ts'
import { compactJson } from '../kernels/json-text.ts'
import { whereMarked } from '../kernels/select.ts'
import type { Memory } from '../memory.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import type { Bind, Evaluator } from './evaluator.ts'

/** Puts the text of a slice that is not Missing; false: NULL. */
type PutText = (memory: Memory, slices: Slices, out: BytesColumn, row: number) => boolean

/** Null where the call has clauses, or a path with `[*]`. */
export function bindJsonCall(expression: Call, put: PutText, bind: Bind, memory: Memory): Evaluator | null {
  const [json, path, ...clauses] = expression.arguments
  if (clauses.length > 0 || path.kind !== 'literal') return null
  const steps = constantPath(path.value)
  if (steps.some((step) => step.kind === 'wildcard')) return null
  const plan = planDocument(memory, [steps])
  const operand = bind(json)
  return (chunk, selection, failures) => {
    const texts = operand(chunk, selection, failures) as BytesColumn
    const present = whereMarked(texts.valid, selection)
    const [slices] = scanDocuments(plan, memory, texts, present, chunk.rowCount, notJson)
    const result = takeColumn(memory, 'bytes', chunk.rowCount) as BytesColumn
    for (let k = 0; k < present.count; k++) {
      const row = present.rows[k]
      if (slices.kinds[row] > SliceKind.Null && put(memory, slices, result, row)) result.valid[row] = 1
    }
    return result
  }
}

/** The place of such a text is Missing. */
function notJson(): void {}

export function putScalar(memory: Memory, slices: Slices, out: BytesColumn, row: number): boolean {
  switch (slices.kinds[row] as SliceKind) {
    case SliceKind.Object:
    case SliceKind.Array:
      return false
    case SliceKind.EscapedString:
      return unescapeString(memory, slices.starts[row], slices.lengths[row], out, row)
    default:
      out.starts[row] = slices.starts[row]
      out.lengths[row] = slices.lengths[row]
      return true
  }
}

export function putContainer(memory: Memory, slices: Slices, out: BytesColumn, row: number): boolean {
  const kind = slices.kinds[row] as SliceKind
  if (kind !== SliceKind.Object && kind !== SliceKind.Array) return false
  compactJson(memory, slices.starts[row], slices.lengths[row], kind, out, row)
  return true
}
