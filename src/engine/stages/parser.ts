/** Parser: text to fields (REGEX, CSV) and documents (the other steps), step by step. A step whose input is missing is skipped. */
import type { Column as ColumnModel, ParseStep, RowErrorCode } from '../../model/model.ts'
import type { ParserNode } from '../../plan/plan.ts'
import type { Chunk } from '../chunk.ts'
import type { BytesColumn } from '../column.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { codeOf } from '../failures.ts'
import { whereMarked } from '../kernels/select.ts'
import type { Memory } from '../memory.ts'
import type { ReportRow } from '../kernels/texts.ts'
import { bindJsonStep } from './parse-document.ts'
import { bindCsvStep, bindRegexStep } from './parse-fields.ts'
import { bindGrokStep } from './parse-grok.ts'
import { bindKeyValueStep } from './parse-key-value.ts'
import type { ParseTexts } from './parse-step.ts'
import { bindUnnestStep } from './parse-unnest.ts'
import { bindInput } from './step-input.ts'

export interface ParserStage {
  run(chunk: Chunk): void
}

const codes: Readonly<Record<ParseStep['kind'], RowErrorCode>> = {
  json: 'PARSE_JSON',
  grok: 'PARSE_GROK',
  'key-value': 'PARSE_KEY_VALUE',
  regex: 'PARSE_REGEX',
  csv: 'PARSE_CSV',
  unnest: 'PARSE_UNNEST',
}

/** `columns`: the table's, which may read values of a document as JSON. */
export function bindParser(node: ParserNode, columns: readonly ColumnModel[], binding: Binding): ParserStage {
  const steps = node.steps.map((step) => bindStep(step, node, columns, binding))
  return {
    run(chunk) {
      for (const step of steps) {
        if (chunk.live.count === 0) return
        step(chunk)
      }
    },
  }
}

function bindStep(
  step: ParseStep,
  node: ParserNode,
  columns: readonly ColumnModel[],
  binding: Binding,
): (chunk: Chunk) => void {
  const parse = bindParse(step, node, columns, binding.memory)
  const readInput = bindInput(step.input, binding)
  const raise = (chunk: Chunk, row: number, message: string, code = codes[step.kind]): void => {
    if (step.nullOnError) return
    chunk.raise(row, { code, stage: 'parser', column: null, sink: null, message, place: step.place })
  }
  return (chunk) => {
    const { failures } = chunk
    const texts = readInput(chunk)
    for (const row of failures.rowsInOrder()) {
      const reason = failures.reasonOf(row)
      raise(chunk, row, reason.message, codeOf(reason) === 'UDF' ? 'UDF' : codes[step.kind])
    }
    failures.clear()
    chunk.narrow()
    parse(chunk, texts, (row, message) => raise(chunk, row, message))
    chunk.narrow()
  }
}

/** Parses the texts of the live rows, where they are there. */
type ParseLive = (chunk: Chunk, texts: BytesColumn, report: ReportRow) => void

function bindParse(step: ParseStep, node: ParserNode, columns: readonly ColumnModel[], memory: Memory): ParseLive {
  switch (step.kind) {
    case 'json':
      return wherePresent(bindJsonStep(step, node, memory))
    case 'grok':
      return wherePresent(bindGrokStep(step, node, isReadAsJson(step.document, columns), memory))
    case 'key-value':
      return wherePresent(bindKeyValueStep(step, node, isReadAsJson(step.document, columns), memory))
    case 'regex':
      return wherePresent(bindRegexStep(step, new Set(node.fields), memory))
    case 'csv':
      return wherePresent(bindCsvStep(step, new Set(node.fields)))
    case 'unnest':
      return bindUnnestStep(step, node, memory)
  }
}

function wherePresent(parse: ParseTexts): ParseLive {
  return (chunk, texts, report) => parse(chunk, texts, whereMarked(texts.valid, chunk.live), report)
}

const jsonKinds: ReadonlySet<string> = new Set(['JSON', 'ARRAY', 'MAP', 'ROW'])

/** Whether a column takes a value of the document as JSON, and not as text. */
function isReadAsJson(document: number, columns: readonly ColumnModel[]): boolean {
  return columns.some(
    ({ source, type }) => source.kind === 'path' && source.document === document && jsonKinds.has(type.kind),
  )
}
