import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { createFileSource } from '../../src/connectors/file/source.ts'
import type { Position } from '../../src/engine/batch.ts'
import { awkwardPieces, naiveLines } from '../support/naive-lines.ts'
import { recordsOf } from '../support/records.ts'
import type { ReadRecord } from '../support/records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const compressions = {
  plain: (bytes: Buffer): Buffer => bytes,
  gzip: (bytes: Buffer): Buffer => gzipSync(bytes),
  zstd: (bytes: Buffer): Buffer => zstdCompressSync(bytes),
} as const

const pieces = fc.array(fc.constantFrom(...awkwardPieces), { maxLength: 40 }).map((parts) => parts.join(''))
const members = fc.array(pieces, { minLength: 1, maxLength: 5 })

async function read(path: string, from: readonly Position[]) {
  const source = createFileSource({ path }, { untilEnd: true })
  const records: ReadRecord[] = []
  let last: Position | null = null
  for await (const batch of source.batches(from, new AbortController().signal)) {
    records.push(...recordsOf(batch))
    last = batch.next
  }
  await source.close()
  return { records, last }
}

test('a file in any compression, of several members, gives its lines; from every position it gives the rest', async (t) => {
  const path = join(temporaryFolder(t), 'records')
  const compression = fc.constantFrom(...(Object.keys(compressions) as (keyof typeof compressions)[]))
  await fc.assert(
    fc.asyncProperty(members, compression, async (texts, kind) => {
      const text = texts.join('')
      const file = Buffer.concat(texts.map((member) => compressions[kind](Buffer.from(member, 'latin1'))))
      writeFileSync(path, file)
      const expected = naiveLines(text).map((line) => ({ ...line, topic: path }))
      const { records, last } = await read(path, [])
      assert.deepEqual(records, expected)
      if (last === null) return
      for (const { offset, line } of [...expected, { offset: text.length, line: expected.length + 1 }]) {
        const rest = await read(path, [{ ...last, offset, line }])
        assert.deepEqual(rest.records, expected.slice(line - 1))
      }
    }),
    { numRuns: 150 },
  )
})
