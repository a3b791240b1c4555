/**
 * Sees everything, and knows what must hold: the invariants of the protocol, by their numbers. It looks when something is decided,
 * named, removed, lost with the power, recovered or refused.
 */
import { basename, dirname } from 'node:path'
import { decodeMetadata, runningTotals } from '../../src/runtime/protocol/checkpoint.ts'
import { epochOf, highestEpoch } from '../../src/runtime/protocol/chain.ts'
import { manifestHash } from '../../src/runtime/protocol/manifest.ts'
import type { Decided, Manifest } from '../../src/runtime/protocol/manifest.ts'
import type { Checkpoint } from '../../src/connectors/kafka/transactions/ports.ts'
import { isPart as isPartName } from '../../src/runtime/protocol/first-start.ts'
import { parseCompaction } from '../../src/runtime/compact/manifest.ts'
import type { CompactionManifest } from '../../src/runtime/compact/manifest.ts'
import { successName } from '../../src/runtime/partitions/success.ts'
import type { Disk, Inode } from './disk.ts'
import { outputOf, recordsPerSpan, rowsIn, spanOf } from './records.ts'
import type { Closing } from './records.ts'
import type { LogRecord } from './broker.ts'

export interface Violation {
  /** Which invariant. */
  readonly invariant: number
  readonly what: string
}

export interface ObservedWorld {
  readonly disk: Disk
  /** The record at an offset of the input. */
  record(partition: number, offset: number): LogRecord
  /** The shard of a layout that a partition belongs to. */
  shardOf(partition: number, layout: number): number
  readonly readsFiles: boolean
  readonly decidedBy: 'link' | 'transaction'
  readonly hasKafkaSink: boolean
  readonly hasFileSink: boolean
  readonly closing: Closing
  /** Of the input at the start. Records of those that come later are late for partitions that were closed before. */
  readonly partitions: number
  /** How many records a partition of the input has by now. */
  records(partition: number): number
}

interface ChainSeen {
  readonly manifests: Manifest[]
  lastHash: string | null
}

export class Observer {
  readonly violations: Violation[] = []
  private readonly watched: ReadonlySet<number> | null
  /** Shards that the schedule has damaged: from then on nothing of theirs may be decided. */
  mustRefuse: ReadonlySet<number> = new Set()
  /** Whether anything was damaged. */
  mayRefuse = false
  refusals: string[] = []
  /** Offset of the next record of each partition, by what was decided. */
  readonly frontier = new Map<number, number>()
  private readonly world: ObservedWorld
  private readonly proposed = new Map<string, Decided>()
  private readonly chains = new Map<string, ChainSeen>()
  /** Final name -> the file with that name, by what was decided. */
  private readonly decidedFiles = new Map<string, string>()
  /** Decided compactions, by the final names of their outputs. */
  private readonly compactions = new Map<string, CompactionManifest>()
  private readonly attemptOwners = new Map<string, string>()
  private readonly contents = new Map<string, string>()
  /** Names of old epochs that were removed: whoever takes one again has decided nothing. */
  private readonly pruned = new Set<string>()

  /** `watched`: the invariants that count; null: all. */
  constructor(world: ObservedWorld, watched: ReadonlySet<number> | null) {
    this.world = world
    this.watched = watched
  }

  fail(invariant: number, what: string): void {
    if (this.watched?.has(invariant) ?? true) this.violations.push({ invariant, what })
  }

  /** An attempt that a process has begun. */
  begun(attempt: string, by: string): void {
    this.attemptOwners.set(attempt, by)
  }

  /** A process is about to call `decide`. */
  proposes(epoch: Decided): void {
    this.proposed.set(epoch.hash, epoch)
  }

