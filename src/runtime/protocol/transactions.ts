/**
 * With a Kafka source or sink the transaction decides: an epoch is decided when the offsets of *all* partitions of the shard,
 * each naming the epoch's manifest, are committed together with what was sent. A new producer under the shard's transactional
 * id fences. Correctness never rests on the consumer group.
 *
 * From files to Kafka there are no offsets: partition 0 of the first sink's topic stands in, its "offset" is the epoch; each
 * shard has a group of its own for it, and what it takes over is said by manifests alone.
 */
import { Fenced } from '../../connectors/kafka/transactions/ports.ts'
import type { Checkpoint, ShardTransactions } from '../../connectors/kafka/transactions/ports.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { StateError } from '../state/state-folder.ts'
import { Chain } from './chain.ts'
import { checkpointMetadata, decodeMetadata, encodeMetadata } from './checkpoint.ts'
import type { CheckpointMetadata } from './checkpoint.ts'
import { headsBefore } from './inherit.ts'
import { restoreOrNew } from './manifest.ts'
import type { Decided, Manifest } from './manifest.ts'
import type { Checkpointed, Decider, Standing } from './ports.ts'
import { refuseOtherTopic } from './trust.ts'
import { isPublished } from './publish.ts'

/** Whose offsets carry the decision: those of these sources, or one that stands in. */
export type Carrier =
  | { readonly kind: 'sources'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'stand-in'; readonly topic: string }

export interface TransactionParts {
  readonly transactions: ShardTransactions
  readonly carrier: Carrier
  readonly job: JobIdentity
  readonly chain: Chain
  readonly files: DurableFiles
  /** The chain of another shard of this job, for the one that takes partitions over from it. */
  readonly chainOf: (layout: number, shard: number) => Chain
}

/** Another process has changed the number of shards. */
export class LayoutChanged extends StateError {}

interface Marked {
  readonly checkpoint: Checkpoint
  readonly metadata: CheckpointMetadata
}

export class TransactionDecider implements Decider {
  readonly kind = 'transaction'
  private readonly parts: TransactionParts
  private seen = ''

  constructor(parts: TransactionParts) {
    this.parts = parts
  }

  async fence(): Promise<void> {
    await this.parts.transactions.fence()
  }

  async discard(): Promise<void> {
    await this.parts.transactions.discard()
  }

  async read(): Promise<Standing> {
    const checkpoints = await this.parts.transactions.readCheckpoints()
    this.seen = fingerprint(checkpoints)
    const marked = checkpoints.map((checkpoint) => this.marked(checkpoint))
    if (marked.length === 0) return this.withoutOffsets()
    const { layout } = this.parts.chain.folder
    const newest = Math.max(...marked.map(({ metadata }) => metadata.manifestLayout))
    if (newest > layout) throw layoutChanged(newest)
    // Partitions of sources that the plan did not have for a while may hold older ones.
    const own = marked.filter(({ metadata }) => metadata.manifestLayout === layout)
    if (own.length > 0) return this.decided(own)
    if (this.parts.carrier.kind === 'stand-in') return this.inheritedFiles(marked[0])
    const handedOver = marked.filter(({ metadata }) => metadata.layout === layout)
    if (handedOver.length === 0) throw notHandedOver(marked[0])
    return this.inherited(handedOver)
  }

  async isOvertaken(): Promise<boolean> {
    return fingerprint(await this.parts.transactions.peekCheckpoints()) !== this.seen
  }

  async decide({ manifest, hash }: Decided): Promise<'decided' | 'lost'> {
    await this.checkTopics(manifest)
    try {
      await this.parts.transactions.commit(checkpointsOf(this.parts.carrier, manifest, hash))
      return 'decided'
    } catch (error) {
      if (error instanceof Fenced) return 'lost'
      throw error
    }
  }

  /**
   * Fetches name topics, not their ids: one that was deleted and made anew goes on under the old one's offsets. All that the epoch
   * has read was read by now, and ids do not come back: so it is of the topics whose ids are still the same.
   */
  private async checkTopics({ positions }: Manifest): Promise<void> {
    const { carrier, transactions } = this.parts
    if (carrier.kind === 'stand-in') return
    const read = Object.entries(positions).flatMap(([source, all]) => (carrier.names.has(source) ? all : []))
    const topics = new Set(read.flatMap(({ topic, topicId }) => (topicId === undefined ? [] : [topic])))
    if (topics.size === 0) return
    const now = await transactions.topicIds([...topics])
    for (const position of read) refuseOtherTopic(position, now.get(position.topic) ?? null)
  }

  private marked(checkpoint: Checkpoint): Marked {
    const metadata = decodeMetadata(checkpoint.metadata, placeOf(checkpoint))
    if (metadata.job !== this.parts.job.uuid) throw anotherJob(checkpoint, this.parts.job)
    return { checkpoint, metadata }
  }

  private async withoutOffsets(): Promise<Standing> {
    const { chain } = this.parts
    const head = await chain.head()
    if (head === null) {
      if (chain.folder.layout === 1) return { kind: 'new' }
      // The first epoch of a layout has no records: it may be decided twice.
      if (this.parts.carrier.kind === 'stand-in') return this.inheritedFiles(null)
      throw forgottenInChange(chain)
    }
    const at = { files: this.parts.files, folder: chain.folder, kind: head.manifest.decidedBy }
    if (!(await isPublished(at, head.manifest.epoch))) throw notPublished(head)
    return { kind: 'forgotten', head, isAnythingStaged: await chain.hasDraftAbove(head.manifest.epoch) }
  }

