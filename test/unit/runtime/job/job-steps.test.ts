/** What happens to a job in the middle of a batch: sinks that are full are drained, shards go away, sinks fail. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compile } from '../../../../src/compile.ts'
import { ConnectorError } from '../../../../src/connectors/ports.ts'
import type {
  Delivery,
  PartitionLag,
  Remaining,
  ShardOwner,
  ShardReader,
  SinkConnector,
} from '../../../../src/connectors/ports.ts'
import { newCounts } from '../../../../src/engine/accounts.ts'
import { SourceEngine } from '../../../../src/engine/engine.ts'
import type { RowView } from '../../../../src/engine/ports.ts'
import type { Selection } from '../../../../src/engine/selection.ts'
import { readValue } from '../../../../src/engine/values.ts'
import type { Plan } from '../../../../src/plan/plan.ts'
import { Job, type Progress } from '../../../../src/runtime/job/job.ts'
import { emptyLedger } from '../../../../src/runtime/ledger/ledger.ts'
import { ledgerToJson } from '../../../../src/runtime/ledger/json.ts'
import type { EpochContent, Shard } from '../../../../src/runtime/protocol/shard.ts'
import { ShardRun } from '../../../../src/runtime/shards/shard-run.ts'
import { SinkSwitch } from '../../../../src/runtime/job/sink-switch.ts'
import { batchOf } from '../../../support/batches.ts'

const records = 10_000
/** A sink that holds more rows is full. */
const rowsMax = 2_000
/** A step of an engine gives at most so many. */
const stepRows = 1_024
const numbers = Array.from({ length: records }, (_, n) => n)

class RowsSink implements SinkConnector {
  /** Of the open epoch, and of those that have ended. */
  rows: number[] = []
  ended: number[] = []
  heldMost = 0
  accepted: number[] = []
  onDrain: () => void = () => {}
  private held = 0

  get totals(): SinkConnector['totals'] {
    return { rows: this.ended.length + this.rows.length, files: 0, bytes: 0 }
  }

  get isFull(): boolean {
    return this.held > rowsMax
  }

  async open(): Promise<void> {}
  beginEpoch(): void {}
  prepare(): void {}

  accept({ memory, columns }: RowView, { rows, count }: Selection): void {
    for (let k = 0; k < count; k++) this.rows.push(readValue(memory, columns[0], { kind: 'INT' }, rows[k]) as number)
    this.held += count
    this.accepted.push(count)
    this.heldMost = Math.max(this.heldMost, this.held)
  }

  async drain(): Promise<void> {
    await new Promise((done) => setImmediate(done))
    this.held = 0
    this.onDrain()
  }

  async endEpoch(): Promise<readonly []> {
    this.ended.push(...this.rows.splice(0))
    this.held = 0
    return []
  }

  async abort(): Promise<void> {
    this.rows = []
    this.held = 0
  }

  async close(): Promise<void> {}
}

/** One shard with a batch or more, which are read again whenever the shard is begun, and given away and taken back by the test. */
class FewBatches implements ShardReader {
  readonly sources = ['s']
  owner: ShardOwner | null = null
  begun = 0
  released = 0
  private readonly batches: readonly (readonly number[])[]
  private ready: Delivery[] = []
  private isDone = false
  private answer: ((delivery: Delivery | null) => void) | null = null

  constructor(batches: readonly (readonly number[])[] = [numbers]) {
    this.batches = batches
  }

  async start(owner: ShardOwner): Promise<void> {
    this.owner = owner
    owner.onAssigned({ gained: [0], lost: [] })
  }

  begin(): void {
    this.begun++
    this.isDone = false
    const begun = this.begun
    this.ready = this.batches.map((batch) => ({
      shard: 0,
      batches: [{ source: 's', batch: batchOf(batch.map((n) => `{"n":${n}}`)) }],
      accept: () => begun === this.begun,
      release: () => this.released++,
    }))
    this.give()
  }

  async next(): Promise<Delivery | null> {
    // Asking says that the one before is done.
    if (this.ready.length === 0 && this.begun > 0) this.isDone = true
    // What is told of progress is no batch.
    this.owner?.onProgress()
    await new Promise((done) => setImmediate(done))
    return new Promise((answer) => {
      this.answer = answer
      this.give()
    })
  }

  suspend(): void {
    this.isDone = false
  }

  isAtEnd(): boolean {
    return this.isDone
  }

  stop(): void {
    this.answer?.(null)
  }

  private give(): void {
    if (this.answer === null) return
    const delivery = this.ready.shift()
    if (delivery === undefined) return
    this.answer(delivery)
    this.answer = null
  }

  positions = (): Record<string, never> => ({})
  confirm = async (): Promise<boolean> => true
  remaining = (): ReadonlyMap<string, Remaining> => new Map()
  isUp = (): boolean => true
  lag = (): readonly PartitionLag[] => [{ source: 's', topic: 't', partition: 0, records: this.ready.length }]
  async close(): Promise<void> {}
}

