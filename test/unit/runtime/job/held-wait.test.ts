/** How long records wait that engines hold back. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { HeldWait } from '../../../../src/runtime/job/held-wait.ts'

const yes = (): boolean => true
const no = (): boolean => false

test('where nothing is held nothing is due', () => {
  const wait = new HeldWait()
  assert.equal(wait.dueInMs(5), Infinity)
  assert.ok(!wait.isOver(1e9, false, no))
  wait.goOn(100)
  wait.end()
  assert.equal(wait.dueInMs(5), Infinity)
  assert.ok(!wait.isOver(1e9, true, no))
})

test('while more is known to come, records wait 50 ms for the next batch', () => {
  const wait = new HeldWait()
  wait.goOn(100)
  assert.equal(wait.dueInMs(110), 40)
  assert.ok(!wait.isOver(149, false, yes))
  assert.ok(wait.isOver(150, false, yes))
  assert.ok(!wait.isOver(150, true, yes), 'a batch that came late is taken first')
  wait.goOn(160)
  assert.ok(!wait.isOver(200, false, yes))
})

test('where no more is known of they do not wait', () => {
  const wait = new HeldWait()
  wait.goOn(100)
  assert.ok(wait.isOver(100, false, no))
})

test('however many batches come, they wait no longer than a second', () => {
  const wait = new HeldWait()
  for (let ms = 0; ms < 1_000; ms += 40) {
    assert.ok(!wait.isOver(ms, true, yes))
    wait.goOn(ms)
  }
  assert.equal(wait.dueInMs(990), 10)
  assert.ok(wait.isOver(1_000, true, yes))
})
