/** What a parse step reads. */
import type { StepInput } from '../../model/model.ts'
import type { Chunk } from '../chunk.ts'
import type { BytesColumn } from '../column.ts'
import { bindExpression } from '../evaluate/bind.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { recordColumn } from '../evaluate/metadata.ts'
import { takeSlices } from '../slices.ts'
import { textOfSlices } from '../slice-text.ts'

/** As text; not valid where it is missing. What fails is in the chunk's failures. */
export function bindInput(input: StepInput, binding: Binding): (chunk: Chunk) => BytesColumn {
  switch (input.kind) {
    case 'raw':
      return (chunk) => recordColumn(chunk, chunk.live)
    case 'field':
      return (chunk) => {
        const slices = chunk.fields.get(input.name) ?? takeSlices(chunk.memory, chunk.rowCount)
        return textOfSlices(chunk, slices, chunk.live, chunk.failures)
      }
    case 'path': {
      const index = binding.pathIndex(input.document, input.path)
      return (chunk) => textOfSlices(chunk, chunk.documents[input.document][index], chunk.live, chunk.failures)
    }
    case 'expression': {
      const evaluate = bindExpression(input.expression, binding)
      return (chunk) => evaluate(chunk, chunk.live, chunk.failures) as BytesColumn
    }
  }
}