function planOf(): Plan {
  const text = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
    CREATE STREAMING TABLE t (n INT NOT NULL) FROM s PARSE JSON;
    CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;`
  const { plan } = compile([{ path: 'test.sql', text }])
  assert.ok(plan !== null)
  return plan
}

/** Decides whatever it is given. */
function decidingShard(): Shard {
  const shard = {
    head: null as unknown,
    openEpoch: { epoch: 1, attempt: 'a' },
    idleMs: 0,
    recover: async () => ({ resumedEpoch: 0, positions: {}, totals: ledgerToJson(emptyLedger) }),
    commit: async ({ counts }: EpochContent) => ({ manifest: { shard: 0, epoch: 1, files: [], counts } }),
    abandon: async () => {},
  }
  return shard as unknown as Shard
}

/** Runs the job over the batch until it is committed, or may end. `heldRecordsMax`: as of the engine. */
async function runJob(
  reader: FewBatches,
  sink: RowsSink,
  heldRecordsMax: number,
  mayEnd = (progress: Progress): boolean => progress === 'done',
): Promise<{ retries: string[]; job: Job }> {
  const plan = planOf()
  const sinkSwitch = new SinkSwitch()
  const engine = new SourceEngine(plan.sources[0], () => sinkSwitch, {
    memoryBytes: 8 << 20,
    planFingerprint: '',
    heldRecordsMax,
  })
  const retries: string[] = []
  const job = new Job({
    inputs: [{ name: 's', engine }],
    readers: [reader],
    switches: new Map([['k', sinkSwitch]]),
    newRun: (number) =>
      new ShardRun({
        number,
        shard: decidingShard(),
        plan,
        sinks: new Map([['k', sink]]),
        newCounts: () => new Map([['s', newCounts(['t'])]]),
        limits: { recordsMax: Infinity, bytesMax: Infinity, intervalMs: Infinity },
        idleCommitMs: Infinity,
        clock: () => performance.now(),
      }),
    afterCommit: async () => {},
    mayRetry: true,
    mayEnd,
  })
  await job.run(new AbortController().signal, {
    onCommit: () => {},
    onShard: () => {},
    onRetry: (_shard, _failures, message) => retries.push(message),
    onUncommitted: () => {},
  })
  return { retries, job }
}

for (const [name, heldRecordsMax] of [
  ['taken at once', 0],
  ['held for more, and then taken', 100_000],
] as const) {
  test(`a batch ${name}: sinks are drained in the middle of it`, async () => {
    const [reader, sink] = [new FewBatches(), new RowsSink()]
    const { job } = await runJob(reader, sink, heldRecordsMax)
    assert.deepEqual(sink.ended, numbers)
    assert.ok(sink.heldMost > rowsMax && sink.heldMost <= rowsMax + stepRows, `${sink.heldMost} rows held`)
    assert.equal(reader.released, 1)
    assert.equal(job.counted().tables.get('t')?.out, records)
  })

  test(`a batch ${name}: the shard is lost in the middle of it, and comes back`, async () => {
    const [reader, sink] = [new FewBatches(), new RowsSink()]
    sink.onDrain = () => {
      sink.onDrain = () => {}
      reader.suspend()
      reader.owner?.onAssigned({ gained: [], lost: [0] })
      assert.equal(reader.released, 1)
      reader.owner?.onAssigned({ gained: [0], lost: [] })
    }
    const { retries } = await runJob(reader, sink, heldRecordsMax)
    assert.deepEqual(sink.ended, numbers)
    assert.deepEqual(retries, [])
    assert.deepEqual([reader.begun, reader.released], [2, 2])
  })

  test(`a batch ${name}: a sink fails in the middle of it, and the shard reads again`, async () => {
    const [reader, sink] = [new FewBatches(), new RowsSink()]
    sink.onDrain = () => {
      sink.onDrain = () => {}
      throw new ConnectorError('the disk is away')
    }
    const { retries } = await runJob(reader, sink, heldRecordsMax)
    assert.deepEqual(sink.ended, numbers)
    assert.deepEqual(retries, ['the disk is away'])
    assert.deepEqual([reader.begun, reader.released], [2, 2])
  })
}

test('records that are held wait for those that the input is known to have, and for no others', async () => {
  const parts = [numbers.slice(0, 300), numbers.slice(300, 600), numbers.slice(600, 900)]
  const [reader, sink] = [new FewBatches(parts), new RowsSink()]
  await runJob(reader, sink, 100_000)
  assert.deepEqual(sink.accepted, [900])
  assert.equal(reader.released, 3)

  const [uninformed, apart] = [new FewBatches(parts), new RowsSink()]
  uninformed.lag = () => []
  await runJob(uninformed, apart, 100_000)
  assert.deepEqual(apart.accepted, [300, 300, 300])
})

test('who has not been told which shards are his own is busy; who was given none is idle', async () => {
  const reader = new FewBatches()
  reader.start = async (owner) => {
    reader.owner = owner
    owner.onProgress()
  }
  const told: Progress[] = []
  await runJob(reader, new RowsSink(), 1, (progress) => {
    told.push(progress)
    if (told.length === 1) reader.owner?.onAssigned({ gained: [], lost: [] })
    reader.owner?.onProgress()
    return told.length === 2
  })
  assert.deepEqual(told, ['busy', 'idle'])
})
