/** What a staged file writes, where the system takes less at once than it is given. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { StagingFile } from '../../../src/connectors/hive/staging-file.ts'
import type { ColumnarFileWriter } from '../../../src/formats/ports.ts'

/** Gives parts, first by `takeFinished`, then by `finish`. */
function writerOf(finished: readonly Uint8Array[], rest: readonly Uint8Array[]): ColumnarFileWriter {
  let left = finished
  const take = (): readonly Uint8Array[] => {
    const taken = left
    left = []
    return taken
  }
  const nothing = { columnCount: 1, finishedBytes: 0, bufferedBytes: 0, check: () => {}, append: () => {} }
  return { ...nothing, takeFinished: take, finish: () => [...take(), ...rest] }
}

/** Some parts, among them empty ones. */
function partsOf(lengths: readonly number[]): Buffer[] {
  return lengths.map((length, part) => Buffer.from(Array.from({ length }, (_, i) => part * 31 + i * 7)))
}

test('all parts are written, in order, however few bytes the system takes at once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-staging-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const probe = await open(join(folder, 'probe'), 'w')
  const prototype = Object.getPrototypeOf(probe) as typeof probe
  await probe.close()
  const finished = partsOf([3, 0, 5, 1])
  const rest = partsOf([0, 8, 2, 0, 1500])
  const wanted = Buffer.concat([...finished, ...rest])
  for (const most of [1, 2, 4, 7, 600, 10_000]) {
    const mocked = t.mock.method(prototype, 'writev', async function (this: typeof probe, parts: readonly Buffer[]) {
      const { bytesWritten } = await this.write(Buffer.concat(parts).subarray(0, most))
      return { bytesWritten, buffers: parts }
    })
    const path = join(folder, `part-${most}`)
    const file = new StagingFile(path, `${path}-final`, writerOf(finished, rest))
    await file.flush()
    const staged = await file.finish()
    mocked.mock.restore()
    assert.deepEqual(readFileSync(path), wanted)
    assert.equal(staged.bytes, wanted.length)
    assert.equal(staged.sha256, createHash('sha256').update(wanted).digest('hex'))
  }
})

test('more parts than the system takes at once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-staging-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const parts = partsOf(Array.from({ length: 3000 }, (_, part) => part % 4))
  const path = join(folder, 'part')
  const file = new StagingFile(path, `${path}-final`, writerOf([], parts))
  await file.finish()
  assert.deepEqual(readFileSync(path), Buffer.concat(parts))
})
