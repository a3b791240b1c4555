/** What one seed plays: which systems decide, how many shards, which faults and how often. */
import type { Random } from '../support/random.ts'
import type { FileFlaws } from './files.ts'
import type { Closing } from './records.ts'
import type { TransactionFlaws } from './transactions.ts'
import type { Steps } from '../../src/runtime/protocol/steps.ts'

export type Damage =
  | 'topic made anew'
  | 'topic made anew, with markers where its records were'
  | 'topic restored with other records'
  | 'retention passed the offset'
  | 'one offset deleted'
  | 'another cluster'
  | 'state lost'
  | 'state restored from a copy'
  | 'manifest changed'
  | 'all offsets expired'

export interface Scenario {
  readonly name: 'kafka to kafka and files' | 'kafka to files' | 'files to kafka' | 'files to files'
  /** Of a topic, or lanes of files. */
  readonly partitions: number
  readonly shards: number
  /** In all partitions together. */
  readonly records: number
  /** Of each partition that are read at once: with few of them epochs are many, and many are empty. */
  readonly recordsPerFetch: number
  /** How likely each is, per step or per call. */
  readonly rates: {
    readonly kill: number
    readonly powerLoss: number
    readonly sleep: number
    readonly wake: number
    readonly reassign: number
    readonly network: number
    readonly disk: number
    readonly timeOut: number
    readonly day: number
    readonly reshard: number
    readonly compact: number
    readonly favour: number
  }
  readonly faultSteps: number
  /** Calls that begin with one of these often take long, while the rest of the process goes on; null: none do. */
  readonly slow: readonly string[] | null
  readonly closing: Closing
  readonly damage: Damage | null
  /** While the input is drained both processes live, or only one. */
  readonly isShared: boolean
  /** Zombies sleep until everything is done, and wake then. */
  readonly lateZombies: boolean
}

/** A way to break the protocol, for the simulator to find. */
export interface Mutation {
  readonly name: string
  /** The invariants that it is known to break. */
  readonly breaks: readonly number[]
  readonly steps?: (steps: Steps) => Steps
  readonly files?: FileFlaws
  readonly transactions?: TransactionFlaws
  /** Resharding takes the partitions under the new ids, without a word to the old ones. */
  readonly isHandedOver?: false
  /** Compaction takes files of epochs that are not published. */
  readonly isEveryEpochCompacted?: true
  /** Manifests at the end of a chain that are never removed. */
  readonly epochsKept?: number
  /** What was decided counts as published where partitions are closed. */
  readonly isClosedEarly?: true
}

/** Of who closes a partition, and of who merges its files: where they could get in each other's way. */
export const closingSteps = ['link /sink/_staging/success-', 'sync folder /sink/k=']

const slowCalls = [
  ...['link ', 'list ', 'unlink ', 'identify ', 'read ', 'create ', 'sync folder ', 'EndTxn '].map((call) => [call]),
  closingSteps,
]

export function scenarioOf(random: Random): Scenario {
  const name = random.pick([
    'kafka to kafka and files',
    'kafka to kafka and files',
    'kafka to files',
    'files to kafka',
    'files to files',
  ] as const)
  const often = <T>(share: number, rate: T, otherwise: T): T => (random.next() < share ? rate : otherwise)
  const partitions = random.between(1, 4)
  return {
    name,
    partitions,
    shards: random.between(1, Math.min(3, partitions)),
    records: random.between(6, 24),
    recordsPerFetch: random.pick([1, 3, 3]),
    rates: {
      // Mostly rare: who is stopped every hundred steps does not come far.
      kill: often(0.8, random.next() ** 3 * 0.03, 0),
      powerLoss: often(0.4, random.next() ** 3 * 0.02, 0),
      sleep: often(0.8, random.next() ** 2 * 0.08, 0),
      wake: random.next() * 0.06,
      reassign: often(0.8, random.next() * 0.04, 0),
      network: often(0.6, random.next() * 0.15, 0),
      disk: often(0.3, random.next() * 0.01, 0),
      timeOut: often(0.3, 0.01, 0),
      day: often(0.4, 0.02, 0),
      favour: often(0.6, 0.03, 0),
      compact: name !== 'files to kafka' ? often(0.6, 0.1, 0) : 0,
      reshard: random.next() < 0.3 ? 0.01 : 0,
    },
    closing: random.pick(['by clock', 'by event time'] as const),
    faultSteps: random.between(50, 900),
    slow: random.next() < 0.5 ? random.pick(slowCalls) : null,
    damage: random.next() < 0.12 ? damageOf(random, name) : null,
    isShared: random.next() < 0.4,
    // Only a link is tried by those that come much too late: Kafka refuses them.
    lateZombies: random.next() < (name === 'files to files' ? 0.6 : 0.3),
  }
}

function damageOf(random: Random, name: Scenario['name']): Scenario['damage'] {
  if (name === 'files to files') return random.pick(['state lost', 'state restored from a copy', 'manifest changed'])
  if (name === 'files to kafka') return random.pick(['state lost', 'state restored from a copy', 'all offsets expired'])
  return random.pick([
    'topic made anew',
    'topic made anew, with markers where its records were',
    'topic restored with other records',
    'retention passed the offset',
    'one offset deleted',
    'another cluster',
    'state lost',
    'state restored from a copy',
    'all offsets expired',
  ])
}
