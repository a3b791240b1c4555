/** What the simulated processes share: disk, brokers, who owns which shard, and the faults of the moment. */
import { Fenced } from '../../src/connectors/kafka/transactions/ports.ts'
import type { Clock } from '../../src/runtime/protocol/ports.ts'
import { StateError } from '../../src/runtime/state/state-folder.ts'
import { LayoutChanged } from '../../src/runtime/protocol/transactions.ts'
import { ShardLost } from '../../src/runtime/protocol/steps.ts'
import { Random } from '../support/random.ts'
import { Broker } from './broker.ts'
import type { LogRecord } from './broker.ts'
import { Disk, DiskError } from './disk.ts'
import type { FileFaults } from './files.ts'
import { Observer } from './observer.ts'
import { recordAt } from './records.ts'
import { Process, Scheduler } from './scheduler.ts'
import type { Mutation, Scenario } from './scenario.ts'
import { closingSteps, scenarioOf } from './scenario.ts'
import type { Network } from './transactions.ts'
import { runCompactor } from './compactor.ts'
import { runProcess } from './worker.ts'

export interface Settings {
  readonly mutation?: Mutation | null
  /** The invariants that count; null: all. */
  readonly watched?: ReadonlySet<number> | null
  /** Whether the schedule is kept, to be read. */
  readonly isTraced?: boolean
}

export class World {
  readonly scheduler: Scheduler
  readonly scenario: Scenario
  readonly mutation: Mutation | null
  readonly disk = new Disk()
  readonly broker = new Broker()
  readonly observer: Observer
  /** The processes of the moment; a dead one is null until the next life begins. */
  readonly processes: (Process | null)[] = [null, null]
  readonly compactors: Process[] = []
  /** Zombies that nobody waits for any more. */
  readonly zombies: Process[] = []
  readonly lateRequests: (() => void)[] = []
  shardsWanted: number
  /** No more faults. */
  isCalm = false
  /** Records at each offset are others than before from this generation on. */
  generation = 0
  wallMs = 1_000_000
  private readonly owners = new Map<number, { readonly place: number; readonly generation: number }>()
  private generations = 0
  private readonly dice: Random
  private lives = 0
  private readonly restarts = [
    { failures: 0, notBefore: 0 },
    { failures: 0, notBefore: 0 },
  ]
  private attempts = 0

  constructor(seed: number, { mutation = null, watched = null, isTraced = false }: Settings) {
    this.scheduler = new Scheduler(seed, isTraced)
    this.dice = new Random(seed ^ 0x5eed)
    this.scenario = scenarioOf(this.dice)
    const { slow } = this.scenario
    this.scheduler.delay = (what) => {
      if (this.isCalm || slow?.some((call) => what.startsWith(call)) !== true) return 0
      // Those at the end of a long way are slow most of the time.
      const share = slow === closingSteps ? 0.7 : 0.3
      return this.dice.next() < share ? this.dice.between(10, 300) : 0
    }
    this.mutation = mutation
    this.shardsWanted = this.scenario.shards
    for (let partition = 0; partition < this.scenario.partitions; partition++) {
      this.broker.logs.push({ start: 0, records: [] })
    }
    this.observer = new Observer(
      {
        disk: this.disk,
        decidedBy: this.decidedBy,
        hasKafkaSink: this.hasKafkaSink,
        hasFileSink: this.hasFileSink,
        closing: this.scenario.closing,
        partitions: this.scenario.partitions,
        records: (partition) => this.endOf(partition),
        record: (partition, offset) => this.broker.logs[partition].records[offset],
        shardOf: (partition, layout) => partition % this.shardsOf(layout),
        readsFiles: !this.scenario.name.startsWith('kafka'),
      },
      watched,
    )
    this.disk.observer = this.observer
    this.broker.onCommit = (id, sent, offsets) => this.observer.committed(id, sent, offsets)
    this.disk.makeFolder('/state')
    this.disk.makeFolder('/sink')
    this.disk.syncFolder('/')
  }

  get decidedBy(): 'link' | 'transaction' {
    return this.scenario.name === 'files to files' ? 'link' : 'transaction'
  }

  get hasKafkaSink(): boolean {
    return this.scenario.name === 'kafka to kafka and files' || this.scenario.name === 'files to kafka'
  }

  get hasFileSink(): boolean {
    return this.scenario.name !== 'files to kafka'
  }

  get topic(): string {
    return this.scenario.name.startsWith('kafka') ? 'in' : '/in/a.log'
  }

  /** Monotonic time passes with the steps; the wall clock jumps. */
  readonly clock: Clock = { monotonicMs: () => this.scheduler.steps, wallMs: () => this.wallMs }

  readonly fileFaults: FileFaults = {
    next: () => {
      if (this.isCalm || this.dice.next() >= this.scenario.rates.disk) return 'none'
      return this.dice.pick(['before', 'after'] as const)
    },
  }

  readonly network: Network = {
    next: () => {
      if (this.isCalm || this.dice.next() >= this.scenario.rates.network) return 'arrives'
      return this.dice.pick(['lost', 'reply lost', 'late'] as const)
    },
    delay: (request) => {
      this.lateRequests.push(request)
    },
  }

  /** As few as recovery can do with: names of epochs soon are free again. */
  get epochsKept(): number {
    return this.mutation?.epochsKept ?? 2
  }

