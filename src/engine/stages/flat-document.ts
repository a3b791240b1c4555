/**
 * Documents that are made here (GROK, KEY_VALUE) and hold texts. Where only such texts are read, they stay where they stand;
 * where a value as JSON is wanted (REST, an object, a JSON column), the document is written as text and scanned like any other.
 */
import type { DocumentStep } from '../../model/model.ts'
import type { ParserNode } from '../../plan/plan.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn } from '../column.ts'
import type { Chunk } from '../chunk.ts'
import { whereMarked } from '../kernels/select.ts'
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { bindScan } from './parse-document.ts'

/** The names of the members along a path; null: it goes through an element, or is the whole document. */
export function memberNames(path: ParserNode['documents'][number]['paths'][number]): readonly string[] | null {
  const names = path.flatMap((step) => (step.kind === 'member' ? [step.name] : []))
  return names.length === path.length && names.length > 0 ? names : null
}

/** Writes the document of a row as JSON from an address on, where there are `bytesMax` bytes. Returns the end. */
export type WriteDocument = (row: number, target: number) => number

/** Writes the documents of the selected rows and scans them. */
export function bindWrittenDocuments(
  step: DocumentStep,
  node: ParserNode,
  memory: Memory,
): (chunk: Chunk, selection: Selection, bytesMaxOf: (row: number) => number, write: WriteDocument) => void {
  const scan = bindScan(step, node, memory)
  return (chunk, selection, bytesMaxOf, write) => {
    const documents = takeColumn(memory, 'bytes', chunk.rowCount) as BytesColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const start = memory.take(bytesMaxOf(row))
      const end = write(row, start)
      documents.starts[row] = start
      documents.lengths[row] = end - start
      documents.valid[row] = 1
      // The scanner needs a byte behind each text.
      memory.release(end + 16)
    }
    scan(chunk, documents, whereMarked(documents.valid, selection), (row, offset, reason) => {
      throw new Error(`row ${row}: a document that was written here is not JSON: ${reason} at byte ${offset}`)
    })
  }
}
