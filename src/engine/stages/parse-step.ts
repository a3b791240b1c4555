/** What binding a parse step gives, and what the kinds of steps share. */
import type { Chunk } from '../chunk.ts'
import type { BytesColumn } from '../column.ts'
import { applyNullLiterals } from '../kernels/null-literals.ts'
import type { ReportRow } from '../kernels/texts.ts'
import type { Selection } from '../selection.ts'
import type { Slices } from '../slices.ts'

/** Parses the texts of the selected rows and puts the result into the chunk. */
export type ParseTexts = (chunk: Chunk, texts: BytesColumn, selection: Selection, report: ReportRow) => void

export function putFields(
  chunk: Chunk,
  names: readonly string[],
  fields: readonly (Slices | null)[],
  literals: readonly Uint8Array[],
  selection: Selection,
): void {
  names.forEach((name, index) => {
    const slices = fields[index]
    if (slices === null) return
    applyNullLiterals(literals, chunk.memory, slices, selection)
    chunk.fields.set(name, slices)
  })
}

export function bytesOf(texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => Buffer.from(text))
}