  readonly newUuid = (): string => {
    const hex = this.hex(32)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }

  newAttempt(process: Process): string {
    const attempt = `a${++this.attempts}`
    this.observer.begun(attempt, process.name)
    return attempt
  }

  partitionsOf(shard: number, shards: number): readonly number[] {
    return this.broker.logs.map((_, partition) => partition).filter((partition) => partition % shards === shard)
  }

  endOf(partition: number): number {
    return this.broker.logs[partition].records.length
  }

  owns(process: Process, shard: number): boolean {
    return this.processes[this.owners.get(shard)?.place ?? 0] === process
  }

  assign(shard: number, place: number): void {
    this.scheduler.note(`ASSIGN shard ${shard} to place ${place}`)
    if (this.owners.get(shard)?.place === place) return
    this.owners.set(shard, { place, generation: ++this.generations })
  }

  /** Of the assignment: who has lost a shard and gained it again must know. */
  generationOf(shard: number): number {
    return this.owners.get(shard)?.generation ?? 0
  }

  /**
   * A shard without input commits nothing but its offsets now and then; to the end, as an idle owner learns only by it that
   * another one has decided an epoch, which then waits to be published.
   */
  isIdleDue(): boolean {
    return this.dice.next() < (this.isCalm ? 0.001 : 0.02)
  }

  /** With chance in it, so that two do not fence each other for ever. The step from which on to try again. */
  backOff(failures: number): number {
    return failures === 0 ? 0 : this.scheduler.steps + this.dice.between(0, 20 * 2 ** Math.min(failures, 6))
  }

  mayStart(place: number): boolean {
    return this.scheduler.steps >= (this.restarts[place]?.notBefore ?? 0)
  }

  start(place: number): void {
    const process = new Process(`P${place}.${++this.lives}`, this.shardsWanted)
    this.processes[place] = process
    this.scheduler.note(`START ${process.name}, job.shards = ${this.shardsWanted}`)
    void runProcess(this, process)
  }

  startCompactor(): void {
    const process = new Process(`C${++this.lives}`, 0)
    this.compactors.push(process)
    this.scheduler.note(`START ${process.name}`)
    void runCompactor(this, process)
  }

  kill(place: number): void {
    const process = this.processes[place]
    if (process === null) return
    this.scheduler.kill(process)
    this.processes[place] = null
  }

  /** Nobody waits for it any more; it may wake at any time. */
  leaveAsleep(place: number): void {
    const process = this.processes[place]
    if (process === null) return
    this.scheduler.note(`ZOMBIE ${process.name}`)
    process.isAsleep = true
    this.zombies.push(process)
    this.processes[place] = null
  }

  losePower(): void {
    this.scheduler.note('POWER LOSS')
    for (const place of this.processes.keys()) this.kill(place)
    for (const process of [...this.zombies.splice(0), ...this.compactors.splice(0)]) this.scheduler.kill(process)
    this.disk.powerLoss(this.dice)
    this.observer.lostPower()
  }

  produce(): void {
    const partition = this.dice.between(0, this.broker.logs.length - 1)
    const { records } = this.broker.logs[partition]
    records.push(this.recordAt(partition, records.length))
  }

  recordAt(partition: number, offset: number): LogRecord {
    return recordAt(partition, offset, this.generation)
  }

  get produced(): number {
    return this.broker.logs.reduce((total, { records }) => total + records.length, 0)
  }

  isConsumed(): boolean {
    return this.broker.logs.every(
      ({ records }, partition) => (this.observer.frontier.get(partition) ?? 0) === records.length,
    )
  }

  /** A process has ended by itself. */
  ended(process: Process, error: unknown): void {
    this.scheduler.note(`ENDED ${process.name}: ${String(error)}`)
    this.scheduler.kill(process)
    const place = this.processes.indexOf(process)
    const compactor = this.compactors.indexOf(process)
    if (compactor >= 0) this.compactors.splice(compactor, 1)
    if (error === null) return
    if (place >= 0) {
      this.processes[place] = null
      const failures = this.restarts[place].failures + 1
      this.restarts[place] = { failures, notBefore: this.backOff(failures) }
    }
    if (error instanceof LayoutChanged || error instanceof ShardLost) return
    if (error instanceof StateError) this.observer.refused(error)
    else this.expectFault(error)
  }

  /** Anything but what the world has done to a process is a bug of the protocol, or of the simulator. */
  expectFault(error: unknown): void {
    if (error instanceof DiskError || error instanceof Fenced || error instanceof ShardLost) return
    if (error instanceof Error && / no answer |^poisoned|^no producer/.test(error.message.replace(':', ''))) return
    this.observer.fail(0, error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  /** A partition could not be closed for now: the disk's fault, or work of another process that was faster. */
  expectWarning(message: string): void {
    if (/: (?:EIO|ENOENT|EEXIST): | rows came after /.test(message)) return
    this.observer.fail(0, message)
  }

  private shardsOf(layout: number): number {
    const chosen = this.disk.file(`/state/layouts/${layout}`)
    return Number(chosen?.content ?? 1)
  }

  private hex(digits: number): string {
    return Array.from({ length: digits }, () => this.dice.between(0, 15).toString(16)).join('')
  }
}