  /** A transaction was committed. */
  committed(id: string, sent: readonly string[], offsets: readonly Checkpoint[]): void {
    if (offsets.length === 0) {
      if (sent.length > 0) this.fail(6, `${sent.length} messages committed without an epoch by ${id}`)
      return
    }
    const metadata = decodeMetadata(offsets[0].metadata, id)
    const epoch = this.proposed.get(metadata.hash)
    if (epoch === undefined) return this.fail(2, `epoch ${metadata.epoch} decided, its manifest never proposed`)
    const { manifest } = epoch
    if (!id.endsWith(`.${manifest.layout}.${manifest.shard}`)) this.fail(3, `${id} decided for ${nameOf(manifest)}`)
    const totals = runningTotals(manifest)
    if (JSON.stringify(metadata.totals) !== JSON.stringify(totals)) this.fail(8, `totals of ${nameOf(manifest)}`)
    this.decided(epoch, sent)
  }

  named(path: string, file: Inode): void {
    if (path.startsWith('/state/committed/compact/')) {
      return this.compacted(parseCompaction(file.content, path))
    }
    if (path.startsWith('/state/committed/')) {
      if (isCondensed(file)) this.checkCondensed(path, file)
      else if (this.world.decidedBy === 'link') this.linkedInChain(path, file)
      return
    }
    if (basename(path) === successName) return this.checkSuccess(dirname(path))
    if (!isVisible(path)) return
    const before = this.contents.get(path)
    if (before !== undefined && before !== file.content) this.fail(4, `${path} changed its content`)
    this.contents.set(path, file.content)
    this.checkVisible(path, file)
    this.checkOnce()
    this.checkSuccess(dirname(path))
  }

  removed(path: string, by: string): void {
    if (by !== 'operator') this.pruned.add(path)
    if (isVisible(path) && basename(path) !== successName) this.checkSuccess(dirname(path))
    const staged = stagedEpoch(path)
    if (staged === null || by === 'operator') return
    const { chain, epoch, attempt } = staged
    const head = this.chains.get(chain)?.manifests.at(-1)?.epoch ?? 0
    if (epoch <= head) return
    const isOwn = this.attemptOwners.get(attempt) === by
    const isProposed = [...this.proposed.values()].some(({ manifest }) => manifest.attempt === attempt)
    if (!isOwn) this.fail(7, `${by} removed ${path}, epoch ${head} is decided`)
    else if (isProposed) this.fail(7, `${by} removed its own ${path} after it had called decide`)
  }

  /** What power loss left must still be right; where a link decides it may have taken the last decision back. */
  lostPower(): void {
    if (this.world.decidedBy === 'link') this.forgetLostDecisions()
    this.contents.clear()
    this.forgetLostCompactions()
    for (const [path, file] of this.world.disk.files('/sink', (name) => !name.startsWith('_'))) {
      if (basename(path) === successName) {
        this.checkSuccess(dirname(path))
        continue
      }
      this.contents.set(path, file.content)
      this.checkVisible(path, file)
    }
    this.checkOnce()
  }

  /** Recovery has reached `run`, from this epoch on. */
  running(layout: number, shard: number, resumedEpoch: number): void {
    const manifests = this.chains.get(`${layout}/${shard}`)?.manifests ?? []
    for (const manifest of manifests) if (manifest.epoch <= resumedEpoch) this.checkPublished(manifest)
  }

  refused(error: Error): void {
    this.refusals.push(error.message)
    if (!this.mayRefuse) this.fail(11, `refused without damage: ${error.message}`)
  }

  /** When all is calm and all input is consumed. */
  finished(): void {
    for (const chain of this.chains.values()) for (const manifest of chain.manifests) this.checkPublished(manifest)
    if (!this.world.hasFileSink) return
    this.checkKnown()
    const visible = [...this.world.disk.files('/sink', (name) => !name.startsWith('_'))].filter(([path]) =>
      isPart(path),
    )
    const rows = visible.flatMap(([, file]) => rowsIn(file.content))
    const decided = [...this.frontier].flatMap(
      ([partition, offset]) =>
        outputOf(Array.from({ length: offset }, (_, at) => this.world.record(partition, at))).rows,
    )
    if (!isSame(rows, decided)) this.fail(1, `visible rows ${rows.join()}, decided ${decided.join()}`)
  }

