/** Documents: one scan of a JSON text finds every place that is read, the whole document too where REST is. */
import type { DocumentStep, JsonStep } from '../../model/model.ts'
import type { JsonPath } from '../../types/json/path.ts'
import type { ParserNode } from '../../plan/plan.ts'
import type { Chunk } from '../chunk.ts'
import { planDocument } from '../kernels/json-plan.ts'
import { scanDocuments } from '../kernels/json-scan.ts'
import { applyNullLiterals } from '../kernels/null-literals.ts'
import type { Texts } from '../kernels/texts.ts'
import type { Selection } from '../selection.ts'
import type { Memory } from '../memory.ts'
import type { Slices } from '../slices.ts'
import { bytesOf } from './parse-step.ts'
import type { ParseTexts } from './parse-step.ts'
import { queryWildcard } from './wildcard.ts'

/** Scans the texts of the selected rows and puts the document into the chunk; `report` names each that is not JSON. */
export type ScanTexts = (
  chunk: Chunk,
  texts: Texts,
  selection: Selection,
  report: (row: number, offset: number, reason: string) => void,
) => void

export function bindJsonStep(step: JsonStep, node: ParserNode, memory: Memory): ParseTexts {
  const scan = bindScan(step, node, memory)
  return (chunk, texts, selection, report) =>
    scan(chunk, texts, selection, (row, offset, reason) => report(row, `not JSON: ${reason} at byte ${offset}`))
}

export function bindScan(step: DocumentStep, node: ParserNode, memory: Memory): ScanTexts {
  const { paths, rest } = node.documents[step.document]
  const plan = planDocument(memory, rest ? [...paths, []] : paths)
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const slots = scanDocuments(plan, memory, texts, selection, chunk.rowCount, report)
    for (const slices of slots) applyNullLiterals(literals, memory, slices, selection)
    // Paths to one place share their slices.
    const places = [...plan.slotOfPath].map((slot) => slots[slot])
    if (rest) chunk.roots[step.document] = places.pop() as Slices
    chunk.documents[step.document] = places.map((slices, index) =>
      hasWildcard(paths[index]) ? queryWildcard(memory, slices, paths[index], selection, chunk.rowCount) : slices,
    )
  }
}

function hasWildcard(path: JsonPath): boolean {
  return path.some((step) => step.kind === 'wildcard')
}
