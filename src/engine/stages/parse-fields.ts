/** Steps that give fields: CSV and REGEX. */
import type { CsvStep, RegexStep } from '../../model/model.ts'
import type { RecordBatch } from '../batch.ts'
import { chunkRowsMax } from '../chunk.ts'
import { bindCsv, splitCsv } from '../kernels/csv.ts'
import { compileRegex } from '../kernels/regex-compile.ts'
import { bindRegexes, matchRegexes } from '../kernels/regex.ts'
import type { Memory } from '../memory.ts'
import { takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { fieldsByHeader } from './csv-header.ts'
import { bytesOf, putFields } from './parse-step.ts'
import type { ParseTexts } from './parse-step.ts'

export function bindCsvStep(step: CsvStep, read: ReadonlySet<string>): ParseTexts {
  const format = bindCsv(step)
  const literals = bytesOf(step.nullLiterals)
  let comments = new Uint8Array(chunkRowsMax)
  const placesOf = bindHeader(step)
  return (chunk, texts, selection, report) => {
    const { memory } = chunk
    if (comments.length < chunk.rowCount) comments = new Uint8Array(chunk.rowCount)
    const places = placesOf(chunk.records.parts[0].batch)
    const fields = step.fields.map((name) => (read.has(name) ? takeSlices(memory, chunk.rowCount) : null))
    if (typeof places === 'string') {
      for (let k = 0; k < selection.count; k++) report(selection.rows[k], places)
      return
    }
    splitCsv(format, memory, texts, selection, inOrder(fields, places), comments, report)
    putFields(chunk, step.fields, fields, literals, selection)
    for (let k = 0; k < selection.count; k++) {
      if (comments[selection.rows[k]] === 1) chunk.drop(selection.rows[k], 'empty')
    }
  }
}

/** Where the batch has a header, by its field the step's; null: the step's own order. A text: what is wrong with the header. */
function bindHeader({ input, fields }: CsvStep): (batch: RecordBatch) => readonly number[] | string | null {
  let header: readonly string[] | null = null
  let places: readonly number[] | string | null = null
  return ({ csvHeader = null }) => {
    if (input.kind !== 'raw' || csvHeader === null) return null
    if (csvHeader !== header) places = fieldsByHeader(csvHeader, fields)
    header = csvHeader
    return places
  }
}

function inOrder(fields: readonly (Slices | null)[], places: readonly number[] | null): readonly (Slices | null)[] {
  return places === null ? fields : places.map((place) => (place < 0 ? null : fields[place]))
}

export function bindRegexStep(step: RegexStep, read: ReadonlySet<string>, memory: Memory): ParseTexts {
  const names = step.fields.filter((name) => read.has(name))
  const matcher = bindRegexes(memory, step.patterns.map(compileRegex), names)
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const fields = names.map(() => takeSlices(memory, chunk.rowCount))
    matchRegexes(matcher, memory, texts, selection, fields, report)
    putFields(chunk, names, fields, literals, selection)
  }
}