  /** Of old epochs it is still known which files they wrote: else they would never be compacted. */
  private checkKnown(): void {
    for (const manifest of this.manifests) {
      const visible = manifest.files.filter(({ final }) => this.world.disk.file(final) !== null)
      if (visible.length === 0) continue
      const path = `/state/committed/${manifest.layout}/${manifest.shard}/${manifest.epoch}`
      const text = this.world.disk.file(path)?.content ?? ''
      if (!visible.every(({ final }) => text.includes(`"${final}"`))) this.fail(5, `${path} has lost its files`)
    }
  }

  private checkCondensed(path: string, file: Inode): void {
    const { layout, shard, epoch, files } = JSON.parse(file.content) as Manifest
    const manifests = this.chains.get(`${layout}/${shard}`)?.manifests ?? []
    const decided = manifests.find((one) => one.epoch === epoch)
    const named = (all: Manifest['files']): string => all.map(({ final, sha256 }) => `${final} ${sha256}`).join()
    if (decided === undefined || named(decided.files) !== named(files)) this.fail(5, `${path} has lost its files`)
  }

  /** All that was decided, by layout and shard. */
  get manifests(): readonly Manifest[] {
    return [...this.chains.values()].flatMap(({ manifests }) => manifests)
  }

  private decided(epoch: Decided, sent: readonly string[]): void {
    const { manifest, hash } = epoch
    if (this.mustRefuse.has(manifest.shard)) this.fail(11, `${nameOf(manifest)} decided on a damaged state`)
    const chain = this.chainOf(manifest)
    // The first epoch of a shard is empty: where Kafka has forgotten it before it was published, it may be decided again.
    if (this.mayRefuse && manifest.epoch === 1 && chain.manifests.length === 1) {
      chain.manifests.pop()
      chain.lastHash = null
    }
    const last = chain.manifests.at(-1)
    if (manifest.epoch !== (last?.epoch ?? 0) + 1) {
      const isAgain = chain.manifests.some((one) => one.epoch === manifest.epoch)
      return this.fail(isAgain ? 3 : 2, `${nameOf(manifest)} decided after epoch ${last?.epoch ?? 0}`)
    }
    if (manifest.previous !== chain.lastHash) this.fail(2, `${nameOf(manifest)} does not follow its predecessor`)
    if (last !== undefined && !this.isMarked(last))
      this.fail(7, `${nameOf(manifest)} decided before the last was published`)
    if (last?.handsOver === true) this.fail(3, `${nameOf(manifest)} decided after the shard was handed over`)
    chain.manifests.push(manifest)
    chain.lastHash = hash
    for (const file of manifest.files) this.decidedFiles.set(file.final, file.sha256)
    this.account(manifest, sent)
  }

  /** Every record of what it has advanced over is in it once, and no other. */
  private account(manifest: Manifest, sent: readonly string[]): void {
    const records: LogRecord[] = []
    for (const { partition, offset, last } of Object.values(manifest.positions).flat()) {
      const from = this.frontier.get(partition) ?? 0
      const isOwn = this.world.shardOf(partition, manifest.layout) === manifest.shard
      // Of files a shard also repeats what the layout before had read in lanes that are not its own: nothing that is not true.
      if (!isOwn && this.world.readsFiles && offset <= from) continue
      if (!isOwn) this.fail(3, `partition ${partition} in ${nameOf(manifest)}`)
      if (offset < from)
        this.fail(2, `${nameOf(manifest)} goes back from ${from} to ${offset} in partition ${partition}`)
      for (let at = from; at < offset; at++) records.push(this.world.record(partition, at))
      if (last !== undefined && last.offset !== offset - 1) this.fail(2, `last record of ${nameOf(manifest)}`)
      this.frontier.set(partition, Math.max(from, offset))
    }
    const output = outputOf(records)
    const { t } = manifest.counts.tables
    const counts = t === undefined ? [0, 0, 0, 0] : [t.in, t.out, t.dropped['where'] ?? 0, t.errored['cast'] ?? 0]
    const expected = [records.length, output.rows.length, output.dropped, output.errored]
    if (String(counts) !== String(expected))
      this.fail(1, `${nameOf(manifest)} counts ${counts.join()}, its records are ${expected.join()}`)
    this.checkTotals(manifest)
    const rows = manifest.files.flatMap((file) => rowsIn(this.contentOf(file.staged, file.final)))
    if (this.world.hasFileSink && !isSame(rows, output.rows))
      this.fail(1, `rows of ${nameOf(manifest)}: ${rows.join()}, not ${output.rows.join()}`)
    if (this.world.hasKafkaSink && !isSame(sent, output.rows)) {
      this.fail(6, `messages of ${nameOf(manifest)}: ${sent.join()}, not ${output.rows.join()}`)
    }
  }

