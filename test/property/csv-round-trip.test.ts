/** Rows written as CSV come back: framed by the source, split by the CSV step's kernel, and as a header too. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { headerNames } from '../../src/connectors/file/csv-header.ts'
import { plainLines } from '../../src/connectors/file/framing.ts'
import { framerLimits } from '../../src/connectors/file/record-framer.ts'
import { TextReader } from '../../src/connectors/file/text-records.ts'
import { bindCsv, splitCsv } from '../../src/engine/kernels/csv.ts'
import { allRows } from '../../src/engine/selection.ts'
import { takeSlices } from '../../src/engine/slices.ts'
import { newMemory, putTexts, textAt } from '../unit/kernels/texts.ts'

const field = fc.array(fc.constantFrom('a', '中', ' ', ',', ';', '"', "'", '\\', '\n', '\r\n', '\r', '#'), {
  maxLength: 6,
})
const fieldCount = 3
const row = fc.array(
  field.map((parts) => parts.join('')),
  { minLength: fieldCount, maxLength: fieldCount },
)
const dialects = fc.record({
  delimiter: fc.constantFrom(',', ';'),
  quote: fc.constantFrom('"', "'"),
  escape: fc.constantFrom(null, '\\'),
  allowComments: fc.constant(false),
})

test('rows come back from CSV, newlines in quotes and all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      dialects,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 20 }),
      async (rows, dialect, newline, pieceBytes) => {
        const { delimiter, quote, escape } = dialect
        const quoted = (text: string): string => {
          const escaped = escape === null ? text : text.replaceAll(escape, escape + escape)
          return quote + escaped.replaceAll(quote, quote + quote) + quote
        }
        const source = Buffer.from(rows.map((fields) => fields.map(quoted).join(delimiter) + newline).join(''))
        const records = await framed(source, dialect, pieceBytes)

        const memory = newMemory()
        const out = Array.from({ length: fieldCount }, () => takeSlices(memory, records.length))
        const format = bindCsv({ ...dialect, ignoreExtraFields: false })
        const texts = putTexts(memory, records)
        splitCsv(format, memory, texts, allRows(records.length), out, new Uint8Array(records.length), assert.fail)
        const split = records.map((_, index) => out.map((slices) => textAt(memory, slices, index)))
        assert.deepEqual(split, rows)
        assert.deepEqual(
          records.map((record) => headerNames(record, dialect)),
          rows,
        )
      },
    ),
    { numRuns: 300 },
  )
})

async function framed(source: Buffer, csv: (typeof plainLines)['csv'], pieceBytes: number): Promise<readonly string[]> {
  const reader = new TextReader({ ...plainLines, framing: { kind: 'csv' }, csv })
  let at = 0
  const fill = async (target: Buffer): Promise<number> => {
    const bytes = source.copy(target, 0, at, at + pieceBytes)
    at += bytes
    return bytes
  }
  const texts: string[] = []
  for await (const { records } of reader.read(fill, framerLimits, 0, 1, 'last', new AbortController().signal)) {
    const { bytes, starts, ends, count } = records
    for (let index = 0; index < count; index++) {
      texts.push(Buffer.from(bytes.subarray(starts[index], ends[index])).toString())
    }
  }
  return texts
}
