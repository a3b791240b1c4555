/** How many threads a job gets. */
import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import test from 'node:test'
import { compile } from '../../../../src/compile.ts'
import type { SourceConnector } from '../../../../src/connectors/ports.ts'
import type { JobOptions } from '../../../../src/runtime/job/options.ts'
import type { OpenSources } from '../../../../src/runtime/sources/open-sources.ts'
import { workersFor, workersWanted } from '../../../../src/runtime/workers/count.ts'

function planWith(sink: string) {
  const { plan } = compile([
    {
      path: 'x.sql',
      text: `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '/in');
        CREATE STREAMING TABLE t (n BIGINT) FROM s PARSE JSON;
        CREATE SINK k WITH (${sink}) AS SELECT * FROM t;`,
    },
  ])
  assert.ok(plan !== null)
  return plan
}

const plan = planWith("'connector' = 'hive', 'path' = '/out', 'format' = 'json'")

class Asking {
  readonly warnings: string[] = []
  readonly options: JobOptions

  constructor(workers: number | null, changes: Partial<JobOptions> = {}) {
    this.options = {
      ...{ stateFolder: '/state', untilEnd: true, localFolder: null, intoExisting: false, workers },
      onWarning: (message) => this.warnings.push(message),
      onClosed: () => {},
      onLostError: () => {},
      ...changes,
    }
  }
}

function topicOf(records: number): OpenSources {
  return {
    topics: new Map([['t', new Map([[0, { low: 5, high: 5 + records }]])]]),
    connectors: new Map(),
    decision: { kind: 'link' },
  }
}

function filesOf(bytes: number): OpenSources {
  const connector = { remaining: () => ({ bytes }) } as Partial<SourceConnector> as SourceConnector
  return { topics: new Map(), connectors: new Map([['s', connector]]), decision: { kind: 'link' } }
}

test('by default the cores, but one for little input that ends', () => {
  const cores = availableParallelism()
  const wanted = (opened: OpenSources, untilEnd: boolean): number =>
    workersWanted(plan, new Asking(null, { untilEnd }).options, opened)
  assert.equal(wanted(topicOf(10_000_000), true), cores)
  assert.equal(wanted(topicOf(1_000), true), 1)
  assert.equal(wanted(topicOf(0), false), cores, 'much may come')
  assert.equal(wanted(filesOf(1e9), true), cores)
  assert.equal(wanted(filesOf(1e6), true), 1)
  assert.equal(wanted(filesOf(1e6), false), 1, 'files grow slowly')
})

test('as many as asked for, whatever the input', () => {
  const asking = new Asking(3)
  assert.equal(workersWanted(plan, asking.options, topicOf(1)), 3)
  assert.equal(workersFor(3, 4, asking.options), 3)
  assert.deepEqual(asking.warnings, [])
})

test('fewer where that is of no use: said to those who asked', () => {
  const { topics } = topicOf(1e9)
  const { connectors } = filesOf(1e9)
  const both: OpenSources = { topics, connectors, decision: { kind: 'link' } }
  const printing = planWith("'connector' = 'print'")
  for (const [asking, opened, of, text] of [
    [
      new Asking(2, { localFolder: '/x' }),
      filesOf(1e9),
      plan,
      /one thread does it all, and not 2: files stand in for topics/,
    ],
    [new Asking(2), both, plan, /it reads both Kafka and files/],
    [new Asking(2), filesOf(1e9), printing, /rows are printed in order/],
  ] as const) {
    assert.equal(workersWanted(of, asking.options, opened), 1)
    assert.match(asking.warnings.join(), text)
  }
  const silent = new Asking(null)
  assert.equal(workersWanted(plan, silent.options, both), 1)
  assert.equal(workersFor(8, 4, silent.options), 4)
  assert.deepEqual(silent.warnings, [])
  const asking = new Asking(8)
  assert.equal(workersFor(8, 4, asking.options), 4)
  assert.match(asking.warnings.join(), /^4 threads do it all, and not 8: the job has so many shards/)
})
