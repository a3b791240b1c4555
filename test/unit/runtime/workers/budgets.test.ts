/** What bounds a process is shared by its threads: together they may hold as much as one. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { closeAll, type Closing } from '../../../../src/runtime/closing.ts'
import { openSinkWorld } from '../../../../src/runtime/job/part.ts'

const settings = { stateFolder: '', untilEnd: false, localFolder: null, intoExisting: false }
const sinksOfThread = 64
const mib = 1 << 20

for (const workers of [1, 2, 8]) {
  test(`${workers} threads`, async () => {
    const closing: Closing = []
    const worlds = Array.from({ length: workers }, (_, worker) =>
      openSinkWorld(settings, { worker, workers }, () => {}, closing),
    )
    const messageBytes = worlds.map(({ messages }) => {
      for (let sink = 0; sink < sinksOfThread; sink++) messages.note(0, 1)
      return sinksOfThread * messages.shareBytes
    })
    assert.equal(sum(messageBytes), 128 * mib)
    assert.equal(sum(worlds.map(({ files }) => files.limits.bytesMax)), 256 * mib)
    assert.equal(sum(worlds.map(({ files }) => files.limits.handlesMax)), 200)
    await closeAll(closing)
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
