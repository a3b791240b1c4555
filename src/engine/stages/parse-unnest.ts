/** UNNEST: one row for each element of an array; the element is the document of the rows' own. */
import type { UnnestStep } from '../../model/model.ts'
import type { ParserNode } from '../../plan/plan.ts'
import type { Chunk } from '../chunk.ts'
import type { BytesColumn } from '../column.ts'
import { ElementList, listElements } from '../kernels/json-elements.ts'
import type { ReportRow } from '../kernels/texts.ts'
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind, takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { bindScan } from './parse-document.ts'

/** The chunk has new rows afterwards. Rows without an element are dropped, or with OUTER go on without a document. */
export function bindUnnestStep(
  step: UnnestStep,
  node: ParserNode,
  memory: Memory,
): (chunk: Chunk, texts: BytesColumn, report: ReportRow) => void {
  const scan = bindScan(step, node, memory)
  const ordinality = step.ordinality !== null && node.fields.includes(step.ordinality) ? step.ordinality : null
  const nullLiterals = new Set(step.nullLiterals)
  return (chunk, texts, report) => {
    const list = new ElementList()
    for (let k = 0; k < chunk.live.count; k++)
      listRow(chunk, chunk.live.rows[k], texts, step, nullLiterals, list, report)
    // A row that fails takes with it the rows of its record that were listed before it.
    list.keep((row) => !chunk.isGone(row))
    chunk.narrow()
    const origins = list.rows.subarray(0, list.count)
    chunk.expand(origins)
    const elements = withElements(chunk, list)
    scan(chunk, list, elements, (row, offset, reason) => {
      throw new Error(`row ${row}: an element that was read is not JSON: ${reason} at byte ${offset}`)
    })
    if (ordinality !== null) chunk.fields.set(ordinality, ordinals(memory, list, elements, chunk.rowCount))
  }
}

function listRow(
  chunk: Chunk,
  row: number,
  texts: BytesColumn,
  step: UnnestStep,
  nullLiterals: ReadonlySet<string>,
  list: ElementList,
  report: ReportRow,
): void {
  const { memory } = chunk
  const before = list.count
  const start = texts.starts[row]
  const length = texts.lengths[row]
  if (texts.valid[row] === 1 && !isNull(memory, start, length, nullLiterals)) {
    const isArray = listElements(memory, start, length, row, list)
    if (!isArray) report(row, 'not a JSON array')
    if (chunk.isGone(row)) return
  }
  if (list.count > before) return
  if (step.outer) list.add(row, 0, start, 0)
  else chunk.drop(row, 'unnest')
}

function isNull(memory: Memory, start: number, length: number, nullLiterals: ReadonlySet<string>): boolean {
  if (length > 64) return false
  const text = memory.bytes.toString('utf8', start, start + length)
  return text.trim() === 'null' || text.trim() === '' || nullLiterals.has(text)
}

function withElements({ live }: Chunk, { ordinals }: ElementList): Selection {
  const rows = live.rows.slice(0, live.count).filter((row) => ordinals[row] > 0)
  return { rows, count: rows.length }
}

/** As text, as all fields are. */
function ordinals(memory: Memory, list: ElementList, { rows, count }: Selection, rowCount: number): Slices {
  const slices = takeSlices(memory, rowCount)
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const text = String(list.ordinals[row])
    const address = memory.take(text.length)
    slices.starts[row] = address
    slices.lengths[row] = memory.bytes.write(text, address, 'latin1')
    slices.kinds[row] = SliceKind.Text
  }
  return slices
}
