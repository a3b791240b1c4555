/**
 * What the commit protocol needs of Kafka for one shard: a transactional id that fences, messages inside the open
 * transaction, and offsets with metadata that are committed with them or not at all. The simulator stands in for it too.
 */
import type { MessageSender } from '../sender.ts'

/** One shard's side of Kafka. One call at a time, except `send`. */
export interface ShardTransactions extends MessageSender {
  /**
   * A new producer under the shard's transactional id: whoever had it before can commit nothing any more, and what was left
   * open is aborted. Also discards this process's own earlier producer, poisoned or not.
   */
  fence(): Promise<void>
  /**
   * What the checkpoint group holds for the shard: after `fence` and before anything is sent. Nothing that was committed is missing,
   * whichever broker coordinates the group now, and nothing older can still arrive. Rejects with Fenced as `commit` does.
   */
  readCheckpoints(): Promise<readonly Checkpoint[]>
  /** The same at any time after `fence`, but where the coordinator has just changed the last commit may be missing. */
  peekCheckpoints(): Promise<readonly Checkpoint[]>
  /** Kafka's ids of these topics as they are now, after `fence`; null where brokers have none. */
  topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  /** In the open transaction (the first message opens it); while a commit is under way, in the next one. */
  send: MessageSender['send']
  /**
   * Commits what was sent together with these checkpoints. Rejects with Fenced where another owner has the shard; with any
   * other error the outcome is unknown: `fence` and `readCheckpoints` tell. After an error of any call since the last
   * `fence` it rejects without asking Kafka (a poisoned transaction must never be committed).
   */
  commit(checkpoints: readonly Checkpoint[]): Promise<void>
  /** Gives up what is open, as well as the producer. Never rejects. */
  discard(): Promise<void>
}

export interface Checkpoint {
  readonly topic: string
  readonly partition: number
  /** Offset of the next record. */
  readonly offset: number
  /** At most 4,096 UTF-16 units. */
  readonly metadata: string
}

/** Another process has the shard now. (A transaction that ran into its time limit looks the same to Kafka.) */
export class Fenced extends Error {}
