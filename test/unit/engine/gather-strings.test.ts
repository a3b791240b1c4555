import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { takeColumn } from '../../../src/engine/column.ts'
import type { BytesColumn } from '../../../src/engine/column.ts'
import { gatherStrings } from '../../../src/engine/kernels/gather-strings.ts'
import { Memory } from '../../../src/engine/memory.ts'

/** null: NULL. */
function columnOf(memory: Memory, strings: readonly (Buffer | null)[]): BytesColumn {
  const column = takeColumn(memory, 'bytes', strings.length) as BytesColumn
  strings.forEach((string, row) => {
    if (string === null) return
    const start = memory.take(string.length)
    string.copy(memory.bytes, start)
    column.valid[row] = 1
    column.starts[row] = start
    column.lengths[row] = string.length
  })
  return column
}

function plain(strings: readonly (Buffer | null)[]): Buffer {
  const pieces = strings.flatMap((string) => {
    if (string === null) return []
    const length = Buffer.alloc(4)
    length.writeInt32LE(string.length)
    return [length, string]
  })
  return Buffer.concat(pieces)
}

const string = fc.uint8Array({ maxLength: 300, size: 'max' }).map((bytes) => Buffer.from(bytes))
const maybeTaken = fc.record({ string: fc.option(string), isTaken: fc.boolean() })

test('strings of some rows one behind the other, up to what is wanted, NULLs left out', () => {
  const memory = new Memory(1 << 20)
  const mark = memory.mark()
  const some = fc.array(maybeTaken, { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 4_000 }), (given, bytesWanted) => {
      memory.release(mark)
      const column = columnOf(
        memory,
        given.map((one) => one.string),
      )
      const rows = Int32Array.from(given.keys()).filter((row) => given[row].isTaken)
      const wanted: (Buffer | null)[] = []
      for (const row of rows) if (plain(wanted).length < bytesWanted) wanted.push(given[row].string)
      const before = memory.mark()
      const gathered = gatherStrings(memory, column, rows, 0, rows.length, bytesWanted)
      assert.equal(memory.mark(), before)
      if (rows.length === 0) return assert.equal(gathered, null)
      assert.ok(gathered !== null)
      const { start, end, last, count } = gathered
      assert.equal(gathered.rows, wanted.length)
      assert.equal(count, wanted.filter((one) => one !== null).length)
      assert.deepEqual(Buffer.from(memory.bytes.subarray(start, end)), plain(wanted))
      const final = wanted.findLast((one) => one !== null)
      if (final !== undefined) assert.deepEqual(Buffer.from(memory.bytes.subarray(last + 4, end)), final)
    }),
  )
})

test('a string that is longer than there is room for is left to the caller, with those behind it', () => {
  const memory = new Memory(1 << 20)
  const long = Buffer.alloc(200_000, 'x')
  const column = columnOf(memory, [Buffer.from('a'), null, long, Buffer.from('b')])
  const rows = Int32Array.of(0, 1, 2, 3)
  const { rows: taken, count } = gatherStrings(memory, column, rows, 0, 4, 1 << 20) ?? {}
  assert.deepEqual([taken, count], [2, 1])
  assert.equal(gatherStrings(memory, column, rows, 2, 4, 1 << 20), null)
})
