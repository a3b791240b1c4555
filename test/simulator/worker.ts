/**
 * One simulated process of the job: what `runtime/job.ts` does with real connectors, it does with simulated ones. The protocol
 * is the one that runs in production.
 */
import { PartitionClosing } from '../../src/runtime/partitions/closing.ts'
import type { ClosingParts } from '../../src/runtime/partitions/closing.ts'
import { Chain } from '../../src/runtime/protocol/chain.ts'
import { settleLayout } from '../../src/runtime/protocol/layouts.ts'
import type { Layout } from '../../src/runtime/protocol/layout.ts'
import { LinkDecider } from '../../src/runtime/protocol/links.ts'
import { manifestHash } from '../../src/runtime/protocol/manifest.ts'
import type { ManifestFile, RecordMark, SourcePosition } from '../../src/runtime/protocol/manifest.ts'
import type { Decider, SourceLog } from '../../src/runtime/protocol/ports.ts'
import { prune } from '../../src/runtime/protocol/prune.ts'
import { Shard } from '../../src/runtime/protocol/shard.ts'
import type { EpochContent } from '../../src/runtime/protocol/shard.ts'
import { ShardLost, steps as protocolSteps } from '../../src/runtime/protocol/steps.ts'
import type { Steps } from '../../src/runtime/protocol/steps.ts'
import { LayoutChanged, TransactionDecider } from '../../src/runtime/protocol/transactions.ts'
import { encodedBatch } from '../support/record-batches.ts'
import { addLedgers } from '../../src/runtime/ledger/ledger.ts'
import { ledgerFromJson, ledgerToJson } from '../../src/runtime/ledger/json.ts'
import type { LedgerJson } from '../../src/runtime/ledger/json.ts'
import type { DurableFiles } from '../../src/runtime/state/durable-files.ts'
import { shardNameOf } from '../../src/runtime/state/job-identity.ts'
import type { JobIdentity } from '../../src/runtime/state/job-identity.ts'
import { StateError, StateFolder } from '../../src/runtime/state/state-folder.ts'
import type { ShardTransactions } from '../../src/connectors/kafka/transactions/ports.ts'
import type { LogRecord } from './broker.ts'
import { filesOf } from './files.ts'
import { filesOfRows, outputOf, watermarkMicros } from './records.ts'
import type { Process } from './scheduler.ts'
import { SimulatedTransactions } from './transactions.ts'
import type { World } from './world.ts'

const state = new StateFolder('/state')

/** Until the process is killed, refuses, or finds that another layout is in force. */
export async function runProcess(world: World, process: Process): Promise<void> {
  const { scheduler, disk, mutation } = world
  const files = filesOf(disk, process, scheduler, world.fileFaults, mutation?.files)
  try {
    const job = await identify(world, files)
    const layout = await settleLayout(state, files, {
      shards: process.shards,
      shardOf: (old, shard) =>
        mutation?.isHandedOver === false ? silent : openShard(world, process, files, job, old, shard).shard,
      newAttempt: () => world.newAttempt(process),
    })
    if (layout.shards !== process.shards) throw new LayoutChanged('another number of shards')
    const closing = closingOf(world, process, files, job, layout)
    await closing?.begin()
    await Promise.all(
      Array.from({ length: layout.shards }, (_, shard) => work(world, process, files, job, layout, shard, closing)),
    )
  } catch (error) {
    world.ended(process, error)
  }
}

async function identify({ newUuid }: World, files: DurableFiles): Promise<JobIdentity> {
  const found = await files.read(state.job)
  if (found !== null && found.endsWith('\n')) {
    await files.syncFolder('/state')
    return { uuid: found.trim(), name: 'job' }
  }
  const draft = `/state/staging/job-${newUuid()}`
  await files.makeFolder('/state/staging')
  await files.write(draft, `${draft.slice(-36)}\n`)
  await files.syncFolder('/state/staging')
  await files.link(draft, state.job)
  await files.syncFolder('/state')
  return { uuid: ((await files.read(state.job)) ?? '').trim(), name: 'job' }
}

/** The mutation: old shards that hand over nothing. */
const silent = {
  recover: () => Promise.resolve(null as never),
  handOver: () => Promise.resolve(null as never),
  abandon: () => Promise.resolve(),
}

