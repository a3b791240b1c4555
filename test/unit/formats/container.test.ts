import assert from 'node:assert/strict'
import test from 'node:test'
import { make, serialize } from '../../../src/formats/parquet/container.ts'

test("Thrift's i64 is exact up to 2^53", () => {
  for (const value of [0, 1, 127, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 5_000_000_000, 2 ** 40 + 1, 2 ** 53 - 1]) {
    // Field 3 of type i64, zigzag varint, stop.
    const wanted = [0x36]
    let rest = BigInt(value) * 2n
    for (; rest > 127n; rest >>= 7n) wanted.push(Number(rest & 127n) | 128)
    wanted.push(Number(rest), 0)
    assert.deepEqual([...serialize(make('RowGroup', { num_rows: value }))], wanted, String(value))
  }
})
