import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { allRows } from '../../src/engine/selection.ts'
import { GrowingBytes } from '../../src/formats/byte-buffer.ts'
import { HiveTextEncoder } from '../../src/formats/text/encoder.ts'
import { valueText, valueToJsonText } from '../../src/types/conversion/value-text.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { textSeparatorsMax, textSeparatorsOf } from '../../src/types/text-separators.ts'
import type { Value } from '../../src/types/value.ts'
import { arbitraryNestedColumn } from '../support/arbitrary-nested.ts'
import { outputColumn, rowViewOf } from '../support/columns.ts'

type Form = string | null | readonly Form[]

/** Scalars as the file has them, before escaping. */
function scalarText(type: LogicalType, value: Value): string {
  switch (type.kind) {
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('base64')
    case 'TIMESTAMP_LTZ':
      return valueText(value, type).replace('Z', '')
    case 'FLOAT':
    case 'DOUBLE':
      return valueToJsonText(value, type)
    default:
      return valueText(value, type)
  }
}

function formOf(type: LogicalType, value: Value): Form {
  if (value === null) return null
  switch (type.kind) {
    case 'ARRAY':
      return (value as readonly Value[]).map((part) => formOf(type.element, part))
    case 'MAP':
      return [...(value as ReadonlyMap<string, Value>)].map(([key, part]) => [key, formOf(type.value, part)])
    case 'ROW':
      return type.fields.map((field, at) => formOf(field.type, (value as readonly Value[])[at]))
    default:
      return scalarText(type, value)
  }
}

/** What LazySimpleSerDe makes of a text: `\N` is NULL; lists are split at their level's separator, where no backslash is before it. */
function readAsHive(type: LogicalType, text: string, level: number): Form {
  if (text === '\\N') return null
  const separator = String.fromCharCode(level + 1)
  switch (type.kind) {
    case 'ARRAY':
      return text === '' ? [] : split(text, separator).map((part) => readAsHive(type.element, part, level + 1))
    case 'MAP': {
      if (text === '') return []
      return split(text, separator).map((member) => {
        const [key, part] = split(member, String.fromCharCode(level + 2))
        return [unescaped(key), readAsHive(type.value, part, level + 2)]
      })
    }
    case 'ROW': {
      const parts = split(text, separator)
      return type.fields.map((field, at) => readAsHive(field.type, parts[at], level + 1))
    }
    default:
      return unescaped(text)
  }
}

function split(text: string, separator: string): string[] {
  const parts: string[] = ['']
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') parts[parts.length - 1] += text[i] + text[++i]
    else if (text[i] === separator) parts.push('')
    else parts[parts.length - 1] += text[i]
  }
  return parts
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { n: '\n', r: '\r' }
  return text.replace(/\\(.)/gs, (_, letter: string) => letters[letter] ?? letter)
}

/** Whether the text of something in it says something else: of one part, and that NULL, or nothing. */
function isAmbiguous(type: LogicalType, value: Value): boolean {
  if (value === null) return false
  switch (type.kind) {
    case 'ARRAY': {
      const parts = value as readonly Value[]
      if (parts.length === 1 && (parts[0] === null || isWithoutText(type.element, parts[0]))) return true
      return parts.some((part) => isAmbiguous(type.element, part))
    }
    case 'MAP':
      return [...(value as ReadonlyMap<string, Value>).values()].some((part) => isAmbiguous(type.value, part))
    case 'ROW': {
      const parts = value as readonly Value[]
      return (
        (parts.length === 1 && parts[0] === null) || parts.some((part, at) => isAmbiguous(type.fields[at].type, part))
      )
    }
    default:
      return false
  }
}

function isWithoutText(type: LogicalType, value: Value): boolean {
  const form = formOf(type, value)
  if (type.kind !== 'ROW') return form !== null && form.length === 0
  return type.fields.length === 1 && isWithoutText(type.fields[0].type, (value as readonly Value[])[0])
}

test('nested values in text files are read by Hive as what they were, or reported', () => {
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((count) => fc.array(arbitraryNestedColumn(count), { minLength: 1, maxLength: 3 }))
    .filter((columns) => columns.every(({ type }) => textSeparatorsOf(type) <= textSeparatorsMax))
  fc.assert(
    fc.property(table, (generated) => {
      const columns = generated.map(({ type, nullable }, c) => outputColumn(`c${c}`, type, nullable))
      const rows = generated[0].values.map((_, r) => generated.map(({ values }) => values[r]))
      const out = new GrowingBytes(1)
      const ends = { of: new Uint32Array(0) }
      const reported = new Set<number>()
      const view = rowViewOf(columns, rows)
      new HiveTextEncoder(columns).encode(view, allRows(rows.length), out, ends, (row) => reported.add(row))
      rows.forEach((row, r) => {
        const ambiguous = columns.some(({ type }, c) => isAmbiguous(type, row[c]))
        assert.equal(reported.has(r), ambiguous, `row ${r}`)
        if (ambiguous) return
        const line = out.bytes.toString('utf8', r === 0 ? 0 : ends.of[r - 1], ends.of[r])
        assert.ok(line.indexOf('\n') === line.length - 1, 'one line')
        const fields = split(line.slice(0, -1), '\u0001')
        columns.forEach(({ type }, c) => {
          assert.deepEqual(readAsHive(type, fields[c], 1), formOf(type, row[c]), `row ${r}, column ${c}`)
        })
      })
    }),
    { numRuns: 300 },
  )
})
