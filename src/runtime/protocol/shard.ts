/**
 * One shard, the unit of ownership and commit: recovery, then epoch after epoch. An epoch is *decided* in one instant, by a
 * transaction or a link; everything before can be thrown away, everything after can be done again by anyone. After any error
 * the only way on is `recover`.
 */
import { join } from 'node:path'
import type { EpochId } from '../../connectors/ports.ts'
import { eachTogether } from '../each-together.ts'
import type { LedgerJson } from '../ledger/json.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { sealManifest } from './manifest.ts'
import type { Decided, Manifest, ManifestFile, ManifestName, SourcePositions } from './manifest.ts'
import type { Clock, Standing } from './ports.ts'
import { layoutChanged } from './transactions.ts'
import { lost, steps as protocolSteps } from './steps.ts'
import type { Steps, Workplace } from './steps.ts'

export interface ShardParts extends Workplace {
  readonly job: JobIdentity
  /** Fingerprint of the plan. */
  readonly plan: string
  readonly clock: Clock
  /** Random 128 bits as hex. */
  readonly newAttempt: () => string
}

/** What an epoch did; its counts must balance before it is committed. */
export interface EpochContent {
  readonly positions: SourcePositions
  readonly files: readonly ManifestFile[]
  /** Of this epoch, and since the shard's first. */
  readonly counts: LedgerJson
  readonly totals: LedgerJson
}

/** Where a shard goes on. */
export interface Recovered {
  /** The last epoch that an earlier run, or owner, decided; 0: none. */
  readonly resumedEpoch: number
  readonly positions: SourcePositions
  readonly totals: LedgerJson
}

/**
 * `down`: `recover` is next. `running`: an epoch is open. `unpublished`: one is decided and must be published before the next
 * is decided. `over`: given to the next layout.
 */
type Phase = 'down' | 'running' | 'unpublished' | 'over'

export class Shard {
  private readonly parts: ShardParts
  private readonly steps: Steps
  private phase: Phase = 'down'
  private last: Decided | null = null
  private inherits: readonly ManifestName[] = []
  private open: EpochId = { epoch: 0, attempt: '' }
  /** From the first call of `decide` on, the files of the open epoch may be needed by the next owner. */
  private isDecideCalled = false
  private committedAtMs = 0

  constructor(parts: ShardParts, steps: Steps = protocolSteps) {
    this.parts = parts
    this.steps = steps
  }

  /** The last decided epoch; null: there is none. */
  get head(): Decided | null {
    return this.last
  }

  /** What is read and staged from now on belongs to this epoch. */
  get openEpoch(): EpochId {
    return this.open
  }

  /** Since the last commit, by a clock that does not jump. */
  get idleMs(): number {
    return this.parts.clock.monotonicMs() - this.committedAtMs
  }

  /**
   * At the start, when the shard was gained, and after any error. Raises ShardLost where another process has it, any other
   * StateError (LayoutChanged among them) where the state cannot be trusted; after other errors it may be tried again.
   */
  async recover(): Promise<Recovered> {
    const { parts, steps } = this
    this.phase = 'down'
    await steps.discard(parts)
    await steps.fence(parts)
    const standing = await steps.read(parts)
    const positions = await steps.check(parts, standing)
    this.stand(standing)
    if (this.last !== null) await steps.publish(parts, this.last)
    if (this.last?.manifest.handsOver === true) throw layoutChanged(parts.folder.layout + 1)
    const resumedEpoch = this.last?.manifest.epoch ?? 0
    this.begin()
    const content: EpochContent = { positions, files: [], counts: nothing, totals: this.totals }
    // Only a transaction fences: an empty one makes all that earlier owners left undecided out of date. A link needs no such, but
    // the next layout finds the positions of this one in its own manifests.
    if (parts.decider.kind === 'transaction' || standing.kind === 'inherited') await this.commit(content)
    else if (this.last !== null) await steps.sweep(parts, resumedEpoch)
    return { resumedEpoch, positions, totals: content.totals }
  }

  /** All that was staged and sent for the open epoch counts from here on. Errors: as `decide` and `publish`. */
  async commit(content: EpochContent): Promise<Decided> {
    const decided = await this.decide(content)
    await this.publish()
    return decided
  }

  /**
   * The files are staged and durable, the messages acknowledged. Raises ShardLost where another owner was faster: then nothing of
   * ours may be touched any more. After any other error it is unknown whether the epoch was decided.
   */
  async decide(content: EpochContent): Promise<Decided> {
    return this.decideEpoch(content, false)
  }

