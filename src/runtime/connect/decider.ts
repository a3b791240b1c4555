/** Who decides the epochs of a job: a Kafka transaction where Kafka is read or written exactly once, else a link. */
import type { KafkaProperties } from '../../connectors/kafka/client.ts'
import { transactionTimeoutMs } from '../../connectors/kafka/client.ts'
import { fetchClusterId } from '../../connectors/kafka/log.ts'
import { shardOf } from '../../connectors/kafka/shards.ts'
import { createShardTransactions } from '../../connectors/kafka/transactions/shard-transactions.ts'
import type { ShardTransactions } from '../../connectors/kafka/transactions/ports.ts'
import { ConnectorError } from '../../connectors/ports.ts'
import type { LoaderNode } from '../../plan/plan.ts'
import { Chain } from '../protocol/chain.ts'
import { LinkDecider } from '../protocol/links.ts'
import type { Decider } from '../protocol/ports.ts'
import { TransactionDecider } from '../protocol/transactions.ts'
import type { Carrier } from '../protocol/transactions.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { isExactlyOnce, kafkaTargetOf, sinkOwner } from './sink.ts'
import type { KafkaSources } from './source.ts'

/** `link`: no transaction is needed. */
export type Decision =
  | { readonly kind: 'link' }
  | {
      readonly kind: 'transaction'
      readonly properties: KafkaProperties
      readonly carrier: Carrier
      /** Of its partitions. */
      readonly topics: readonly string[]
      readonly timeoutMs: number
    }

/** `loaders`: those whose topics are topics. Raises ConnectorError where one transaction cannot hold all that it has to. */
export async function decisionOf(kafka: KafkaSources | null, loaders: readonly LoaderNode[]): Promise<Decision> {
  const sinks = loaders.filter(isExactlyOnce).map((loader) => ({ loader, ...kafkaTargetOf(loader) }))
  const properties = kafka?.properties ?? sinks[0]?.properties
  if (properties === undefined) return { kind: 'link' }
  for (const sink of sinks) await refuseOtherCluster(properties, sink.properties, sink.loader, kafka !== null)
  return {
    kind: 'transaction',
    properties,
    carrier:
      kafka === null
        ? { kind: 'stand-in', topic: sinks[0].topic }
        : { kind: 'sources', names: new Set(kafka.sources.map(({ name }) => name)) },
    topics: kafka === null ? [sinks[0].topic] : kafka.sources.map(({ topic }) => topic),
    timeoutMs: Math.max(
      transactionTimeoutMs(properties),
      ...sinks.map((sink) => transactionTimeoutMs(sink.properties)),
    ),
  }
}

async function refuseOtherCluster(
  properties: KafkaProperties,
  own: KafkaProperties,
  loader: LoaderNode,
  hasKafkaSource: boolean,
): Promise<void> {
  const servers = 'bootstrap.servers'
  if (own.get(servers) === properties.get(servers)) return
  if ((await fetchClusterId(own)) === (await fetchClusterId(properties))) return
  const other = hasKafkaSource ? 'its source is' : 'another sink is'
  throw new ConnectorError(
    `${sinkOwner(loader)} is in another Kafka cluster than ${other}: a transaction cannot span two, so it cannot be exactly once`,
    "write 'sink.delivery-guarantee' = 'at-least-once' for it, or make a job of its own that copies the topic",
  )
}

export interface ShardIdentity {
  readonly folder: ShardFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
  readonly shardCount: number
}

export interface ShardDecider {
  readonly decider: Decider
  /** What messages go through that are to be exactly once; null where there are none. */
  readonly transactions: ShardTransactions | null
}

export function deciderOf(decision: Decision, { folder, job, files, shardCount }: ShardIdentity): ShardDecider {
  const chain = new Chain(folder, job, files)
  if (decision.kind === 'link') return { decider: new LinkDecider(chain, files), transactions: null }
  const { carrier, properties } = decision
  const transactions = createShardTransactions({
    properties,
    transactionalId: `sluice.${job.name}.${folder.layout}.${folder.shard}`,
    checkpointGroup: carrier.kind === 'stand-in' ? standInGroup(job, folder) : `${job.name}.ck`,
    covers: (topic, partition) =>
      carrier.kind === 'stand-in'
        ? topic === carrier.topic && partition === 0
        : shardOf(partition, shardCount) === folder.shard,
    topics: decision.topics,
    transactionTimeoutMs: decision.timeoutMs,
  })
  const chainOf = (layout: number, shard: number): Chain => new Chain(folder.state.shard(layout, shard), job, files)
  return { decider: new TransactionDecider({ transactions, carrier, job, chain, files, chainOf }), transactions }
}

/** All shards of files have the same partition stand in. */
function standInGroup({ name }: JobIdentity, { shard }: ShardFolder): string {
  return shard === 0 ? `${name}.ck` : `${name}.ck.${shard}`
}