interface OpenShard {
  readonly shard: Shard
  readonly transactions: ShardTransactions | null
  readonly name: string
}

function openShard(
  world: World,
  process: Process,
  files: DurableFiles,
  job: JobIdentity,
  layout: Layout,
  number: number,
): OpenShard {
  const { scenario, broker, scheduler, mutation, clock } = world
  const folder = state.shard(layout.number, number)
  const chain = new Chain(folder, job, files)
  const fromKafka = scenario.name.startsWith('kafka')
  // In place of a group of its own.
  const standIn = `out.${number}`
  const transactions =
    world.decidedBy === 'link'
      ? null
      : new SimulatedTransactions(
          broker,
          world.network,
          `sluice.job.${layout.number}.${number}`,
          fromKafka
            ? { topic: 'in', numbers: () => world.partitionsOf(number, layout.shards) }
            : { topic: standIn, numbers: () => [0] },
          process,
          scheduler,
          mutation?.transactions,
        )
  const decider: Decider =
    transactions === null
      ? new LinkDecider(chain, files)
      : new TransactionDecider({
          transactions: mutation?.isHandedOver === false ? withoutLayout(transactions, layout.number) : transactions,
          carrier: fromKafka ? { kind: 'sources', names: new Set(['s']) } : { kind: 'stand-in', topic: standIn },
          job,
          chain,
          files,
          chainOf: (ofLayout, ofShard) => new Chain(state.shard(ofLayout, ofShard), job, files),
        })
  const name = shardNameOf(job, layout.number, number)
  const pruning: Steps = { ...protocolSteps, prune: (at, epoch) => prune(at, epoch, world.epochsKept) }
  const steps: Steps = mutation?.steps?.(pruning) ?? pruning
  const observed: Steps = {
    ...steps,
    decide: (at, epoch) => {
      world.observer.proposes(epoch)
      return steps.decide(at, epoch)
    },
  }
  const shard = new Shard(
    {
      folder,
      files,
      decider,
      stagingFolders: [`/sink/_staging/${name}`],
      sinks: [{ name: 'rows', path: '/sink', isInternal: false }],
      shardName: name,
      log: fromKafka ? logOf(world, process, number, layout.shards) : null,
      intoExisting: false,
      job,
      plan: 'plan',
      clock,
      newAttempt: () => world.newAttempt(process),
    },
    observed,
  )
  return { shard, transactions, name }
}

/** The mutation: whatever the old shards have committed is taken as if it had been handed over. */
function withoutLayout(transactions: SimulatedTransactions, layout: number): ShardTransactions {
  return {
    fence: () => transactions.fence(),
    topicIds: (topics) => transactions.topicIds(topics),
    send: (topic, partition, batch) => transactions.send(topic, partition, batch),
    commit: (checkpoints) => transactions.commit(checkpoints),
    discard: () => transactions.discard(),
    peekCheckpoints: () => transactions.peekCheckpoints(),
    readCheckpoints: async () =>
      (await transactions.readCheckpoints()).map((checkpoint) => {
        const metadata = JSON.parse(checkpoint.metadata) as { layout: number }
        return { ...checkpoint, metadata: JSON.stringify({ ...metadata, layout: Math.max(layout, metadata.layout) }) }
      }),
  }
}

function logOf(world: World, process: Process, shard: number, shards: number): SourceLog {
  const { scheduler, broker } = world
  const call = <T>(what: string, effect: () => T): Promise<T> => scheduler.call(process, what, effect)
  return {
    clusterId: async () => broker.clusterId,
    topicId: async () => broker.topicId,
    partitions: () =>
      call('partitions', () =>
        world.partitionsOf(shard, shards).map((partition) => ({ source: 's', topic: 'in', partition })),
      ),
    bounds: ({ partition }) =>
      call('bounds', () => ({ start: broker.logs[partition].start, end: broker.logs[partition].records.length })),
    recordAt: ({ partition }, offset) =>
      call('record', () => {
        const { start, records } = broker.logs[partition]
        return offset < Math.max(start, broker.markersBelow) ? null : records[offset]
      }),
    startOffset: async () => 0,
  }
}

