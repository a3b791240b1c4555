/**
 * One value at a time by the scalar conversion of `types/`, which has the last word: fast kernels hand over whatever they do not
 * recognise, so that each of them only needs to be right about what it accepts.
 */
import type { LogicalType } from '../../../types/logical.ts'
import { contextOfColumn, type ConversionContext } from '../../../types/conversion/context.ts'
import { convertJson } from '../../../types/conversion/json.ts'
import { convertText } from '../../../types/conversion/text.ts'
import type { JsonNode } from '../../../types/json/node.ts'
import { parseJson } from '../../../types/json/parse.ts'
import { Failure, type Value } from '../../../types/value.ts'
import type { Column } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import { writeValue } from '../../values.ts'
import type { Conversion, ConversionOptions, RecordTime, ReportFailure } from './conversion.ts'

/** Converts one row, whatever its slice. */
export type ScalarConversion = (
  slices: Slices,
  row: number,
  out: Column,
  memory: Memory,
  recordTimeMs: RecordTime,
  report: ReportFailure,
) => void

export function bindScalar(type: LogicalType, options: ConversionOptions): ScalarConversion {
  const context = contextOfColumn(type.kind, options.formats, options.timeZone)
  return (slices, row, out, memory, recordTimeMs, report) => {
    const kind = slices.kinds[row] as SliceKind
    if (kind <= SliceKind.Null) {
      out.valid[row] = 0
      return
    }
    const start = slices.starts[row]
    const text = memory.bytes.toString('utf8', start, start + slices.lengths[row])
    const ofRecord = { ...context, recordMicros: microsOf(recordTimeMs(row)) }
    const value = convertSlice(kind, text, type, ofRecord)
    if (value instanceof Failure) {
      out.valid[row] = 0
      report(row, value)
    } else {
      writeValue(memory, out, type, row, value)
    }
  }
}

/** Kafka's -1 means that the record has no timestamp. */
function microsOf(recordMs: number): bigint | null {
  return recordMs === -1 ? null : BigInt(Math.trunc(recordMs)) * 1000n
}

/** For types that have no kernel of their own. */
export function convertByScalar(type: LogicalType, options: ConversionOptions): Conversion {
  const convertRow = bindScalar(type, options)
  return (slices, { rows, count }, out, memory, recordTimeMs, report) => {
    for (let k = 0; k < count; k++) convertRow(slices, rows[k], out, memory, recordTimeMs, report)
  }
}

function convertSlice(kind: SliceKind, text: string, type: LogicalType, context: ConversionContext): Value | Failure {
  if (kind === SliceKind.Missing || kind === SliceKind.Null) return null
  return kind === SliceKind.Text ? convertText(text, type, context) : convertJson(nodeOf(kind, text), type, context)
}

function nodeOf(kind: Exclude<SliceKind, 0 | 1 | 2>, text: string): JsonNode {
  switch (kind) {
    case SliceKind.String:
    case SliceKind.EscapedString:
      return { kind: 'string', escaped: text }
    case SliceKind.Integer:
    case SliceKind.Fraction:
      return { kind: 'number', text }
    case SliceKind.True:
      return { kind: 'boolean', value: true }
    case SliceKind.False:
      return { kind: 'boolean', value: false }
    case SliceKind.Object:
    case SliceKind.Array: {
      const node = parseJson(text)
      if (node === null) throw new Error('a slice of a document is no JSON')
      return node
    }
  }
}
