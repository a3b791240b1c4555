/**
 * One broker of a test (KRaft, broker and controller in one), alone or one of several. It has a second listener that
 * advertises another port: a proxy there (`test/support/kafka-proxy.ts`) keeps its clients, whatever they ask for.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { freePort, startProcess, waitFor, type ServerProcess } from '../process.ts'
import { classPath, kafkaTool } from './libraries.ts'

export interface BrokerPorts {
  readonly nodeId: number
  /** Of the ordinary listener. */
  readonly port: number
  readonly controllerPort: number
  /** A proxy listens on `proxyPort` and passes on to `behindProxyPort`. */
  readonly proxyPort: number
  readonly behindProxyPort: number
}

export async function freePorts(nodeId: number): Promise<BrokerPorts> {
  const [port, controllerPort, proxyPort, behindProxyPort] = await Promise.all([1, 2, 3, 4].map(() => freePort()))
  return { nodeId, port, controllerPort, proxyPort, behindProxyPort }
}

/** As Kafka writes ids: 16 bytes in base64url. */
export function newClusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'a')
}

export class Broker {
  readonly ports: BrokerPorts
  readonly address: string
  private readonly folder: string
  private readonly configuration: string
  private readonly heap: string
  private process: ServerProcess | null = null

  /** `settings` are lines of server.properties; later ones win. */
  constructor(ports: BrokerPorts, all: readonly BrokerPorts[], settings: readonly string[], heap: string) {
    this.ports = ports
    this.heap = heap
    this.address = `127.0.0.1:${ports.port}`
    this.folder = mkdtempSync(join(tmpdir(), 'sluice-kafka-'))
    this.configuration = join(this.folder, 'server.properties')
    const lines = [...baseSettings(ports, all, join(this.folder, 'data')), ...settings]
    writeFileSync(this.configuration, `${lines.join('\n')}\n`)
  }

  get pid(): number {
    return this.process?.pid ?? -1
  }

  async format(clusterId: string): Promise<void> {
    await kafkaTool('kafka.tools.StorageTool', ['format', '-t', clusterId, '-c', this.configuration])
  }

  /** Also after `kill` or `stop`: it goes on with its data. Resolves before it answers. */
  start(): void {
    const java = [`-Xmx${this.heap}`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath, 'kafka.Kafka']
    this.process = startProcess('java', [...java, this.configuration], join(this.folder, 'log'))
  }

  /** Ready when an admin request answers, not when the port opens. */
  async answers(brokers = 1): Promise<void> {
    await waitFor('Kafka to answer', 180_000, async () => {
      const failure = this.process?.failure() ?? null
      if (failure !== null) throw new Error(`Kafka ended: ${failure}`)
      const admin = new Kafka({ brokers: [this.address], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin()
      try {
        await admin.connect()
        return (await admin.describeCluster()).brokers.length >= brokers
      } finally {
        await admin.disconnect()
      }
    })
  }

  /** SIGKILL: nothing is said to anybody. */
  async kill(): Promise<void> {
    await this.process?.kill()
    this.process = null
  }

  /** Ends it, data and all. */
  async stop(): Promise<void> {
    await this.process?.stop()
    this.process = null
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function baseSettings(own: BrokerPorts, all: readonly BrokerPorts[], data: string): readonly string[] {
  const replicas = Math.min(3, all.length)
  const minInsync = Math.max(1, replicas - 1)
  return [
    'process.roles=broker,controller',
    `node.id=${own.nodeId}`,
    `controller.quorum.voters=${all.map((one) => `${one.nodeId}@127.0.0.1:${one.controllerPort}`).join(',')}`,
    `listeners=PLAINTEXT://127.0.0.1:${own.port},PROXIED://127.0.0.1:${own.behindProxyPort},CONTROLLER://127.0.0.1:${own.controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${own.port},PROXIED://127.0.0.1:${own.proxyPort}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${data}`,
    `default.replication.factor=${replicas}`,
    `offsets.topic.replication.factor=${replicas}`,
    'offsets.topic.num.partitions=5',
    `transaction.state.log.replication.factor=${replicas}`,
    `transaction.state.log.min.isr=${minInsync}`,
    'transaction.state.log.num.partitions=5',
    'transaction.abort.timed.out.transaction.cleanup.interval.ms=500',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    'broker.session.timeout.ms=3000',
    'broker.heartbeat.interval.ms=500',
  ]
}
