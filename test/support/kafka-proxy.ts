/**
 * A TCP proxy before a broker that knows Kafka's frames: it can drop, hold, or cut off requests and replies of one kind, or
 * refuse everybody. Each frame is [size INT32][body]; a request's body begins with API key, version and correlation id, a
 * reply's with the correlation id (https://kafka.apache.org/protocol#protocol_messages).
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Those that tests interfere with. */
const apiKeys = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  SyncGroup: 14,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
} as const

export type ApiName = keyof typeof apiKeys
type Direction = 'request' | 'reply'

/**
 * `drop`: it never arrives, the connection stays. `cut`: the connection ends before it. `cut-inside`: in the middle of it.
 * `hold`: it waits for `release`, and everything behind it on its connection too. `late`: it is lost, and a request arrives all
 * the same after `release`, whatever has become of its connection.
 */
export type Action = 'drop' | 'cut' | 'cut-inside' | 'hold' | 'late'

/** What was asked of the proxy with `on`. */
export interface Interference {
  /** How many frames it has met. */
  readonly count: number
  /** Resolves with the first. */
  readonly met: Promise<void>
  /** Lets what is held go on, and ends the interference. */
  release(): void
  /** Resolves when a late request has been answered. */
  readonly arrived: Promise<void>
}

class Rule implements Interference {
  readonly met: Promise<void>
  readonly released: Promise<void>
  readonly release: () => void
  readonly arrived: Promise<void>
  readonly arrive: () => void
  readonly api: number
  readonly direction: Direction
  readonly action: Action
  count = 0
  private left: number
  private readonly meet: () => void

  constructor(api: ApiName, direction: Direction, action: Action, times: number) {
    this.api = apiKeys[api]
    this.direction = direction
    this.action = action
    this.left = times
    const met = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    this.met = met.promise
    this.meet = met.resolve
    this.released = released.promise
    const arrived = Promise.withResolvers<void>()
    this.arrived = arrived.promise
    this.arrive = arrived.resolve
    this.release = () => {
      this.left = 0
      released.resolve()
    }
  }

  takes(api: number, direction: Direction): boolean {
    if (this.left === 0 || api !== this.api || direction !== this.direction) return false
    this.left--
    this.count++
    this.meet()
    return true
  }
}

export class KafkaProxy {
  /** host:port, for clients. */
  readonly address: string
  private readonly port: number
  private readonly target: number
  private readonly sockets = new Set<Socket>()
  private rules: Rule[] = []
  private readonly seen = new Map<number, number>()
  private server: Server | null = null

  static async start(ports: { readonly proxyPort: number; readonly behindProxyPort: number }): Promise<KafkaProxy> {
    const proxy = new KafkaProxy(ports.proxyPort, ports.behindProxyPort)
    await proxy.accept()
    return proxy
  }

  private constructor(port: number, target: number) {
    this.port = port
    this.target = target
    this.address = `127.0.0.1:${port}`
  }

  on(api: ApiName, direction: Direction, action: Action, times = 1): Interference {
    const rule = new Rule(api, direction, action, times)
    this.rules.push(rule)
    return rule
  }

  /** How many requests have come so far: of one kind, or all. */
  requests(api: ApiName | null = null): number {
    if (api !== null) return this.seen.get(apiKeys[api]) ?? 0
    return [...this.seen.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Nothing is interfered with any more; what is held goes on. */
  calm(): void {
    for (const rule of this.rules) rule.release()
    this.rules = []
  }

  /** Everybody is thrown out, and nobody gets in: the broker seems to be away. */
  async refuse(): Promise<void> {
    const closed = this.server === null ? null : once(this.server, 'close')
    this.server?.close()
    this.server = null
    this.cutAll()
    await closed
  }

  async accept(): Promise<void> {
    if (this.server !== null) return
    this.server = createServer((client) => this.join(client))
    this.server.listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
  }

  /** Every connection is ended politely, as a broker does that nobody asked anything for long; resolves when all have left. */
  async endAll(): Promise<void> {
    const closed = [...this.sockets].map((socket) => once(socket, 'close'))
    for (const socket of this.sockets) socket.end()
    await Promise.all(closed)
  }

  /** Every connection ends, as with a network that fails for a moment. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    this.calm()
    await this.refuse()
  }

  private join(client: Socket): void {
    const broker = connect(this.target, '127.0.0.1')
    const both = [client, broker]
    const end = (): void => both.forEach((socket) => socket.destroy())
    for (const socket of both) {
      this.sockets.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        this.sockets.delete(socket)
        end()
      })
    }
    const apiOf = new Map<number, number>()
    this.pass(client, broker, 'request', (frame) => {
      const api = frame.readInt16BE(4)
      apiOf.set(frame.readInt32BE(8), api)
      this.seen.set(api, (this.seen.get(api) ?? 0) + 1)
      return api
    })
    this.pass(broker, client, 'reply', (frame) => {
      const correlation = frame.readInt32BE(4)
      const api = apiOf.get(correlation) ?? -1
      apiOf.delete(correlation)
      return api
    })
  }

  private pass(from: Socket, to: Socket, direction: Direction, apiOf: (frame: Buffer) => number): void {
    let last = Promise.resolve()
    eachFrame(from, (frame) => {
      const api = apiOf(frame)
      const rule = this.rules.find((one) => one.takes(api, direction))
      last = last.then(async () => {
        if (rule === undefined) return void to.write(frame)
        await this.interfere(rule, frame, to)
      })
    })
  }

  private async arriveLate(rule: Rule, frame: Buffer): Promise<void> {
    const broker = connect(this.target, '127.0.0.1')
    try {
      broker.write(frame)
      await once(broker, 'data')
      rule.arrive()
    } finally {
      broker.destroy()
    }
  }

  private async interfere(rule: Rule, frame: Buffer, to: Socket): Promise<void> {
    switch (rule.action) {
      case 'drop':
        return
      case 'cut':
        return void to.destroy()
      case 'cut-inside':
        to.end(frame.subarray(0, frame.length >> 1))
        return
      case 'late':
        void rule.released.then(async () => this.arriveLate(rule, frame))
        return
      case 'hold':
        await rule.released
        to.write(frame)
    }
  }
}

/** Whole frames, size and all, however the bytes arrive. */
function eachFrame(from: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0)
  from.on('data', (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0)
      take(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  })
}
