/** Which partitions a process has, over rebalances. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { Assignment } from '../../../src/connectors/kafka/assignment.ts'

const at = (
  topic: string,
  partition: number,
  offset: number,
): { topic: string; partition: number; offset: number } => ({
  topic,
  partition,
  offset,
})

test('a rebalance gives whole shards; what was begun of those that stay goes on, what has gone is forgotten', () => {
  const assignment = new Assignment(2)
  assert.deepEqual(assignment.replace(new Map([['a', [0, 2]]])), { gained: [0], lost: [], goingOn: [] })
  const first = assignment.begin(at('a', 0, 5))
  assignment.begin(at('a', 2, 7))

  assert.deepEqual(assignment.replace(new Map([['a', [0, 1, 2]]])), { gained: [1], lost: [], goingOn: [0] })
  assert.equal(assignment.stateOf('a', 0), first)
  assert.deepEqual([...assignment.partitionsOf(1)], [{ topic: 'a', partition: 1 }])

  assert.deepEqual(assignment.replace(new Map([['a', [1]]])), { gained: [], lost: [0], goingOn: [] })
  assert.equal(assignment.stateOf('a', 0), undefined)
  assert.equal(assignment.isCurrent(first), false)
  assert.deepEqual(assignment.shards, [1])
})

test('a partition that is begun anew, or whose shard is forgotten, is no longer read by its former state', () => {
  const assignment = new Assignment(1)
  assignment.replace(
    new Map([
      ['a', [0]],
      ['b', [0]],
    ]),
  )
  const former = assignment.begin(at('a', 0, 5))
  const state = assignment.begin(at('a', 0, 9))
  assert.equal(assignment.isCurrent(former), false)
  assert.equal(assignment.isCurrent(state), true)
  assert.equal(assignment.begin(at('b', 0, 1)).next, 1)
  assert.deepEqual(
    assignment.forget(0).map(({ topic, next }) => [topic, next]),
    [
      ['a', 9],
      ['b', 1],
    ],
  )
  assert.deepEqual(assignment.begun(), [])
  assert.equal(assignment.owns(0), true, 'it is still ours')
})
