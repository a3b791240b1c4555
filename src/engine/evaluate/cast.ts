/** CAST, TRY_CAST and TRY. */
import type { Cast, Try } from '../../model/expression.ts'
import type { ScalarFunction } from '../../functions/definition.ts'
import { castValue } from '../../types/conversion/cast.ts'
import type { LogicalType } from '../../types/logical.ts'
import { Failure } from '../../types/value.ts'
import { chunkRowsMax } from '../chunk.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import type { BytesColumn, Column } from '../column.ts'
import { Failures } from '../failures.ts'
import { bindConversion } from '../kernels/convert/bind.ts'
import type { Selection } from '../selection.ts'
import { slicesOfBytes } from '../slice-text.ts'
import { copyRows } from '../values.ts'
import type { Bind, Binding, Evaluator } from './evaluator.ts'
import { lift } from './lift.ts'

export function bindCast({ operand, type, lenient }: Cast, bind: Bind, binding: Binding): Evaluator {
  const from = operand.type
  if (isUnchanged(from, type)) return bind(operand)
  const widen = wideningOf(from, type)
  if (widen !== null) return bindWidening(bind(operand), columnKindOf(type), widen)
  if (from.kind === 'STRING' || from.kind === 'VARCHAR') return bindTextCast(bind(operand), type, lenient, binding)
  const context = { timeZone: binding.timeZone }
  const convert: ScalarFunction = (value) => castValue(value, from, type, context)
  const convertLeniently: ScalarFunction = (value) => {
    const result = castValue(value, from, type, context)
    return result instanceof Failure ? null : result
  }
  return lift([operand], type, 'propagate', lenient ? convertLeniently : convert, bind)
}

/** Text becomes what a field becomes in a column of the type. */
function bindTextCast(operand: Evaluator, type: LogicalType, lenient: boolean, { timeZone }: Binding): Evaluator {
  const convert = bindConversion(type, { formats: [], timeZone })
  const kind = columnKindOf(type)
  return (chunk, selection, failures) => {
    const { memory, rowCount } = chunk
    const texts = operand(chunk, selection, failures) as BytesColumn
    const result = takeColumn(memory, kind, rowCount)
    const report = (row: number, failure: Failure): void => {
      if (!lenient) failures.report(row, failure)
    }
    convert(slicesOfBytes(memory, texts, selection, rowCount), selection, result, memory, noRecordTime, report)
    return result
  }
}

/** A date without a year has no record to be near to. */
function noRecordTime(): number {
  return -1
}

/** Every value of `from` is one of `to`, and looks the same in a column. */
function isUnchanged(from: LogicalType, to: LogicalType): boolean {
  switch (to.kind) {
    case 'STRING':
      return from.kind === 'STRING' || from.kind === 'VARCHAR'
    case 'VARCHAR':
      return from.kind === 'VARCHAR' && from.length <= to.length
    case 'SMALLINT':
      return from.kind === 'TINYINT' || from.kind === 'SMALLINT'
    case 'INT':
      return from.kind === 'TINYINT' || from.kind === 'SMALLINT' || from.kind === 'INT'
    case 'DECIMAL':
      return (
        from.kind === 'DECIMAL' &&
        from.scale === to.scale &&
        from.precision <= to.precision &&
        columnKindOf(from) === columnKindOf(to)
      )
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return from.kind === to.kind && from.precision <= to.precision
    case 'DOUBLE':
      return from.kind === 'FLOAT' || from.kind === 'DOUBLE'
    case 'BOOLEAN':
    case 'TINYINT':
    case 'BIGINT':
    case 'FLOAT':
    case 'BYTES':
    case 'DATE':
    case 'JSON':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return from.kind === to.kind
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return false
  }
}

type Widen = (from: Column, { rows, count }: Selection, to: Column) => void

function wideningOf(from: LogicalType, to: LogicalType): Widen | null {
  const integer = from.kind === 'TINYINT' || from.kind === 'SMALLINT' || from.kind === 'INT'
  if (integer && to.kind === 'BIGINT') return int32ToInt64
  if (integer && to.kind === 'DOUBLE') return int32ToFloat64
  return null
}

function bindWidening(operand: Evaluator, kind: Column['kind'], widen: Widen): Evaluator {
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures)
    const result = takeColumn(chunk.memory, kind, chunk.rowCount)
    widen(column, selection, result)
    return result
  }
}

function int32ToInt64(from: Column, { rows, count }: Selection, to: Column): void {
  if (from.kind !== 'i32' || to.kind !== 'i64') throw new Error(`${from.kind} to ${to.kind} is no widening`)
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    to.words[row * 2] = from.values[row]
    to.words[row * 2 + 1] = from.values[row] >> 31
    to.valid[row] = from.valid[row]
  }
}

function int32ToFloat64(from: Column, { rows, count }: Selection, to: Column): void {
  if (from.kind !== 'i32' || to.kind !== 'f64') throw new Error(`${from.kind} to ${to.kind} is no widening`)
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    to.values[row] = from.values[row]
    to.valid[row] = from.valid[row]
  }
}

/** NULL where the operand fails. Its failures are looked at here and forgotten. */
export function bindTry({ operand, type }: Try, bind: Bind): Evaluator {
  const evaluate = bind(operand)
  const own = new Failures(chunkRowsMax)
  const kind = columnKindOf(type)
  return (chunk, selection) => {
    own.clear()
    const column = evaluate(chunk, selection, own)
    if (own.count === 0) return column
    const result = takeColumn(chunk.memory, kind, chunk.rowCount)
    copyRows(column, result, selection.rows, selection.count)
    for (const row of own.failedRows) result.valid[row] = 0
    return result
  }
}
