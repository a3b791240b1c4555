/** Parts of records as they are shown to people. */
import { absent } from '../../engine/batch.ts'
import type { RecordBatch } from '../../engine/batch.ts'
import { printable } from '../printable.ts'

export function placeText(batch: RecordBatch): string {
  if (batch.lines !== null) return printable(`${batch.topic}:${batch.lines[0]}`)
  return printable(`${batch.topic}, partition ${batch.partition}, offset ${batch.offsets[0]}`)
}

const shownCharacters = 2000

/** Of long ones the beginning. */
export function rawText(batch: RecordBatch): string {
  if (batch.starts[0] === absent) return '(no value)'
  const text = printable(Buffer.from(batch.bytes.subarray(batch.starts[0], batch.ends[0])).toString('utf8'))
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}… (${text.length} characters)`
}
