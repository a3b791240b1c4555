/** A file gets its final name where others publish, and compact, at the same time. */
import assert from 'node:assert/strict'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { StagedFile } from '../../../../src/connectors/ports.ts'
import { giveFinalName } from '../../../../src/runtime/protocol/publish.ts'
import { nodeFiles } from '../../../../src/runtime/state/durable-files.ts'
import type { DurableFiles } from '../../../../src/runtime/state/durable-files.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

function stagedIn(folder: string): StagedFile {
  const file = { staged: join(folder, 'staged'), final: join(folder, 'final'), rows: 1, bytes: 3, sha256: '' }
  writeFileSync(file.staged, 'one')
  return file
}

/** The first link finds the name taken; what stood there, and what `then` removes, is gone when it is looked at. */
function takenOnce({ final }: StagedFile, then: () => void): DurableFiles {
  let isFirst = true
  const link: DurableFiles['link'] = async (from, to) => {
    if (!isFirst) return nodeFiles.link(from, to)
    isFirst = false
    writeFileSync(final, 'two')
    const answer = await nodeFiles.link(from, to)
    rmSync(final)
    then()
    return answer
  }
  return new Proxy(nodeFiles, { get: (files, name) => (name === 'link' ? link : Reflect.get(files, name)) })
}

test('a name that was taken, and is free when it is looked at: published by another, and compacted', async (t) => {
  const file = stagedIn(temporaryFolder(t))
  assert.equal(
    await giveFinalName(
      takenOnce(file, () => rmSync(file.staged)),
      file,
    ),
    'gone',
  )
})

test('a name that was taken, and is free again while the staged file is there, is given', async (t) => {
  const file = stagedIn(temporaryFolder(t))
  assert.equal(
    await giveFinalName(
      takenOnce(file, () => {}),
      file,
    ),
    'done',
  )
  assert.ok(existsSync(file.final))
})

test('a name that another file has is never given', async (t) => {
  const file = stagedIn(temporaryFolder(t))
  writeFileSync(file.final, 'two')
  await assert.rejects(giveFinalName(nodeFiles, file), /another file has that name/)
})
