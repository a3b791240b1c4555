import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { rowFiles } from '../../src/connectors/hive/file-format.ts'
import { partitionComponent } from '../../src/connectors/hive/partition-path.ts'
import { OpenFiles } from '../../src/connectors/hive/open-files.ts'
import { createHiveSink } from '../../src/connectors/hive/sink.ts'
import { allRows } from '../../src/engine/selection.ts'
import { outputColumn, rowViewOf } from '../support/columns.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const columns = [
  outputColumn('id', { kind: 'INT' }),
  outputColumn('text', { kind: 'STRING' }),
  outputColumn('number', { kind: 'BIGINT' }),
  outputColumn('level', { kind: 'INT' }),
]

interface GeneratedRow {
  readonly text: string | null
  readonly number: bigint | null
  readonly level: number | null
  readonly accepted: boolean
}

const row: fc.Arbitrary<GeneratedRow> = fc.record({
  text: fc.constantFrom(null, '', 'a', 'b', 'ab', 'a/b', '\u0001', '界', 'a\0'),
  number: fc.constantFrom(null, 0n, -1n, 1n, 2n ** 32n, 2n ** 63n - 1n),
  level: fc.constantFrom(null, 0, -1),
  accepted: fc.boolean(),
})
const chunks = fc.array(fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 30 }), endsEpoch: fc.boolean() }), {
  maxLength: 12,
})
const limits = fc.record({
  fileBytesMax: fc.constantFrom(1, 30, 100_000),
  handlesMax: fc.constantFrom(1, 3, 200),
  bytesMax: fc.constantFrom(1, 10_000, 1_000_000),
  partitionWriters: fc.constantFrom(1, 1, 3),
})

function folderOf(column: string, value: string | number | bigint | null): string {
  const component = partitionComponent(column, value === null ? null : String(value))
  assert.ok(typeof component === 'string')
  return component
}

test('every accepted row is in one file of its partition and salt, in order of arrival there', async (t) => {
  const path = temporaryFolder(t)
  await fc.assert(
    fc.asyncProperty(chunks, limits, async (generated, { fileBytesMax, partitionWriters, ...limit }) => {
      rmSync(path, { recursive: true, force: true })
      const format = rowFiles('json', {})
      const options = {
        path,
        format,
        columns,
        partitionedBy: ['text', 'number', 'level'],
        fileBytesMax,
        partitionWriters,
      }
      const sink = createHiveSink(options, { shard: 's', files: new OpenFiles(limit) })
      await sink.open()
      const expected = new Map<string, number[]>()
      const found = new Map<string, number[]>()
      const ids = (of: Map<string, number[]>, folder: string): number[] => {
        if (!of.has(folder)) of.set(folder, [])
        return of.get(folder)!
      }
      /** By id. */
      const salts: number[] = []
      let id = 0
      let epoch = 1
      sink.beginEpoch({ epoch, attempt: 'x' })
      const endEpoch = async (): Promise<void> => {
        const files = await sink.endEpoch()
        const numbers = files.map(({ final }) => Number(/-(\d+)\.jsonl$/.exec(final)?.[1]))
        assert.equal(new Set(numbers).size, files.length)
        for (const file of files.toSorted((a, b) => numbers[files.indexOf(a)] - numbers[files.indexOf(b)])) {
          const lines = readFileSync(file.staged, 'utf8').trimEnd().split('\n')
          assert.equal(lines.length, file.rows)
          const held = lines.map((line) => JSON.parse(line).id as number)
          assert.equal(new Set(held.map((one) => salts[one])).size, 1)
          ids(found, `${dirname(relative(path, file.final))} ${salts[held[0]]}`).push(...held)
        }
        sink.beginEpoch({ epoch: ++epoch, attempt: 'x' })
      }
      for (const { rows, endsEpoch } of generated) {
        const first = id
        // Row r of a chunk has the hash r.
        rows.forEach((_, index) => salts.push(index % partitionWriters))
        const view = rowViewOf(
          columns,
          rows.map(({ text, number, level }) => [id++, text, number, level]),
        )
        const reported = new Set<number>()
        sink.prepare(view, allRows(rows.length), (index) => reported.add(index))
        const kept = [...rows.keys()].filter((index) => rows[index].accepted && !reported.has(index))
        sink.accept(view, { rows: Int32Array.from(kept), count: kept.length })
        for (const [index, { text, number, level, accepted }] of rows.entries()) {
          assert.equal(reported.has(index), text === 'a\0')
          if (!accepted || reported.has(index)) continue
          const folder = [folderOf('text', text), folderOf('number', number), folderOf('level', level)].join('/')
          ids(expected, `${folder} ${salts[first + index]}`).push(first + index)
        }
        await sink.drain()
        if (endsEpoch) await endEpoch()
      }
      await endEpoch()
      assert.deepEqual(
        [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)),
        [...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      )
      assert.equal(sink.totals.rows, [...expected.values()].flat().length)
      await sink.close()
    }),
    { numRuns: 25 },
  )
})
