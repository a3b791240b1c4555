/** The six stages, each for itself, on plans written by hand. */
import assert from 'node:assert/strict'
import test from 'node:test'
import {
  BIGINT,
  INT,
  JSON_TYPE,
  STRING,
  arithmetic,
  call,
  column,
  columnRef,
  compare,
  condition,
  contains,
  derived,
  literal,
  logical,
  member,
  sink,
  sourceNode,
  table,
} from '../../support/plans.ts'
import { batchOf } from '../../support/batches.ts'
import { runEngine } from '../../support/run-engine.ts'

test('FILTER, PARSE JSON and columns make rows', () => {
  const node = sourceNode([
    table(
      [
        column('id', BIGINT, { nullable: false }),
        column('name', STRING),
        column('level', INT, { source: { kind: 'path', document: 0, path: member('role', 'level') } }),
        derived('shout', call('upper', STRING, columnRef('name', STRING))),
      ],
      { filter: condition(contains('login')) },
    ),
  ])
  const { rows, engine, errors } = run(node, [
    '{"id":9007199254740993,"name":"Ann","event":"login","role":{"level":3}}',
    '{"event":"logout","id":1}',
    '{"id":"2","event":"login","name":null}',
    '',
    null,
  ])
  assert.deepEqual(rows('t_sink'), [
    { id: 9007199254740993n, name: 'Ann', level: 3, shout: 'ANN' },
    { id: 2n, name: null, level: null, shout: null },
  ])
  assert.deepEqual(errors, [])
  assert.equal(engine.counts.in, 5)
  assert.equal(engine.counts.unclaimed, 1)
  assert.deepEqual(engine.counts.tables.get('t'), {
    in: 5,
    out: 2,
    dropped: new Map([
      ['empty', 2],
      ['filter', 1],
    ]),
    errored: new Map(),
  })
})

const run = (
  node: Parameters<typeof runEngine>[0],
  records: Parameters<typeof batchOf>[0],
): ReturnType<typeof runEngine> => runEngine(node, [batchOf(records)])
void [JSON_TYPE, arithmetic, compare, literal, logical, sink]
