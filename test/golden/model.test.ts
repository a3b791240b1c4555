/** Checked models as JSON: `model/<case>/input.sql` and `expected.json`; a bigint is written as `"12n"`, bytes in hex. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compile } from '../../src/compile.ts'
import { goldenCases } from './golden.ts'

for (const golden of goldenCases('model')) {
  test(`model: ${golden.name}`, () => {
    const { model, diagnostics } = compile([{ path: 'input.sql', text: golden.read('input.sql') }])
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    )
    golden.expect('expected.json', `${JSON.stringify(model, written, 1)}\n`)
  })
}

function written(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}
