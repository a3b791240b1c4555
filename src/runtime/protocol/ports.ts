/** What the commit protocol of one shard asks of the world. Files: `state/durable-files.ts`; Kafka: `ShardTransactions`. */
import type { Manifest } from '../manifest.ts'

/** Who decides the epochs of one shard: a Kafka transaction, or a link in the chain of manifests. */
export interface Decider {
  /** From here on no earlier owner of the shard can decide; what it left undecided is gone. */
  fence(): Promise<void>
  /** The last decided epoch, only after `fence`; null: none was ever decided. Raises StateError where it cannot be trusted. */
  read(): Promise<DecidedMark | null>
  /**
   * `lost`: another attempt at the epoch, or another owner of the shard, was decided: stop writing, touch nothing. A rejection
   * means that the outcome is unknown: recover.
   */
  decide(manifest: Manifest, hash: string): Promise<'decided' | 'lost'>
  /** Gives up what is open and undecided. Never rejects. */
  discard(): Promise<void>
}

/** What a decider remembers of the last epoch: enough to find its manifest, and to know it again. */
export interface DecidedMark {
  readonly epoch: number
  readonly attempt: string
  /** SHA-256 of the manifest's text, hex. */
  readonly hash: string
}
