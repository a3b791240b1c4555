/** Old manifests: which of them go, and that a name which is free again decides nothing. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { knownFiles } from '../../../../src/runtime/compact/inventory.ts'
import { Chain } from '../../../../src/runtime/protocol/chain.ts'
import { LinkDecider } from '../../../../src/runtime/protocol/links.ts'
import { sealManifest } from '../../../../src/runtime/protocol/manifest.ts'
import type { Decided, Manifest } from '../../../../src/runtime/protocol/manifest.ts'
import { prune } from '../../../../src/runtime/protocol/prune.ts'
import { nodeFiles as files } from '../../../../src/runtime/state/durable-files.ts'
import { StateError, StateFolder } from '../../../../src/runtime/state/state-folder.ts'
import type { ShardFolder } from '../../../../src/runtime/state/state-folder.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const job = { uuid: '3fa9c1d2-0000-4000-8000-000000000000', name: 'test' }

function manifestOf(epoch: number, previous: string | null, finals: readonly string[]): Decided {
  const nothing = { sources: {}, tables: {}, sinks: {} }
  const manifest: Manifest = {
    ...{ version: 1, job, layout: 1, shard: 0, epoch, attempt: `a${epoch}`, previous, inherits: [], handsOver: false },
    ...{ decidedBy: 'link', writtenAtMs: 0, plan: '', cluster: null, devices: {}, positions: {} },
    files: finals.map((final) => ({ sink: 'k', staged: '', final, rows: 1, bytes: 1, sha256: '' })),
    ...{ counts: nothing, totals: nothing },
  }
  return sealManifest(manifest)
}

/** Epochs 1 to 6, published; those with an even number have a file. */
function chainIn(folder: string): ShardFolder {
  const shard = new StateFolder(join(folder, 'state')).shard(1, 0)
  for (const path of [shard.committed, shard.published, shard.staging, join(folder, 'out')]) {
    mkdirSync(path, { recursive: true })
  }
  let previous: string | null = null
  for (let epoch = 1; epoch <= 6; epoch++) {
    const finals: readonly string[] = epoch % 2 === 0 ? [join(folder, 'out', `part-${epoch}`)] : []
    const decided: Decided = manifestOf(epoch, previous, finals)
    previous = decided.hash
    writeFileSync(shard.manifest(epoch), decided.text)
    for (const final of finals) writeFileSync(final, '')
  }
  writeFileSync(join(shard.published, '6'), '')
  return shard
}

test('a commit removes the manifest that is old by it, and leaves the files of an epoch that had some', async (t) => {
  const path = temporaryFolder(t)
  const folder = chainIn(path)
  const before = await knownFiles(folder.state, files)
  for (let published = 1; published <= 6; published++) await prune({ files, folder }, published, 2)
  assert.deepEqual(readdirSync(folder.committed).toSorted(), ['2', '4', '5', '6'])
  assert.equal((await new Chain(folder, job, files).head())?.manifest.epoch, 6)
  const { positions, counts, files: left } = JSON.parse(readFileSync(folder.manifest(2), 'utf8')) as Manifest
  assert.deepEqual([positions, counts.sources, left[0].final], [{}, {}, join(path, 'out', 'part-2')])
  assert.equal(before.size, 3)
  assert.deepEqual(await knownFiles(folder.state, files), before, 'what compaction knows')
})

test('an old manifest is condensed once, and what somebody else has begun is left to him', async (t) => {
  const folder = chainIn(temporaryFolder(t))
  await prune({ files, folder }, 4, 2)
  const condensed = readFileSync(folder.manifest(2), 'utf8')
  await prune({ files, folder }, 4, 2)
  assert.equal(readFileSync(folder.manifest(2), 'utf8'), condensed)
  assert.deepEqual(readdirSync(folder.staging), [])
  writeFileSync(folder.draft(4, 'a4-condensed'), 'half of i')
  await prune({ files, folder }, 6, 2)
  assert.match(readFileSync(folder.manifest(4), 'utf8'), /"previous": "\w+"/, 'whole')
})

test('nobody goes on from an epoch of which only its files are known', async (t) => {
  const folder = chainIn(temporaryFolder(t))
  await prune({ files, folder }, 4, 2)
  for (const epoch of [3, 4, 5, 6]) await files.unlink(folder.manifest(epoch))
  await assert.rejects(new Chain(folder, job, files).head(), (error) => {
    return error instanceof StateError && /2` is of an old epoch, and those after it are gone/.test(error.message)
  })
})

test('a name that is free again decides nothing', async (t) => {
  const folder = chainIn(temporaryFolder(t))
  await prune({ files, folder }, 5, 2)
  assert.ok(!existsSync(folder.manifest(3)))
  const late = manifestOf(3, null, [])
  const draft = folder.draft(3, 'a3')
  mkdirSync(dirname(draft), { recursive: true })
  writeFileSync(draft, late.text)
  const decider = new LinkDecider(new Chain(folder, job, files), files)
  assert.equal(await decider.decide(late), 'lost')
  await files.unlink(draft)
  await prune({ files, folder }, 5, 2)
  assert.equal(await decider.decide(late), 'lost', 'its draft was swept, too')
})

test('the last that is published is told from the last that is decided', async (t) => {
  const folder = chainIn(temporaryFolder(t))
  const chain = new Chain(folder, job, files)
  assert.equal((await chain.publishedHead())?.epoch, 6)
  await files.unlink(join(folder.published, '6'))
  assert.equal((await chain.publishedHead())?.epoch, 5)
})
