/** Documents: one scan of a JSON text finds every place that is read, the whole document too where REST is. */
import type { DocumentStep, JsonStep } from '../../model/model.ts'
import type { JsonPath } from '../../types/json/path.ts'
import type { ParserNode } from '../../plan/plan.ts'
import type { Chunk } from '../chunk.ts'
import { planDocument } from '../kernels/json-paths.ts'
import { scanDocuments } from '../kernels/json-scan.ts'
import { applyNullLiterals } from '../kernels/null-literals.ts'
import type { Texts } from '../kernels/texts.ts'
import type { Selection } from '../selection.ts'
import { takeSlices } from '../slices.ts'
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

export function bindJsonStep(step: JsonStep, node: ParserNode): ParseTexts {
  const scan = bindScan(step, node)
  return (chunk, texts, selection, report) =>
    scan(chunk, texts, selection, (row, offset, reason) => report(row, `not JSON: ${reason} at byte ${offset}`))
}

export function bindScan(step: DocumentStep, node: ParserNode): ScanTexts {
  const { paths, rest } = node.documents[step.document]
  const plan = planDocument(rest ? [...paths, []] : paths)
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const slots = Array.from({ length: plan.slotCount }, () => takeSlices(chunk.memory, chunk.rowCount))
    // Paths to one place share their slices.
    const places = [...plan.slotOfPath].map((slot) => slots[slot])
    scanDocuments(plan, chunk.memory, texts, selection, places, report)
    for (const slices of slots) applyNullLiterals(literals, chunk.memory, slices, selection)
    if (rest) chunk.roots[step.document] = places.pop() as Slices
    chunk.documents[step.document] = places.map((slices, index) =>
      hasWildcard(paths[index]) ? queryWildcard(chunk.memory, slices, paths[index], selection, chunk.rowCount) : slices,
    )
  }
}

function hasWildcard(path: JsonPath): boolean {
  return path.some((step) => step.kind === 'wildcard')
}