/** What says that partitions are complete, with the rules of production; null: no sink has files. */
function closingOf(
  world: World,
  process: Process,
  files: DurableFiles,
  job: JobIdentity,
  layout: Layout,
): PartitionClosing | null {
  if (!world.hasFileSink) return null
  const parts: ClosingParts = {
    state,
    job,
    files,
    layout,
    newAttempt: () => world.newAttempt(process),
    wallMs: () => world.wallMs,
    onClosed: () => {},
    onWarning: (message) => world.expectWarning(message),
  }
  const rule = { sink: 'rows', folder: '/sink', levels: 1 }
  const clock = { pattern: '1970-01-01 00:00:0$k', type: { kind: 'TIMESTAMP', precision: 3 }, timeZone: 'UTC' } as const
  const byEventTime = { delayMs: 1_000, trigger: { kind: 'partition-time', table: 't', clock } } as const
  const byClock = { delayMs: 0, trigger: { kind: 'process-time' } } as const
  const { closing } = world.scenario
  return new PartitionClosing(parts, {
    rules: [{ ...rule, ...(closing === 'by clock' ? byClock : byEventTime) }],
    idleMsOf: new Map(),
  })
}

async function work(
  world: World,
  process: Process,
  files: DurableFiles,
  job: JobIdentity,
  layout: Layout,
  number: number,
  closing: PartitionClosing | null,
): Promise<never> {
  const open = openShard(world, process, files, job, layout, number)
  for (let failures = 0; ;) {
    const notBefore = world.backOff(failures)
    const isReady = (): boolean => world.owns(process, number) && world.scheduler.steps >= notBefore
    await world.scheduler.call(process, `waits for shard ${number}`, () => {}, isReady)
    try {
      await new Loop(world, process, files, layout, number, open, closing).run()
      failures = 0
    } catch (error) {
      failures++
      if (error instanceof LayoutChanged) throw error
      if (error instanceof StateError && !(error instanceof ShardLost)) throw error
      if (error instanceof ShardLost && world.decidedBy === 'link') throw error
      world.expectFault(error)
    }
    await open.shard.abandon().catch((error: unknown) => world.expectFault(error))
  }
}

/** One life of a shard in a process: from recovery until it is lost or something fails. */
class Loop {
  private readonly world: World
  private readonly process: Process
  private readonly files: DurableFiles
  private readonly layout: Layout
  private readonly number: number
  private readonly open: OpenShard
  private readonly closing: PartitionClosing | null
  private positions = new Map<number, SourcePosition>()
  private totals: LedgerJson = { sources: {}, tables: {}, sinks: {} }
  private publishing: Promise<unknown> = Promise.resolve()
  private readonly assigned: number

  constructor(
    world: World,
    process: Process,
    files: DurableFiles,
    layout: Layout,
    number: number,
    open: OpenShard,
    closing: PartitionClosing | null,
  ) {
    this.world = world
    this.process = process
    this.files = files
    this.layout = layout
    this.number = number
    this.open = open
    this.closing = closing
    this.assigned = world.generationOf(number)
  }

  async run(): Promise<void> {
    const { world, process, number, open, layout } = this
    const recovered = await open.shard.recover()
    world.observer.running(layout.number, number, recovered.resumedEpoch)
    this.totals = recovered.totals
    const own = new Set(this.partitions())
    for (const position of recovered.positions['s'] ?? []) {
      if (own.has(position.partition)) this.positions.set(position.partition, position)
    }
    while (await world.scheduler.call(process, `heartbeat ${number}`, () => this.isAssigned())) {
      await this.epoch()
    }
    await this.publishing
  }

