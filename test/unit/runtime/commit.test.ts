/** The commit protocol, stopped at each of its file operations, then run again: as if nothing had happened. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import test from 'node:test'
import { ledgerToJson } from '../../../src/runtime/ledger-json.ts'
import { manifestHash, manifestText } from '../../../src/runtime/protocol/manifest.ts'
import type { Manifest } from '../../../src/runtime/protocol/manifest.ts'
import { Crash, CrashingFiles, Workshop } from './support.ts'

// Three epochs, of which the last is smaller.
const inputFiles = 5
const epochRecords = 20
const rows = Array.from({ length: inputFiles * 10 }, (_, n) => n).filter((n) => n % 10 !== 9)

test('a crash at any step of the protocol neither loses nor repeats a row', async () => {
  const whole = new Workshop()
  whole.writeInput(inputFiles)
  const counting = new CrashingFiles(Infinity)
  const expected = ledgerToJson(await whole.run(whole.plan(epochRecords), counting.files))
  assert.deepEqual(whole.rows(), rows)
  assert.equal(whole.manifests().length, 3)
  assert.ok(counting.calls > 50, `the protocol took ${counting.calls} calls`)
  whole.remove()

  for (let call = 1; call <= counting.calls; call++) {
    const workshop = new Workshop()
    workshop.writeInput(inputFiles)
    const plan = workshop.plan(epochRecords)
    const isCrashed = await workshop.run(plan, new CrashingFiles(call).files).then(
      () => false,
      (error: unknown) => error instanceof Crash,
    )
    // What remains of the open epoch is taken away at the very end, when all is committed.
    assert.ok(isCrashed || call > counting.calls - 2, `no crash at call ${call}`)
    const totals = ledgerToJson(await workshop.run(plan))
    const where = `crash at call ${call}`
    assert.deepEqual(workshop.rows(), rows, where)
    assert.deepEqual({ ...totals, sinks: totals.sinks['rows'].rows }, { ...expected, sinks: rows.length }, where)
    assertChain(workshop.manifests(), where)
    assertVisible(workshop, where)
    workshop.remove()
  }
})

test('a crash during recovery is recovered from', async () => {
  const seen = new Set<string>()
  for (let call = 1; ; call++) {
    const workshop = new Workshop()
    workshop.writeInput(inputFiles)
    const plan = workshop.plan(epochRecords)
    // Decided and not published: the most there can be to recover.
    await assert.rejects(workshop.run(plan, stopAtFirstPublication()), Crash)
    const again = await workshop.run(plan, new CrashingFiles(call).files).then(
      () => 'finished' as const,
      (error: unknown) => {
        assert.ok(error instanceof Crash)
        return error.message
      },
    )
    await workshop.run(plan)
    assert.deepEqual(workshop.rows(), rows, `crash at call ${call} of the second run`)
    assertChain(workshop.manifests(), `call ${call}`)
    workshop.remove()
    seen.add(again)
    // The second epoch's decision: recovery is long over.
    if (again === 'finished' || again === 'write') break
  }
  assert.ok(seen.has('link') && seen.has('unlink') && seen.has('syncFolder'), [...seen].join(', '))
})

/** Fails when the first file of a sink is about to get its final name. */
function stopAtFirstPublication() {
  const { files } = new CrashingFiles(Infinity)
  return {
    ...files,
    link: async (existing: string, path: string) => {
      if (path.includes('part-')) throw new Crash('publication')
      return files.link(existing, path)
    },
  }
}

function assertChain(manifests: readonly Manifest[], where: string): void {
  let previous: string | null = null
  manifests.forEach((manifest, index) => {
    assert.equal(manifest.epoch, index + 1, where)
    assert.equal(manifest.previous, previous, where)
    previous = manifestHash(manifestText(manifest))
  })
}

/** Every visible file is in exactly one manifest, and the reverse. */
function assertVisible(workshop: Workshop, where: string): void {
  const listed = workshop.manifests().flatMap(({ files }) => files)
  const visible = [...workshop.files('out'), ...workshop.files('state/errors')]
  assert.deepEqual(visible, listed.map(({ final }) => final).toSorted(), where)
  for (const { final, bytes } of listed) assert.equal(statSync(final).size, bytes, where)
}
