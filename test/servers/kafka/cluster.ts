/** Three brokers, of which any may be killed: leaders and coordinators move. Each has a proxied listener of its own. */
import { Broker, freePorts, newClusterId } from './broker.ts'
import { ensureLibraries, kafkaTool } from './libraries.ts'

export interface KafkaCluster {
  /** host:port, by commas. */
  readonly addresses: string
  readonly brokers: readonly Broker[]
  broker(nodeId: number): Broker
  /** Gives every partition's leadership back to its preferred broker. */
  electPreferred(): Promise<void>
  stop(): Promise<void>
}

const settings = ['min.insync.replicas=2', 'unclean.leader.election.enable=false']

/** A reason in place of a cluster where there is no Java or Maven. `more` settings win. */
export async function startCluster(more: readonly string[] = []): Promise<KafkaCluster | { readonly skip: string }> {
  try {
    await ensureLibraries()
  } catch (error) {
    return { skip: `no Kafka: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
  const ports = await Promise.all([1, 2, 3].map((nodeId) => freePorts(nodeId)))
  const brokers = ports.map((own) => new Broker(own, ports, [...settings, ...more], '384m'))
  const stop = async (): Promise<void> => {
    await Promise.all(brokers.map((broker) => broker.stop()))
  }
  try {
    const clusterId = newClusterId()
    for (const broker of brokers) await broker.format(clusterId)
    for (const broker of brokers) broker.start()
    await Promise.all(brokers.map((broker) => broker.answers(brokers.length)))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    addresses: brokers.map(({ address }) => address).join(','),
    brokers,
    broker: (nodeId) => {
      const found = brokers.find(({ ports: { nodeId: id } }) => id === nodeId)
      if (found === undefined) throw new Error(`no broker ${nodeId}`)
      return found
    },
    electPreferred: async () => {
      const bootstrap = ['--bootstrap-server', brokers.map(({ address }) => address).join(',')]
      const election = ['--election-type', 'preferred', '--all-topic-partitions']
      await kafkaTool('org.apache.kafka.tools.LeaderElectionCommand', [...bootstrap, ...election])
    },
    stop,
  }
}