  private checkTotals(manifest: Manifest): void {
    const counted = this.chainOf(manifest).manifests.map((one) => runningTotals({ totals: one.counts }))
    const sum = { in: 0, out: 0, dropped: 0, errored: 0 }
    for (const one of counted) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += one[key]
    if (JSON.stringify(sum) !== JSON.stringify(runningTotals(manifest))) this.fail(8, `totals of ${nameOf(manifest)}`)
    if (sum.in !== sum.out + sum.dropped + sum.errored) this.fail(8, `ledger of ${nameOf(manifest)}`)
  }

  private linkedInChain(path: string, file: Inode): void {
    const epoch = this.proposed.get(manifestHash(file.content))
    if (epoch === undefined) return this.fail(3, `${path} is no manifest that was proposed`)
    if (!this.pruned.has(path)) this.decided(epoch, [])
  }

  private checkVisible(path: string, file: Inode): void {
    const hash = this.decidedFiles.get(path) ?? this.compactions.get(path)?.output.sha256
    if (hash === undefined) this.fail(4, `${path} is visible, and in no decided manifest`)
    else if (hash !== manifestHash(file.content)) this.fail(4, `${path} has not the content of its manifest`)
  }

  private checkPublished(manifest: Manifest): void {
    for (const { final, sha256 } of manifest.files) {
      const file = this.world.disk.file(final)
      if (file === null && this.isCompacted(final)) continue
      if (file === null) this.fail(5, `${final} of ${nameOf(manifest)} is not visible`)
      else if (manifestHash(file.content) !== sha256)
        this.fail(5, `${final} of ${nameOf(manifest)} has another content`)
    }
  }

  /** Whoever publishes an epoch may still give its files their final names: then they would be there once more. */
  private compacted(manifest: CompactionManifest): void {
    const again = manifest.inputs.find(({ path }) => this.isCompacted(path))
    if (again !== undefined) this.fail(4, `${again.path} is compacted twice`)
    this.compactions.set(manifest.output.final, manifest)
    const inputs = new Set(manifest.inputs.map(({ path }) => path))
    for (const { manifests } of this.chains.values()) {
      const last = manifests.at(-1)
      if (last === undefined || this.isMarked(last)) continue
      const early = last.files.find(({ final }) => inputs.has(final))
      if (early !== undefined) this.fail(4, `${early.final} is compacted, and ${nameOf(last)} is not published yet`)
    }
  }

  private isCompacted(path: string): boolean {
    return [...this.compactions.values()].some(({ inputs }) => inputs.some((input) => input.path === path))
  }

  /** A row is never visible twice: the inputs of a compaction are gone before its output comes. */
  private checkOnce(): void {
    for (const [final, { inputs }] of this.compactions) {
      if (this.world.disk.file(final) === null) continue
      const left = inputs.find(({ path }) => this.world.disk.file(path) !== null)
      if (left !== undefined) this.fail(4, `${left.path} is visible beside ${final}, which has its rows too`)
    }
  }

  /** While rows are away for a compaction, or still to come, the partition does not look complete. */
  private checkSuccess(folder: string): void {
    if (this.world.disk.file(`${folder}/${successName}`) === null) return
    this.checkComplete(folder)
    for (const [final, { inputs }] of this.compactions) {
      if (dirname(final) !== folder || this.world.disk.file(final) !== null || this.isCompacted(final)) continue
      const gone = inputs.find(({ path }) => this.world.disk.file(path) === null)
      if (gone !== undefined) this.fail(9, `${folder} looks complete, and the rows of ${gone.path} are away`)
    }
  }

