/** One column: derive, convert, apply the policies, check NOT NULL. */
import type { Column as ColumnModel } from '../../model/model.ts'
import { castValue } from '../../types/conversion/cast.ts'
import { valueText } from '../../types/conversion/value-text.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import { sameType } from '../../types/same.ts'
import { Failure } from '../../types/value.ts'
import type { Chunk } from '../chunk.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import type { Column } from '../column.ts'
import { constantColumn, setRows } from '../constants.ts'
import { quotedValue } from '../error-text.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { codeOf } from '../failures.ts'
import type { Failures } from '../failures.ts'
import { bindConversion } from '../kernels/convert/bind.ts'
import type { Selection } from '../selection.ts'
import { sliceAsWritten } from '../slice-text.ts'
import { copyRows, readValue, writeValue } from '../values.ts'
import { bindDerivation } from './extender.ts'

export function bindColumnStep(model: ColumnModel, binding: Binding): (chunk: Chunk) => void {
  const index = binding.columnIndex.get(model.name)
  if (index === undefined) throw new Error(`column ${model.name} is not of its own table`)
  const convert = bindValues(model, binding)
  const applyPolicies = bindPolicies(model, binding)
  return (chunk) => {
    const converted = convert(chunk, chunk.live, chunk.failures)
    const column = applyPolicies(chunk, converted)
    chunk.columns[index] = column
    if (!model.nullable) raiseNulls(chunk, column, model)
  }
}

/** A column of the type; the first so many failures are the Extender's, the others failed to convert. */
interface Converted {
  readonly column: Column
  readonly evalCount: number
  /** What did not convert, for the message. */
  readonly textOf: (row: number) => string
}

type ConvertColumn = (chunk: Chunk, selection: Selection, failures: Failures) => Converted

function bindValues(model: ColumnModel, binding: Binding): ConvertColumn {
  const derivation = bindDerivation(model, binding)
  const { timeZone } = binding
  const mayFailToEvaluate = model.source.kind === 'expression'
  if (derivation.kind === 'slices') {
    const convert = bindConversion(model.type, { formats: model.formats, timeZone })
    const kind = columnKindOf(model.type)
    return (chunk, selection, failures) => {
      const { memory, recordTimestamps } = chunk
      const slices = derivation.read(chunk, selection, failures)
      const evalCount = mayFailToEvaluate ? failures.count : 0
      const column = takeColumn(memory, kind, chunk.rowCount)
      const timeOf = (row: number): number => recordTimestamps[row]
      convert(slices, selection, column, memory, timeOf, (row, failure) => failures.report(row, failure))
      return { column, evalCount, textOf: (row) => sliceAsWritten(memory, slices, row) }
    }
  }
  const { type, evaluate } = derivation
  const same = sameType(type, model.type)
  return (chunk, selection, failures) => {
    const values = evaluate(chunk, selection, failures)
    const evalCount = mayFailToEvaluate ? failures.count : 0
    const column = same ? values : castColumn(chunk, values, type, model.type, timeZone, selection, failures)
    const textOf = (row: number): string => valueText(readValue(chunk.memory, values, type, row), type)
    return { column, evalCount, textOf }
  }
}

function castColumn(
  { memory, rowCount }: Chunk,
  values: Column,
  from: LogicalType,
  to: LogicalType,
  timeZone: string,
  { rows, count }: Selection,
  failures: Failures,
): Column {
  const result = takeColumn(memory, columnKindOf(to), rowCount)
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if (values.valid[row] === 0) continue
    const value = castValue(readValue(memory, values, from, row), from, to, { timeZone })
    if (value instanceof Failure) failures.report(row, value)
    else writeValue(memory, result, to, row, value)
  }
  return result
}

/** DEFAULT ON EMPTY for what is NULL without an error, then ON ERROR, or the error. Forgets the failures. */
function bindPolicies(model: ColumnModel, binding: Binding): (chunk: Chunk, converted: Converted) => Column {
  const constant = (literal: ColumnModel['onEmpty']): Column | null =>
    literal === null ? null : constantColumn(binding.memory, model.type, literal.value)
  const onEmpty = constant(model.onEmpty)
  const onError = constant(model.onError)
  return (chunk, converted) => {
    const { failures } = chunk
    const changes = onEmpty !== null || (onError !== null && failures.count > 0)
    const column = changes ? ownCopy(chunk, converted.column, model.type) : converted.column
    if (onEmpty !== null) setRows(column, onEmpty, emptyRows(chunk, column))
    if (failures.count === 0) return column
    if (onError === null) raiseAll(chunk, converted, model)
    else setRows(column, onError, Int32Array.from(failures.failedRows))
    failures.clear()
    chunk.narrow()
    return column
  }
}

/** The column may be another's, which reads it too. */
function ownCopy(chunk: Chunk, column: Column, type: LogicalType): Column {
  const copy = takeColumn(chunk.memory, columnKindOf(type), chunk.rowCount)
  copyRows(column, copy, chunk.live.rows, chunk.live.count)
  return copy
}

function emptyRows({ live, failures }: Chunk, column: Column): Int32Array {
  return live.rows.subarray(0, live.count).filter((row) => column.valid[row] === 0 && failures.failed[row] === 0)
}

function raiseAll(chunk: Chunk, { evalCount, textOf }: Converted, model: ColumnModel): void {
  const { failures } = chunk
  const clause = { column: model.name, sink: null, place: model.place }
  for (const row of failures.rowsInOrder(0, evalCount)) {
    const reason = failures.reasonOf(row)
    chunk.raise(row, { code: codeOf(reason), stage: 'extender', ...clause, message: reason.message })
  }
  for (const row of failures.rowsInOrder(evalCount)) {
    const { message } = failures.reasonOf(row)
    const full = `cannot convert ${quotedValue(textOf(row))} to ${typeText(model.type)}: ${message}`
    chunk.raise(row, { code: 'CAST', stage: 'formatter', ...clause, message: full })
  }
}

function raiseNulls(chunk: Chunk, column: Column, model: ColumnModel): void {
  const { rows, count } = chunk.live
  let found = false
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if (column.valid[row] === 1) continue
    found = true
    chunk.raise(row, {
      code: 'NOT_NULL',
      stage: 'formatter',
      column: model.name,
      sink: null,
      message: `NULL in ${model.name}, which is NOT NULL`,
      place: model.place,
    })
  }
  if (found) chunk.narrow()
}