  /** Makes the decided epoch visible. The next one may be read and staged meanwhile. After an error: `recover`. */
  async publish(): Promise<void> {
    const { parts, steps, last } = this
    if (this.phase !== 'unpublished' || last === null) throw new Error(`publish while ${this.phase}`)
    await this.orDown(async () => {
      await steps.publish(parts, last)
      await steps.sweep(parts, last.manifest.epoch)
      await steps.prune(parts, last.manifest.epoch)
    })
    this.phase = last.manifest.handsOver ? 'over' : 'running'
  }

  /** Keeps Kafka from forgetting the offsets of a shard without input. */
  async commitNothing(): Promise<Decided> {
    return this.commit(this.nothingNew())
  }

  /** The last epoch of this layout: the partitions go to the shards of the next one. */
  async handOver(): Promise<Decided> {
    const decided = await this.decideEpoch(this.nothingNew(), true)
    await this.publish()
    return decided
  }

  /**
   * Stops without commit: the shard was lost, or the process ends. What is staged is deleted only if nobody can need it: if
   * `decide` was called, the next owner may publish from it.
   */
  async abandon(): Promise<void> {
    const { files, folder, decider, stagingFolders } = this.parts
    const { epoch, attempt } = this.open
    const mayDelete = this.phase === 'running' && !this.isDecideCalled
    this.phase = 'down'
    await decider.discard()
    if (!mayDelete) return
    for (const staging of stagingFolders) await files.removeFolder(join(staging, `${epoch}-${attempt}`))
    await files.unlink(folder.draft(epoch, attempt))
  }

  private async decideEpoch(content: EpochContent, handsOver: boolean): Promise<Decided> {
    const { parts, steps } = this
    if (this.phase !== 'running') throw new Error(`decide while ${this.phase}`)
    return this.orDown(async () => {
      const epoch = sealManifest(await this.manifest(content, handsOver))
      await steps.stage(parts, epoch)
      this.isDecideCalled = true
      if ((await steps.decide(parts, epoch)) === 'lost') throw lost(parts.folder, this.open.epoch)
      this.last = epoch
      this.inherits = []
      this.begin()
      this.phase = 'unpublished'
      return epoch
    })
  }

  private async orDown<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.phase = 'down'
      throw error
    }
  }

  private begin(): void {
    this.open = { epoch: (this.last?.manifest.epoch ?? 0) + 1, attempt: this.parts.newAttempt() }
    this.isDecideCalled = false
    this.committedAtMs = this.parts.clock.monotonicMs()
    this.phase = 'running'
  }

  private stand(standing: Standing): void {
    switch (standing.kind) {
      case 'new':
        this.last = null
        this.inherits = []
        return
      case 'decided':
      case 'forgotten':
        this.last = standing.head
        this.inherits = []
        return
      case 'inherited':
        this.last = null
        this.inherits = standing.heads.map(({ manifest: { layout, shard, epoch }, hash }) => ({
          layout,
          shard,
          epoch,
          hash,
        }))
    }
  }

  private nothingNew(): EpochContent {
    const positions = this.last?.manifest.positions ?? {}
    return { positions, files: [], counts: nothing, totals: this.totals }
  }

  private get totals(): LedgerJson {
    return this.last?.manifest.totals ?? nothing
  }

  private async manifest(content: EpochContent, handsOver: boolean): Promise<Manifest> {
    const { job, folder, decider, plan, log, clock } = this.parts
    return {
      version: 1,
      job,
      layout: folder.layout,
      shard: folder.shard,
      epoch: this.open.epoch,
      attempt: this.open.attempt,
      previous: this.last?.hash ?? null,
      inherits: this.inherits,
      handsOver,
      decidedBy: decider.kind,
      writtenAtMs: clock.wallMs(),
      plan,
      cluster: log === null ? null : await log.clusterId(),
      devices: await this.devices(),
      ...content,
    }
  }

  /** Folders that are not there yet, or not any more, have none. */
  private async devices(): Promise<Readonly<Record<string, number>>> {
    const { sinks, files } = this.parts
    const found = new Map<string, number | null>(sinks.map(({ name }) => [name, null]))
    await eachTogether(sinks, async ({ name, path }) => {
      found.set(name, (await files.identify(path))?.device ?? null)
    })
    return Object.fromEntries([...found].filter((entry): entry is [string, number] => entry[1] !== null))
  }
}

const nothing: LedgerJson = { sources: {}, tables: {}, sinks: {} }