  /** All records with an event time before the end of the partition are visible in it. */
  private checkComplete(folder: string): void {
    const { world } = this
    if (world.closing === 'by clock' || this.mayRefuse) return
    const files = [...world.disk.files(folder)].filter(([path]) => isPart(path))
    const visible = new Set(files.flatMap(([, file]) => rowsIn(file.content)))
    const from = spanOf(basename(folder)) * recordsPerSpan
    for (let partition = 0; partition < world.partitions; partition++) {
      for (let at = from; at < from + recordsPerSpan; at++) {
        if (at >= world.records(partition)) this.fail(9, `${folder} looks complete, and ${partition}:${at} is to come`)
        else if (outputOf([world.record(partition, at)]).rows.some((row) => !visible.has(row)))
          this.fail(9, `${folder} looks complete, and ${partition}:${at} is not in it`)
      }
    }
  }

  /** A decision that power loss took back, before anything of it was done. */
  private forgetLostCompactions(): void {
    const left = [...this.world.disk.files('/state/committed/compact')].map(([, file]) => file.content)
    const finals = new Set(left.map((text) => parseCompaction(text, '').output.final))
    for (const final of this.compactions.keys()) if (!finals.has(final)) this.compactions.delete(final)
  }

  private contentOf(staged: string, final: string): string {
    return (this.world.disk.file(staged) ?? this.world.disk.file(final))?.content ?? ''
  }

  private isMarked({ layout, shard, epoch }: Manifest): boolean {
    const folder = this.world.decidedBy === 'link' ? 'published' : 'committed'
    return this.world.disk.file(`/state/${folder}/${layout}/${shard}/${epoch}`) !== null
  }

  private forgetLostDecisions(): void {
    for (const [name, chain] of this.chains) {
      const highest = highestEpoch(this.world.disk.list(`/state/committed/${name}`))
      const left = chain.manifests.filter(({ epoch }) => epoch <= highest)
      if (left.length === chain.manifests.length) continue
      const lostEpochs = chain.manifests.filter((manifest) => !left.includes(manifest))
      for (const { files } of lostEpochs) for (const { final } of files) this.decidedFiles.delete(final)
      chain.manifests.splice(0, Infinity, ...left)
      const last = left.at(-1)
      const proposed = [...this.proposed.values()].find((one) => one.manifest.attempt === last?.attempt)
      chain.lastHash = proposed?.hash ?? null
    }
    this.frontier.clear()
    const positions = this.manifests.flatMap((manifest) => Object.values(manifest.positions).flat())
    for (const { partition, offset } of positions) {
      this.frontier.set(partition, Math.max(offset, this.frontier.get(partition) ?? 0))
    }
  }

  private chainOf({ layout, shard }: Manifest): ChainSeen {
    const name = `${layout}/${shard}`
    const known = this.chains.get(name)
    if (known !== undefined) return known
    const chain: ChainSeen = { manifests: [], lastHash: null }
    this.chains.set(name, chain)
    return chain
  }
}

function isCondensed({ content }: Inode): boolean {
  return content.includes('"condensed":true')
}

function nameOf({ layout, shard, epoch, attempt }: Manifest): string {
  return `epoch ${epoch} of ${layout}/${shard} (${attempt})`
}

function isPart(path: string): boolean {
  return isPartName(basename(path))
}

function isVisible(path: string): boolean {
  return path.startsWith('/sink/') && !path.includes('/_')
}

/** Of a path in staging: the chain, the epoch and the attempt that it belongs to. */
function stagedEpoch(path: string): { chain: string; epoch: number; attempt: string } | null {
  const draft = /^\/state\/staging\/(\d+\/\d+)\//.exec(path)
  const file = /^\/sink\/_staging\/\w+-(\d+)-(\d+)\//.exec(path)
  const name = draft === null ? basename(dirname(path)) : basename(path)
  const epoch = epochOf(name)
  if (epoch === null) return null
  const attempt = name.slice(name.indexOf('-') + 1)
  if (draft !== null) return { chain: draft[1], epoch, attempt }
  return file === null ? null : { chain: `${file[1]}/${file[2]}`, epoch, attempt }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return String(a.toSorted()) === String(b.toSorted())
}