  private async epoch(): Promise<void> {
    const { world, process, number, open } = this
    const canRead = (): boolean => world.isIdleDue() || !this.isAssigned() || this.hasInput()
    const records = await world.scheduler.call(process, `fetch ${number}`, () => this.read(), canRead)
    const { rows, dropped, errored } = outputOf(records)
    const { epoch, attempt } = open.shard.openEpoch
    const [files] = await bothDone(this.stage(rows, epoch, attempt), this.send(rows))
    await this.published()
    if (records.length === 0) {
      const { manifest } = await open.shard.commitNothing()
      void this.closing?.committed(manifest)
      if (world.scheduler.random.next() < 0.5) void this.closing?.look()
      return
    }
    const watermark = Math.min(...this.partitions().map((partition) => watermarkMicros(this.offsetOf(partition))))
    const counts = ledgerOf(records.length, rows.length, dropped, errored, watermark)
    this.totals = ledgerToJson(addLedgers(ledgerFromJson(this.totals), ledgerFromJson(counts)))
    const content: EpochContent = { positions: { s: [...this.positions.values()] }, files, counts, totals: this.totals }
    const { manifest } = await open.shard.decide(content)
    if (world.mutation?.isClosedEarly === true) void this.closing?.committed(manifest)
    // The next one may be read and staged meanwhile.
    this.publishing = open.shard.publish()
    this.publishing.then(() => this.closing?.committed(manifest)).catch(() => {})
    if (world.scheduler.random.next() < 0.5) await this.published()
  }

  private async published(): Promise<void> {
    await this.publishing
  }

  private isAssigned(): boolean {
    const { world, process, number } = this
    return world.owns(process, number) && world.generationOf(number) === this.assigned
  }

  private hasInput(): boolean {
    return this.partitions().some((partition) => this.offsetOf(partition) < this.world.endOf(partition))
  }

  private partitions(): readonly number[] {
    return this.world.partitionsOf(this.number, this.layout.shards)
  }

  private offsetOf(partition: number): number {
    return this.positions.get(partition)?.offset ?? 0
  }

  private read(): readonly LogRecord[] {
    const { scheduler, scenario } = this.world
    const all: LogRecord[] = []
    for (const partition of this.partitions()) {
      const from = this.offsetOf(partition)
      const records = this.world.broker.logs[partition].records.slice(
        from,
        from + scheduler.random.between(0, scenario.recordsPerFetch),
      )
      if (records.length === 0) continue
      all.push(...records)
      const { offset, timestamp, crc }: RecordMark = records[records.length - 1]
      const place = { topic: this.world.topic, partition, offset: offset + 1 }
      this.positions.set(partition, { ...this.positions.get(partition), ...place, last: { offset, timestamp, crc } })
    }
    return all
  }

  /** Staged and durable, as the sinks do it. */
  private async stage(rows: readonly string[], epoch: number, attempt: string): Promise<readonly ManifestFile[]> {
    const { name } = this.open
    if (!this.world.hasFileSink) return []
    const staged: ManifestFile[] = []
    const folder = `/sink/_staging/${name}/${epoch}-${attempt}`
    const contents = [...filesOfRows(rows, attempt, this.world.scenario.closing)]
    if (contents.length > 0) await this.files.makeFolder(folder)
    for (const [index, [key, content]] of contents.entries()) {
      const path = `${folder}/${index}`
      await this.files.write(path, content)
      staged.push({
        sink: 'rows',
        staged: path,
        final: `/sink/${key}/part-${name}-${epoch}-${index}`,
        rows: content.split('\n').length - 1,
        bytes: content.length,
        sha256: manifestHash(content),
      })
    }
    if (contents.length > 0) await this.files.syncFolder(folder)
    return staged
  }

  private async send(rows: readonly string[]): Promise<void> {
    if (!this.world.hasKafkaSink || rows.length === 0) return
    const batch = encodedBatch(rows.map((row) => ({ key: null, value: Buffer.from(row), timestamp: 0 })))
    // The producer holds one transaction: the next one begins when this one is decided.
    await this.open.transactions?.send('out', 0, batch)
  }
}

/** Neither goes on alone when the other has failed. */
async function bothDone<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b])
  return [await a, await b]
}

function ledgerOf(
  recordsIn: number,
  out: number,
  dropped: number,
  errored: number,
  watermarkMicros: number,
): LedgerJson {
  const table = { in: recordsIn, out, dropped: { where: dropped }, errored: { cast: errored }, watermarkMicros }
  return {
    sources: { s: { in: recordsIn, unclaimed: 0 } },
    tables: { t: table },
    sinks: { rows: { rows: out, files: out, bytes: out } },
  }
}
