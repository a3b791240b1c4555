/** `||`, LIKE, and CONTAINS and its kin: over bytes, without decoding. */
import type { Concat, Expression, Like, TextSearch } from '../../model/expression.ts'
import { Failure } from '../../types/value.ts'
import type { Chunk } from '../chunk.ts'
import { takeColumn } from '../column.ts'
import type { BoolColumn, BytesColumn } from '../column.ts'
import type { Failures } from '../failures.ts'
import { markContaining, markEndingWith, markStartingWith } from '../kernels/search.ts'
import { compileRegex } from '../kernels/regex-compile.ts'
import { markMatching } from '../kernels/regex.ts'
import { whereMarked } from '../kernels/select.ts'
import type { Memory } from '../memory.ts'
import { allRows } from '../selection.ts'
import type { Selection } from '../selection.ts'
import { readText } from '../values.ts'
import type { Bind, Evaluator } from './evaluator.ts'
import { recordColumn } from './metadata.ts'
import { compileLike, matchesLike } from './like.ts'
import type { LikePattern } from './like.ts'

export function bindConcat(expression: Concat, bind: Bind): Evaluator {
  const operands = expression.operands.map((operand) => bind(operand))
  return (chunk, selection, failures) => {
    const columns = operands.map((operand) => operand(chunk, selection, failures) as BytesColumn)
    const result = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
    for (let k = 0; k < selection.count; k++) concatRow(chunk, columns, result, selection.rows[k])
    return result
  }
}

function concatRow({ memory }: Chunk, columns: readonly BytesColumn[], result: BytesColumn, row: number): void {
  let length = 0
  for (const column of columns) {
    if (column.valid[row] === 0) return
    length += column.lengths[row]
  }
  let address = memory.take(length)
  result.starts[row] = address
  result.lengths[row] = length
  result.valid[row] = 1
  for (const column of columns) {
    const start = column.starts[row]
    memory.u8.copyWithin(address, start, start + column.lengths[row])
    address += column.lengths[row]
  }
}

export function bindLike(expression: Like, bind: Bind): Evaluator {
  const operand = bind(expression.operand)
  const patternOf = bindPattern(expression, bind)
  const whenMatched = expression.negated ? 0 : 1
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures) as BytesColumn
    const patterns = patternOf(chunk, selection, failures)
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if (column.valid[row] === 0 || failures.failed[row] === 1) continue
      const pattern = patterns(row)
      if (pattern === null) continue
      if (pattern instanceof Failure) {
        failures.report(row, pattern)
        continue
      }
      const start = column.starts[row]
      const matched = matchesLike(chunk.memory.u8, start, start + column.lengths[row], pattern)
      result.valid[row] = 1
      result.values[row] = matched ? whenMatched : 1 - whenMatched
    }
    return result
  }
}

type PatternOf = (row: number) => LikePattern | Failure | null

/** A constant pattern is compiled once, any other when it differs from the row before. */
function bindPattern(
  { pattern, escape }: Like,
  bind: Bind,
): (chunk: Chunk, selection: Selection, failures: Failures) => PatternOf {
  if (pattern.kind === 'literal') {
    const compiled = pattern.value === null ? null : compileLike(pattern.value as string, escape)
    return () => () => compiled
  }
  const evaluate = bind(pattern)
  let lastText: string | null = null
  let last: LikePattern | Failure | null = null
  return (chunk, selection, failures) => {
    const column = evaluate(chunk, selection, failures) as BytesColumn
    return (row) => {
      if (column.valid[row] === 0) return null
      const text = readText(chunk.memory, column, row)
      if (text !== lastText) {
        last = compileLike(text, escape)
        lastText = text
      }
      return last
    }
  }
}

/** marks[row] becomes 1 where the text is as wanted, else 0. */
type Mark = (memory: Memory, texts: BytesColumn, selection: Selection, marks: Uint8Array) => void

const markers = {
  contains: markContaining,
  'starts-with': markStartingWith,
  'ends-with': markEndingWith,
} as const

function bindMark(operator: TextSearch['operator'], pattern: string): Mark {
  if (operator === 'matches') {
    const regex = compileRegex(pattern)
    return (memory, texts, selection, marks) => markMatching(regex, memory, texts, selection, marks)
  }
  const needle = Buffer.from(pattern)
  const mark = markers[operator]
  return (memory, texts, selection, marks) => mark(needle, memory, texts, selection, marks)
}

export function bindTextSearch({ operator, operand, pattern }: TextSearch, bind: Bind): Evaluator {
  if (pattern.kind !== 'literal') return bindSearchOfColumn(operator, operand, pattern, bind)
  const wanted = pattern.value as string | null
  const mark = wanted === null ? null : bindMark(operator, wanted)
  // A text is found in bytes where it is found in what they decode to, but for the character that stands for bad bytes.
  const isInBytes = operand.kind === 'raw' && wanted?.includes('\ufffd') !== true
  const evaluate = bind(operand)
  const key = rawMarksKey(operator, wanted ?? '')
  return (chunk, selection, failures) => {
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    if (mark === null) return result
    if (isInBytes) {
      result.values.set(rawMarks(chunk, key, mark))
      result.valid.fill(1)
    } else {
      const column = evaluate(chunk, selection, failures) as BytesColumn
      mark(chunk.memory, column, whereMarked(column.valid, selection), result.values)
      result.valid.set(column.valid)
    }
    return result
  }
}

/** In `Chunk.rawMarks`. */
export function rawMarksKey(operator: TextSearch['operator'], wanted: string): string {
  return `${operator} ${wanted}`
}

/** What all tables ask of the raw text is looked for once, in all records of the chunk. */
function rawMarks(chunk: Chunk, key: string, mark: Mark): Uint8Array {
  const known = chunk.rawMarks.get(key)
  if (known !== undefined) return known
  const marks = chunk.rawSearch?.marksOf(key, chunk.rowCount) ?? searchAll(chunk, mark)
  chunk.rawMarks.set(key, marks)
  return marks
}

/** Outside the arena, which is taken back between tables. */
function searchAll(chunk: Chunk, mark: Mark): Uint8Array {
  const marks = new Uint8Array(chunk.rowCount)
  const rows = allRows(chunk.rowCount)
  mark(chunk.memory, recordColumn(chunk, rows), rows, marks)
  return marks
}

/** The pattern differs from row to row; the checker lets no regex do so. */
function bindSearchOfColumn(
  operator: TextSearch['operator'],
  operand: Expression,
  pattern: Expression,
  bind: Bind,
): Evaluator {
  if (operator === 'matches') throw new Error('the pattern of MATCHES is a constant')
  const evaluateText = bind(operand)
  const evaluatePattern = bind(pattern)
  return (chunk, selection, failures) => {
    const { memory } = chunk
    const texts = evaluateText(chunk, selection, failures) as BytesColumn
    const patterns = evaluatePattern(chunk, selection, failures) as BytesColumn
    const result = takeColumn(memory, 'bool', chunk.rowCount) as BoolColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if ((texts.valid[row] & patterns.valid[row]) === 0) continue
      const needle = memory.bytes.subarray(patterns.starts[row], patterns.starts[row] + patterns.lengths[row])
      const one = { rows: selection.rows.subarray(k, k + 1), count: 1 }
      markers[operator](needle, memory, texts, one, result.values)
      result.valid[row] = 1
    }
    return result
  }
}
