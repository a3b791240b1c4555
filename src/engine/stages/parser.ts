/** Parser: text to fields (REGEX, CSV) and documents (JSON), step by step. A step whose input is missing is skipped. */
import type { CsvStep, JsonStep, ParseStep, RegexStep, RowErrorCode, StepInput } from '../../model/model.ts'
import type { JsonPath } from '../../model/path.ts'
import type { ParserNode } from '../../plan/plan.ts'
import type { RecordBatch } from '../batch.ts'
import { chunkRowsMax } from '../chunk.ts'
import type { Chunk } from '../chunk.ts'
import type { BytesColumn } from '../column.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { recordColumn } from '../evaluate/metadata.ts'
import { bindCsv, splitCsv } from '../kernels/csv.ts'
import { planDocument } from '../kernels/json-paths.ts'
import { scanDocuments } from '../kernels/json-scan.ts'
import { applyNullLiterals } from '../kernels/null-literals.ts'
import { compileRegex } from '../kernels/regex-compile.ts'
import { bindRegexes, matchRegexes } from '../kernels/regex.ts'
import { whereMarked } from '../kernels/select.ts'
import type { Selection } from '../selection.ts'
import { takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { textOfSlices } from '../slice-text.ts'
import { fieldsByHeader } from './csv-header.ts'
import { queryWildcard } from './wildcard.ts'

export interface ParserStage {
  run(chunk: Chunk): void
}

type Report = (row: number, message: string) => void

/** Parses the texts of the selected rows and puts the result into the chunk. */
type ParseTexts = (chunk: Chunk, texts: BytesColumn, selection: Selection, report: Report) => void

const codes: Readonly<Record<ParseStep['kind'], RowErrorCode>> = {
  json: 'PARSE_JSON',
  regex: 'PARSE_REGEX',
  csv: 'PARSE_CSV',
}

export function bindParser(node: ParserNode, binding: Binding): ParserStage {
  const steps = node.steps.map((step) => bindStep(step, node, binding))
  return {
    run(chunk) {
      for (const step of steps) {
        if (chunk.live.count === 0) return
        step(chunk)
      }
    },
  }
}

function bindStep(step: ParseStep, node: ParserNode, binding: Binding): (chunk: Chunk) => void {
  const parse = bindParse(step, node)
  const readInput = bindInput(step.input, binding)
  const raise = (chunk: Chunk, row: number, message: string): void => {
    if (step.nullOnError) return
    const clause = { code: codes[step.kind], stage: 'parser', column: null, sink: null } as const
    chunk.raise(row, { ...clause, message, place: step.place })
  }
  return (chunk) => {
    const { failures } = chunk
    const texts = readInput(chunk)
    for (const row of failures.failedRows) raise(chunk, row, failures.reasonOf(row).message)
    failures.clear()
    chunk.narrow()
    const present = whereMarked(texts.valid, chunk.live)
    parse(chunk, texts, present, (row, message) => raise(chunk, row, message))
    chunk.narrow()
  }
}

/** What the step reads, as text; not valid where it is missing. */
function bindInput(input: StepInput, binding: Binding): (chunk: Chunk) => BytesColumn {
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
  }
}

function bindParse(step: ParseStep, node: ParserNode): ParseTexts {
  switch (step.kind) {
    case 'json':
      return bindJson(step, node)
    case 'regex':
      return bindRegexStep(step, new Set(node.fields))
    case 'csv':
      return bindCsvStep(step, new Set(node.fields))
  }
}

/** One scan finds every place that is read, the whole document too where REST is. */
function bindJson(step: JsonStep, node: ParserNode): ParseTexts {
  const { paths, rest } = node.documents[step.document]
  const plan = planDocument(rest ? [...paths, []] : paths)
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const slots = Array.from({ length: plan.slotCount }, () => takeSlices(chunk.memory, chunk.rowCount))
    // Paths to one place share their slices.
    const places = [...plan.slotOfPath].map((slot) => slots[slot])
    scanDocuments(plan, chunk.memory, texts, selection, places, (row, offset, reason) =>
      report(row, `not JSON: ${reason} at byte ${offset}`),
    )
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

function bindCsvStep(step: CsvStep, read: ReadonlySet<string>): ParseTexts {
  const format = bindCsv(step)
  const literals = bytesOf(step.nullLiterals)
  const comments = new Uint8Array(chunkRowsMax)
  const placesOf = bindHeader(step)
  return (chunk, texts, selection, report) => {
    const { memory } = chunk
    const places = placesOf(chunk.records.batch)
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

function bindRegexStep(step: RegexStep, read: ReadonlySet<string>): ParseTexts {
  const names = step.fields.filter((name) => read.has(name))
  const matcher = bindRegexes(step.patterns.map(compileRegex), names)
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const fields = names.map(() => takeSlices(chunk.memory, chunk.rowCount))
    matchRegexes(matcher, chunk.memory, texts, selection, fields, report)
    putFields(chunk, names, fields, literals, selection)
  }
}

function putFields(
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

function bytesOf(texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => Buffer.from(text))
}
