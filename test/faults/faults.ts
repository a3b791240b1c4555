/** What goes wrong in a cluster, one thing after the other, chosen by a seed. */
import type { KafkaCluster } from '../servers/kafka/cluster.ts'
import type { Action, ApiName, KafkaProxy } from '../support/kafka-proxy.ts'
import { Random } from '../support/random.ts'

const apis: readonly ApiName[] = [
  'EndTxn',
  'EndTxn',
  'TxnOffsetCommit',
  'AddPartitionsToTxn',
  'Produce',
  'InitProducerId',
]
const actions: readonly Action[] = ['drop', 'cut', 'cut-inside']

type Fault = 'kill' | 'refuse' | 'cut all' | 'lose' | 'elect'
/** How often, of the sum. */
const weights: Readonly<Record<Fault, number>> = { kill: 2, refuse: 2, 'cut all': 3, lose: 10, elect: 1 }

const weighted = (Object.keys(weights) as Fault[]).flatMap((fault) => Array<Fault>(weights[fault]).fill(fault))

export class Faults {
  isOver = false
  private readonly cluster: KafkaCluster
  private readonly proxies: readonly KafkaProxy[]
  private readonly random: Random
  private readonly counts = new Map<Fault, number>()

  constructor(cluster: KafkaCluster, proxies: readonly KafkaProxy[], seed: number) {
    this.cluster = cluster
    this.proxies = proxies
    this.random = new Random(seed)
  }

  /** So many faults, at times of their own; at the end everything is whole again. */
  async run(count: number): Promise<void> {
    try {
      for (let k = 0; k < count && !this.isOver; k++) {
        const fault = this.random.pick(weighted)
        this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1)
        await this.cause(fault)
        await this.wait(300, 3_000)
      }
    } finally {
      for (const proxy of this.proxies) {
        proxy.calm()
        await proxy.accept()
      }
      this.isOver = true
    }
  }

  /** Requests of transactions come late, by up to seconds, until `stop`. */
  async delay(): Promise<void> {
    while (!this.isOver) {
      const held = this.random.pick(this.proxies).on(this.random.pick(apis), 'request', 'hold')
      await this.wait(20, 2_500)
      held.release()
    }
  }

  stop(): void {
    this.isOver = true
  }

  get told(): string {
    return [...this.counts].map(([fault, count]) => `${fault} ${count}`).join(', ')
  }

  private async cause(fault: Fault): Promise<void> {
    const proxy = this.random.pick(this.proxies)
    switch (fault) {
      case 'kill': {
        const broker = this.random.pick(this.cluster.brokers)
        await broker.kill()
        await this.wait(0, 4_000)
        broker.start()
        return broker.answers(this.cluster.brokers.length)
      }
      case 'refuse':
        await proxy.refuse()
        await this.wait(500, 7_000)
        return proxy.accept()
      case 'cut all':
        return proxy.cutAll()
      case 'lose': {
        const api = this.random.pick(apis)
        const direction = this.random.next() < 0.5 ? 'request' : 'reply'
        const action = this.random.pick(actions)
        for (const one of this.proxies) one.on(api, direction, action)
        return
      }
      case 'elect':
        return this.cluster.electPreferred()
    }
  }

  private async wait(fromMs: number, toMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, fromMs + this.random.next() * (toMs - fromMs)))
  }
}
