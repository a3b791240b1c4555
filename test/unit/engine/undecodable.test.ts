/** Records that were not valid in their source's encoding. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

const original = Uint8Array.of(0xd6, 0xd0, 0xff)
const batch = batchOf(['good', '中\ufffd bad', '中\ufffd unwanted'], {
  undecodable: { encoding: 'gb18030', originals: new Map([1, 2].map((record) => [record, original])) },
})

test('the table that keeps it raises DECODE_UTF8; the error stream has the bytes as they came', () => {
  const node = tableOf(
    'a STRING',
    `FILTER NOT CONTAINS 'unwanted' PARSE CSV`,
    `CREATE SINK bad WITH ('connector' = 'print') AS SELECT error_code, message, raw, raw_bytes FROM ERRORS OF s;
    CREATE SINK others WITH ('connector' = 'print') AS SELECT raw, raw_bytes FROM UNCLAIMED OF s;`,
  )
  const { rows } = runEngine(node, [batch])
  assert.deepEqual(rows('out'), [{ a: 'good' }])
  assert.deepEqual(rows('bad'), [
    {
      error_code: 'DECODE_UTF8',
      message: 'the record is not valid gb18030',
      raw: '中\ufffd bad',
      raw_bytes: original,
    },
  ])
  assert.deepEqual(rows('others'), [{ raw: '中\ufffd unwanted', raw_bytes: original }])
})
