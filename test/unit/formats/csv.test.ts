import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { GrowingBytes } from '../../../src/formats/byte-buffer.ts'
import { csvDefaults, CsvEncoder, csvHeader } from '../../../src/formats/csv/encoder.ts'
import type { CsvOptions } from '../../../src/formats/csv/encoder.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'

function encode(columns: readonly OutputColumn[], rows: readonly (readonly Value[])[], options?: CsvOptions): Buffer {
  const out = new GrowingBytes(1)
  const ends = { of: new Uint32Array(0) }
  new CsvEncoder(columns, options).encode(rowViewOf(columns, rows), allRows(rows.length), out, ends)
  return Buffer.concat([csvHeader(columns, options), out.bytes.subarray(0, out.length)])
}

const columns = [
  outputColumn('s', { kind: 'STRING' }),
  outputColumn('odd, "name"', { kind: 'BIGINT' }),
  outputColumn('t', { kind: 'TIMESTAMP_LTZ', precision: 3 }),
  outputColumn('b', { kind: 'BYTES' }),
]
const rows: Value[][] = [
  ['plain', 9_007_199_254_740_993n, 0n, Uint8Array.of(0, 255)],
  ['', -1n, -1000n, null],
  [null, null, null, null],
  ['say "hi", twice\r\nnext', 1n, 1_000_000n, new Uint8Array()],
]

test('the file, byte for byte', () => {
  assert.equal(
    encode(columns, rows).toString(),
    's,"odd, ""name""",t,b\n' +
      'plain,9007199254740993,1970-01-01 00:00:00.000Z,AP8=\n' +
      '"",-1,1969-12-31 23:59:59.999Z,\n' +
      ',,,\n' +
      '"say ""hi"", twice\r\nnext",1,1970-01-01 00:00:01.000Z,""\n',
  )
})

test('DuckDB reads the same rows, with any delimiter', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-csv-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const fieldDelimiter of [csvDefaults.fieldDelimiter, ';', '-']) {
      const path = join(folder, 'file.csv')
      writeFileSync(path, encode(columns, rows, { fieldDelimiter }))
      const result = await connection.runAndReadAll(
        `SELECT * FROM read_csv('${path}', all_varchar = true, header = true, delim = '${fieldDelimiter}', quote = '"',
           escape = '"', nullstr = '', allow_quoted_nulls = false, auto_detect = false, strict_mode = false,
           columns = {'s': 'VARCHAR', 'n': 'VARCHAR', 't': 'VARCHAR', 'b': 'VARCHAR'})`,
      )
      assert.deepEqual(result.getRowsJS(), [
        ['plain', '9007199254740993', '1970-01-01 00:00:00.000Z', 'AP8='],
        ['', '-1', '1969-12-31 23:59:59.999Z', null],
        [null, null, null, null],
        ['say "hi", twice\r\nnext', '1', '1970-01-01 00:00:01.000Z', ''],
      ])
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true })
  }
})
