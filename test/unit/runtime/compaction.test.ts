/** Compaction, broken off before every file operation: nothing is lost, nothing is seen twice, the next run finishes it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import { mergeFiles } from '../../../src/connectors/hive/merge-files.ts'
import { rowFiles } from '../../../src/connectors/hive/file-format.ts'
import { chooseGroups } from '../../../src/runtime/compact/choose.ts'
import type { DataFile } from '../../../src/runtime/compact/choose.ts'
import { compactPartition, finishCompaction } from '../../../src/runtime/compact/compact-partition.ts'
import type { Compactor, Partition } from '../../../src/runtime/compact/compact-partition.ts'
import { nodeFiles } from '../../../src/runtime/state/durable-files.ts'
import type { DurableFiles } from '../../../src/runtime/state/durable-files.ts'
import { StateFolder } from '../../../src/runtime/state/state-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const MB = 1024 * 1024
const job = { uuid: '3fa9c1d2-0000-4000-8000-000000000000', name: 'test' }

function compactorIn(folder: string, files: DurableFiles = nodeFiles): Compactor {
  let attempts = 0
  return {
    state: new StateFolder(join(folder, 'state')),
    job,
    files,
    merge: async (inputs, to) => mergeFiles(inputs, to, rowFiles('json', {}), []),
    newAttempt: () => `${++attempts}`.padStart(32, '0'),
    wallMs: () => 0,
  }
}

/** Three files of two rows each in a closed partition. */
function partitionIn(folder: string): Partition {
  const path = 'dt=2026-11-20'
  const at = join(folder, 'out', path)
  mkdirSync(at, { recursive: true })
  writeFileSync(join(at, '_SUCCESS'), '')
  const files = [1, 2, 3].map((epoch): DataFile => {
    const text = `{"n":${epoch}0}\n{"n":${epoch}1}\n`
    const file = join(at, `part-3fa9c1-1-0-${epoch}-0.jsonl`)
    writeFileSync(file, text)
    return { path: file, rows: 2, bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') }
  })
  return { sink: 'k', folder: join(folder, 'out'), path, files }
}

function visibleLines({ folder, path }: Partition): string[] {
  const names = readdirSync(join(folder, path)).filter((name) => name.startsWith('part-'))
  return names.flatMap((name) =>
    readFileSync(join(folder, path, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  )
}

const rows = ['{"n":10}', '{"n":11}', '{"n":20}', '{"n":21}', '{"n":30}', '{"n":31}']

function assertWhole(partition: Partition): void {
  assert.deepEqual(visibleLines(partition), rows)
  const names = readdirSync(join(partition.folder, partition.path))
  assert.deepEqual(names, ['_SUCCESS', 'part-3fa9c1-compact-1-0.jsonl'])
  assert.deepEqual(readdirSync(join(partition.folder, '_staging')), [], 'nothing is left in staging')
}

test('three files become one, their rows in order', async (t) => {
  const folder = temporaryFolder(t)
  const partition = partitionIn(folder)
  const outcome = await compactPartition(compactorIn(folder), partition, MB)
  assert.deepEqual(outcome, { kind: 'compacted', filesBefore: 3, filesAfter: 1, rows: 6 })
  assertWhole(partition)
})

class Stopped extends Error {}

/** Throws in place of the file operation of this number, from 0. */
function stoppingAt(operation: number): { readonly files: DurableFiles; readonly isStopped: () => boolean } {
  let left = operation
  let stopped = false
  const files = new Proxy(nodeFiles, {
    get(target, name): unknown {
      const method = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>
      return async (...given: unknown[]) => {
        if (left-- <= 0) {
          stopped = true
          throw new Stopped()
        }
        return method.apply(target, given)
      }
    },
  })
  return { files, isStopped: () => stopped }
}

async function finishAndCompact(folder: string, partition: Partition): Promise<void> {
  const compactor = compactorIn(folder)
  await finishCompaction(compactor, partition)
  const left = new Set(readdirSync(join(partition.folder, partition.path)))
  const files = partition.files.filter((file) => left.has(basename(file.path)))
  await compactPartition({ ...compactor, newAttempt: () => 'f'.repeat(32) }, { ...partition, files }, MB)
}

test('stopped before every file operation, and again while it is finished', async (t) => {
  let operation = 0
  for (let isStopped = true; isStopped; operation++) {
    const folder = temporaryFolder(t)
    const partition = partitionIn(folder)
    const stopping = stoppingAt(operation)
    await compactPartition(compactorIn(folder, stopping.files), partition, MB).catch((error: unknown) => {
      if (!(error instanceof Stopped)) throw error
    })
    isStopped = stopping.isStopped()
    const seen = visibleLines(partition)
    assert.equal(new Set(seen).size, seen.length, `a row is seen twice after operation ${operation}`)
    const isSuccess = readdirSync(join(partition.folder, partition.path)).includes('_SUCCESS')
    if (isSuccess) assert.deepEqual(seen, rows, `a complete partition lacks rows after operation ${operation}`)
    const again = stoppingAt(operation % 7)
    await finishCompaction(compactorIn(folder, again.files), partition).catch((error: unknown) => {
      if (!(error instanceof Stopped)) throw error
    })
    await finishAndCompact(folder, partition)
    assertWhole(partition)
  }
  assert.ok(operation > 20, `only ${operation} operations`)
})

test('a file that was changed is refused, and all stays as it was', async (t) => {
  const folder = temporaryFolder(t)
  const partition = partitionIn(folder)
  writeFileSync(partition.files[1].path, '{"n":99}\n')
  const before = visibleLines(partition)
  await assert.rejects(
    compactPartition(compactorIn(folder), partition, MB),
    /part-3fa9c1-1-0-2-0.jsonl` is not as its manifest says/,
  )
  assert.deepEqual(visibleLines(partition), before)
  assert.deepEqual(readdirSync(join(partition.folder, '_staging')), [])
})

test('of two at once, one does it and the other leaves it', async (t) => {
  const folder = temporaryFolder(t)
  const partition = partitionIn(folder)
  const first = compactorIn(folder)
  const merge: Compactor['merge'] = async (inputs, to) => {
    const output = await first.merge(inputs, to)
    // While this one merged, another one has done it all.
    await compactPartition({ ...first, newAttempt: () => 'e'.repeat(32) }, partition, MB)
    return output
  }
  assert.deepEqual(await compactPartition({ ...first, merge }, partition, MB), { kind: 'lost' })
  assertWhole(partition)
})

test('which files are merged', () => {
  const sizes = (bytesMax: number, ...bytes: number[]): number[][] =>
    chooseGroups(
      bytes.map((size, index) => ({ path: `part-${index}`, rows: 1, bytes: size, sha256: '' })),
      bytesMax,
    ).map((group) => group.map((file) => file.bytes))
  assert.deepEqual(sizes(100, 10, 20, 30), [[10, 20, 30]])
  assert.deepEqual(sizes(100, 10, 50, 20), [[10, 20]], 'a file of half the size stays')
  assert.deepEqual(sizes(100, 40, 40, 40, 40), [
    [40, 40],
    [40, 40],
  ])
  assert.deepEqual(sizes(100, 49, 49, 49), [[49, 49]], 'one alone is not written again')
  assert.deepEqual(sizes(100), [])
})
