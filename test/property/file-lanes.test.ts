/**
 * Files shared by shards, which are stopped anywhere, change their number and begin or cease to cut while files grow and are
 * renamed: each record comes once, as the bytes at hand said when it was read, and wherever it begins.
 */
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { createFileSource } from '../../src/connectors/file/source.ts'
import type { SourcePositions } from '../../src/connectors/ports.ts'
import { mergePositions, Positions } from '../../src/runtime/sources/positions.ts'
import { awkwardPieces } from '../support/naive-lines.ts'
import { recordsOf } from '../support/records.ts'
import type { ReadRecord } from '../support/records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const pieces = fc.array(fc.constantFrom(...awkwardPieces), { maxLength: 40 }).map((parts) => parts.join(''))

/** What happens one after another, while the shards' positions are kept as manifests keep them. */
const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('grow' as const), file: fc.nat(2), more: pieces }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('layout' as const),
      shards: fc.integer({ min: 1, max: 16 }),
      isCut: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('read' as const), shard: fc.nat(15), batches: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), file: fc.nat(2) }) },
)

class Readers {
  readonly records: ReadRecord[] = []
  private readonly folder: string
  private readonly chunkBytes: number
  private shards: { readonly isCut: boolean; readonly positions: SourcePositions[] } = { isCut: false, positions: [{}] }

  constructor(folder: string, chunkBytes: number) {
    this.folder = folder
    this.chunkBytes = chunkBytes
  }

  get count(): number {
    return this.shards.positions.length
  }

  layout(count: number, isCut: boolean): void {
    const merged = mergePositions(this.shards.positions)
    this.shards = { isCut, positions: Array.from({ length: count }, () => merged) }
  }

  /** Reads on in one shard: so many batches, and those of them that were committed. */
  async read(shard: number, batchesMax: number): Promise<void> {
    const { isCut, positions } = this.shards
    const source = createFileSource(
      { path: this.folder, recordBytesMax: 20 },
      { untilEnd: true, chunkBytes: this.chunkBytes },
    )
    const kept = new Positions(positions[shard])
    const share = { shard, shards: positions.length, isCut }
    let batches = 0
    for await (const batch of source.batches(kept.of('s'), new AbortController().signal, share)) {
      if (batches++ === batchesMax) break
      this.records.push(...recordsOf(batch))
      batch.release?.()
      if (batch.count === 0) kept.rename('s', batch.next)
      else kept.advance('s', batch.next)
    }
    await source.close()
    positions[shard] = JSON.parse(JSON.stringify(kept.all())) as SourcePositions
  }
}

/** A file as it grew. */
class Expected {
  private text: string
  /** Where it has ended: a line without newline may have been a record then. */
  private readonly ends: Set<number>

  constructor(text: string) {
    this.text = text
    this.ends = new Set([text.length])
  }

  grow(more: string): void {
    this.text += more
    this.ends.add(this.text.length)
  }

  /** In order they lie side by side, with a newline or an end of then in between. */
  check(records: readonly ReadRecord[]): void {
    const { text, ends } = this
    let at = 0
    for (const [index, { offset, text: read, oversized, line }] of records.entries()) {
      const between = text.slice(at, offset)
      const end = offset + (oversized ?? read.length)
      if (index === 0) assert.ok(['', '\u00ef\u00bb\u00bf'].includes(between), 'what is before the first record')
      else
        assert.ok(between === '\n' || between === '\r\n' || (between === '' && ends.has(at)), `lost or twice at ${at}`)
      assert.equal(read, text.slice(offset, offset + read.length))
      const content = text.slice(offset, end)
      assert.ok(!content.includes('\n'), 'two lines in one record')
      assert.ok(line === null || line === index + 1, `line ${line} of the record at ${offset}`)
      at = end
    }
    assert.ok(['', '\n', '\r\n', '\u00ef\u00bb\u00bf\n'].includes(text.slice(at)), `lost from ${at} on`)
  }
}

test('each record of any files once, by whatever shards, in whatever order', async (t) => {
  const folder = temporaryFolder(t)
  await fc.assert(
    fc.asyncProperty(
      fc.array(pieces, { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 8, max: 40 }),
      fc.array(event, { maxLength: 20 }),
      async (texts, chunkBytes, events) => {
        rmSync(folder, { recursive: true })
        const names = ['a', 'b', 'c']
        mkdirSync(folder)
        for (const [index, name] of names.entries()) writeFileSync(join(folder, name), texts[index], 'latin1')
        const readers = new Readers(folder, chunkBytes)
        const files = texts.map((text) => new Expected(text))
        let renames = 0
        for (const happening of events) {
          switch (happening.kind) {
            case 'grow':
              appendFileSync(join(folder, names[happening.file]), happening.more, 'latin1')
              files[happening.file].grow(happening.more)
              break
            case 'layout':
              readers.layout(happening.shards, happening.isCut)
              break
            case 'read':
              await readers.read(happening.shard % readers.count, happening.batches)
              break
            case 'rename': {
              const name = `${names[happening.file][0]}${++renames}`
              renameSync(join(folder, names[happening.file]), join(folder, name))
              names[happening.file] = name
            }
          }
        }
        for (let shard = 0; shard < readers.count; shard++) await readers.read(shard, Infinity)
        for (const [index, file] of files.entries()) {
          const own = readers.records.filter(({ topic }) => basename(topic).startsWith('abc'[index]))
          file.check(own.toSorted((a, b) => a.offset - b.offset))
        }
      },
    ),
    { numRuns: 500 },
  )
})
