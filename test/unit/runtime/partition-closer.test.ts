/** When partitions get their `_SUCCESS`. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { PartitionCloser } from '../../../src/runtime/partitions/closer.ts'
import type { CloserParts, ClosingRule } from '../../../src/runtime/partitions/closer.ts'
import { giveSuccess, takeSuccess } from '../../../src/runtime/partitions/success.ts'
import type { ManifestFile } from '../../../src/runtime/protocol/manifest.ts'
import { nodeFiles } from '../../../src/runtime/state/durable-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hourMs = 3_600_000
const micros = (text: string): number => Date.parse(text) * 1000

function ruleOf(folder: string, more: Partial<ClosingRule> = {}): ClosingRule {
  const clock = { pattern: '$dt $hour:00:00', type: { kind: 'TIMESTAMP_LTZ', precision: 3 }, timeZone: 'UTC' } as const
  return {
    sink: 'k',
    folder,
    levels: 2,
    delayMs: hourMs,
    trigger: { kind: 'partition-time', table: 't', clock },
    ...more,
  }
}

function fileIn(folder: string, partition: string, rows = 1): ManifestFile {
  mkdirSync(join(folder, partition), { recursive: true })
  const final = join(folder, partition, 'part-3fa9c1-1-0-1-0.parquet')
  writeFileSync(final, '')
  return { sink: 'k', staged: '', final, rows, bytes: 0, sha256: '' }
}

let attempts = 0
const parts: CloserParts = {
  files: nodeFiles,
  newAttempt: () => String(++attempts).padStart(32, '0'),
  isCompacting: async () => false,
}
const isClosed = (folder: string, partition: string): boolean => existsSync(join(folder, partition, '_SUCCESS'))

test('a partition is closed once the watermark has passed its beginning and the delay', async (t) => {
  const folder = temporaryFolder(t)
  const closer = new PartitionCloser([ruleOf(folder)], parts)
  const files = ['dt=2026-11-20/hour=10', 'dt=2026-11-20/hour=11', 'dt=x/hour=11'].map((path) => fileIn(folder, path))
  assert.deepEqual(await closer.published(files, 0), new Map())
  assert.deepEqual(await closer.close(() => null, 0), [], 'not before there is a watermark')
  assert.deepEqual(await closer.close(() => micros('2026-11-20T10:59:59Z'), 0), [])
  assert.deepEqual(closer.oldestOpen(), { sink: 'k', path: 'dt=2026-11-20/hour=10' })
  assert.deepEqual(await closer.close((table) => (table === 't' ? micros('2026-11-20T11:00:00Z') : null), 0), [
    { sink: 'k', path: 'dt=2026-11-20/hour=10' },
  ])
  assert.ok(isClosed(folder, 'dt=2026-11-20/hour=10') && !isClosed(folder, 'dt=2026-11-20/hour=11'))
  assert.deepEqual(closer.oldestOpen(), { sink: 'k', path: 'dt=2026-11-20/hour=11' })
})

test('rows that come later are counted, and leave it closed', async (t) => {
  const folder = temporaryFolder(t)
  const closer = new PartitionCloser([ruleOf(folder)], parts)
  await closer.published([fileIn(folder, 'dt=2026-11-20/hour=10')], 0)
  await closer.close(() => micros('2026-11-20T12:00:00Z'), 0)
  const late = await closer.published(
    [fileIn(folder, 'dt=2026-11-20/hour=10', 7), fileIn(folder, 'dt=2026-11-20/hour=11', 5)],
    0,
  )
  assert.deepEqual(late, new Map([['k', 7]]))
})

test('what an earlier process left open is found', async (t) => {
  const folder = temporaryFolder(t)
  for (const path of ['dt=2026-11-20/hour=10', 'dt=2026-11-20/hour=11', '_staging/x=1', 'dt=2026-11-20/hour=12'])
    fileIn(folder, path)
  writeFileSync(join(folder, 'dt=2026-11-20/hour=11/_SUCCESS'), '')
  const closer = new PartitionCloser([ruleOf(folder)], parts)
  await closer.start(0)
  const closed = await closer.close(() => micros('2026-11-21T00:00:00Z'), 0)
  assert.deepEqual(
    closed.map(({ path }) => path),
    ['dt=2026-11-20/hour=10', 'dt=2026-11-20/hour=12'],
  )
})

test('by the clock: so long after its last file', async (t) => {
  const folder = temporaryFolder(t)
  const closer = new PartitionCloser([ruleOf(folder, { trigger: { kind: 'process-time' } })], parts)
  await closer.published([fileIn(folder, 'dt=x/hour=1')], 0)
  await closer.published([fileIn(folder, 'dt=x/hour=1')], hourMs)
  assert.deepEqual(await closer.close(() => null, 2 * hourMs - 1), [])
  assert.equal((await closer.close(() => null, 2 * hourMs)).length, 1)
})

test('not while its files are replaced', async (t) => {
  const folder = temporaryFolder(t)
  let isCompacting = true
  const closer = new PartitionCloser([ruleOf(folder)], { ...parts, isCompacting: async () => isCompacting })
  await closer.published([fileIn(folder, 'dt=2026-11-20/hour=10')], 0)
  assert.deepEqual(await closer.close(() => micros('2026-11-21T00:00:00Z'), 0), [])
  isCompacting = false
  assert.equal((await closer.close(() => micros('2026-11-21T00:00:00Z'), 0)).length, 1)
})

test('another process was faster: it is closed, and not told a second time', async (t) => {
  const folder = temporaryFolder(t)
  const closer = new PartitionCloser([ruleOf(folder)], parts)
  await closer.published([fileIn(folder, 'dt=2026-11-20/hour=10')], 0)
  writeFileSync(join(folder, 'dt=2026-11-20/hour=10/_SUCCESS'), '')
  assert.deepEqual(await closer.close(() => micros('2026-11-21T00:00:00Z'), 0), [])
  assert.equal(closer.oldestOpen(), null)
})

test('who looked before a compaction was decided, and slept since, closes nothing in the middle of it', async (t) => {
  const folder = temporaryFolder(t)
  const partition = { folder, path: 'dt=2026-11-20/hour=10' }
  fileIn(folder, partition.path)
  const decideMeanwhile = async (): Promise<boolean> => {
    await takeSuccess(nodeFiles, partition)
    return true
  }
  assert.equal(await giveSuccess(nodeFiles, partition, 'a'.repeat(32), decideMeanwhile), false)
  assert.ok(!isClosed(folder, partition.path))
  assert.equal(await giveSuccess(nodeFiles, partition, 'b'.repeat(32), async () => true), true)
  assert.ok(isClosed(folder, partition.path))
  assert.deepEqual(readdirSync(join(folder, '_staging')), [], 'no token is left')
})