  /** All partitions name the newest epoch or, where its manifest does not know them, an older one: `checkPositions` tells. */
  private async decided(own: readonly Marked[]): Promise<Standing> {
    const { chain } = this.parts
    const newest = own.reduce((a, b) => (b.metadata.epoch > a.metadata.epoch ? b : a))
    const head = await manifestOf(chain, newest)
    const highest = await chain.highest()
    if (highest > head.manifest.epoch) throw behindChain(newest, highest)
    return {
      kind: 'decided',
      head,
      checkpoints: this.parts.carrier.kind === 'sources' ? own.map(checkpointed) : null,
    }
  }

  /** `mark`: what Kafka has of an earlier layout. */
  private async inheritedFiles(mark: Marked | null): Promise<Standing> {
    const { chain, files } = this.parts
    // Its own first epoch would have replaced the mark.
    if (mark !== null && (await chain.highest()) > 0) throw behindChain(mark, await chain.highest())
    return { kind: 'inherited', heads: await headsBefore(chain, files), checkpoints: [] }
  }

  /** Handed over, each by the old shard it belonged to. */
  private async inherited(current: readonly Marked[]): Promise<Standing> {
    const { chain, chainOf } = this.parts
    // Its own first epoch would have replaced all of these.
    if ((await chain.highest()) > 0) throw behindChain(current[0], await chain.highest())
    const heads = new Map<string, Decided>()
    for (const mark of current) {
      const { hash, manifestLayout, shard } = mark.metadata
      if (!heads.has(hash)) heads.set(hash, await manifestOf(chainOf(manifestLayout, shard), mark))
    }
    return { kind: 'inherited', heads: [...heads.values()], checkpoints: current.map(checkpointed) }
  }
}

/** One for each partition of the shard, also those that the epoch did not touch: Kafka forgets offsets one by one. */
export function checkpointsOf(carrier: Carrier, manifest: Manifest, hash: string): readonly Checkpoint[] {
  if (carrier.kind === 'stand-in') {
    const metadata = encodeMetadata(checkpointMetadata(manifest, hash, null))
    return [{ topic: carrier.topic, partition: 0, offset: manifest.epoch, metadata }]
  }
  const positions = Object.entries(manifest.positions)
    .filter(([source]) => carrier.names.has(source))
    .flatMap(([, ofSource]) => ofSource)
  // Sources of one topic stand at one place.
  const places = new Map(positions.map((position) => [placeOf(position), position]))
  return [...places.values()].map(({ topic, partition, offset, last }) => {
    const metadata = encodeMetadata(checkpointMetadata(manifest, hash, last ?? null))
    return { topic, partition, offset, metadata }
  })
}

async function manifestOf(chain: Chain, { checkpoint, metadata }: Marked): Promise<Decided> {
  const { epoch, attempt, hash } = metadata
  const found = await chain.find(epoch, attempt, hash)
  if (found !== null) return found
  throw new StateError(
    `Kafka's checkpoint of ${placeOf(checkpoint)} names epoch ${epoch}, and \`${chain.folder.state.path}\` has no manifest of it`,
    "run with the --state-dir that it was written with; if that is lost, start anew under another SET 'job.name' with empty sinks",
  )
}

function checkpointed({ checkpoint, metadata }: Marked): Checkpointed {
  const { topic, partition, offset } = checkpoint
  return { topic, partition, offset, hash: metadata.hash }
}

function placeOf({ topic, partition }: Pick<Checkpoint, 'topic' | 'partition'>): string {
  return `\`${topic}\`, partition ${partition}`
}

function fingerprint(checkpoints: readonly Checkpoint[]): string {
  const parts = checkpoints.map(({ topic, partition, offset, metadata }) => [topic, partition, offset, metadata])
  return parts
    .map((part) => JSON.stringify(part))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join()
}

function anotherJob(checkpoint: Checkpoint, job: JobIdentity): StateError {
  return new StateError(
    `Kafka's checkpoint of ${placeOf(checkpoint)} is not of the job whose state this is (\`${job.name}\`, ${job.uuid})`,
    "two jobs need two names (SET 'job.name'); the same job needs the --state-dir it was started with; if that is lost, start anew under another name with empty sinks",
  )
}

export function layoutChanged(layout: number): LayoutChanged {
  return new LayoutChanged(
    `another process has changed the number of the job's shards (layout ${layout})`,
    "start this one again with the same SET 'job.shards'",
  )
}

function notHandedOver({ checkpoint }: Marked): StateError {
  return new StateError(
    `${placeOf(checkpoint)} has not been handed over to the new shards`,
    'a change of the number of shards was broken off: run again',
  )
}

/** The partitions were handed over, and nobody had taken them when Kafka forgot their offsets. */
function forgottenInChange({ folder }: Chain): StateError {
  return new StateError(
    `Kafka holds no offsets of the job's shard ${folder.shard}, which was made by a change of the number of shards (layout ${folder.layout})`,
    `${restoreOrNew}, under another SET 'job.name'`,
  )
}

/** Decided by a link, before the job had a Kafka source or sink. */
function notPublished({ manifest }: Decided): StateError {
  return new StateError(
    `the files of epoch ${manifest.epoch} do not all have their final names yet, and the job has read or written no Kafka topic so far`,
    'run it once as it was before the change',
  )
}

function behindChain({ checkpoint, metadata }: Marked, highest: number): StateError {
  return new StateError(
    `Kafka's checkpoint of ${placeOf(checkpoint)} names epoch ${metadata.epoch}, the state has epoch ${highest}`,
    `the checkpoints were reset, or restored from a copy: ${restoreOrNew}`,
  )
}
