/**
 * What the commit protocol of one shard asks of the world. Files: `state/durable-files.ts`; Kafka: `ShardTransactions`, behind
 * a Decider. Between any two calls the process may sleep for hours while another one owns the shard.
 */
import type { Decided } from './manifest.ts'

export type { SourceLog, SourcePartition } from '../../connectors/ports.ts'

/** Who decides the epochs of one shard: a Kafka transaction, or a link in the chain of manifests. */
export interface Decider {
  /** `link`: a decided manifest stands in `committed/` from the decision on; `transaction`: from its publication on. */
  readonly kind: 'link' | 'transaction'
  /** From here on no earlier owner of the shard can decide; what it left undecided is gone. */
  fence(): Promise<void>
  /** Where the shard stands, only after `fence`. Raises StateError where it cannot be trusted. */
  read(): Promise<Standing>
  /** Whether somebody has decided an epoch since `read`: then this process owns the shard no more. */
  isOvertaken(): Promise<boolean>
  /**
   * `lost`: another attempt at the epoch, or another owner of the shard, was decided: stop writing, touch nothing. A rejection
   * means that the outcome is unknown: recover.
   */
  decide(epoch: Decided): Promise<'decided' | 'lost'>
  /** Gives up what is open and undecided. Never rejects. */
  discard(): Promise<void>
}

/** Where a shard stands, by the one who decides and by the state folder. */
export type Standing =
  /** Nothing was ever decided: the first start. */
  | { readonly kind: 'new' }
  /** `checkpoints`: what Kafka holds for the partitions, where it decides from positions; else null. */
  | {
      readonly kind: 'decided'
      readonly head: Decided
      readonly checkpoints: readonly Checkpointed[] | null
    }
  /** Kafka has forgotten all offsets of the shard, the chain of manifests has not. */
  | { readonly kind: 'forgotten'; readonly head: Decided; readonly isAnythingStaged: boolean }
  /** The first start of a new layout: the last manifests of the old one, from which the partitions come. */
  | { readonly kind: 'inherited'; readonly heads: readonly Decided[]; readonly checkpoints: readonly Checkpointed[] }

/** One partition's checkpoint. */
export interface Checkpointed {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Of the manifest it was decided with. */
  readonly hash: string
}

export interface Clock {
  /** Milliseconds; never jumps. */
  monotonicMs(): number
  /** Milliseconds since the epoch; may jump. For people only. */
  wallMs(): number
}

/** A sink with files. */
export interface SinkFolder {
  readonly name: string
  readonly path: string
  /** Part of the state: files that a first start finds in it are nobody's rows. */
  readonly isInternal: boolean
}
