/** All files of a job (and files in place of topics), as far as they belong to the shards that this thread has. */
import type { RecordBatch } from '../../engine/batch.ts'
import type {
  Delivery,
  Remaining,
  ShardOwner,
  ShardReader,
  SourceConnector,
  SourcePositions,
} from '../../connectors/ports.ts'
import { Arrivals } from '../job/arrivals.ts'
import { Positions } from './positions.ts'
import type { Layout } from '../protocol/layout.ts'

/** A source, read for one shard from one `begin` to the next `suspend`. */
interface Input {
  readonly reading: Reading
  readonly source: string
  readonly batches: AsyncIterator<RecordBatch>
}

interface Reading {
  readonly shard: number
  readonly positions: Positions
  readonly stop: AbortController
  readonly inputs: readonly Input[]
  /** Inputs that have not ended. */
  open: number
}

export class FileReader implements ShardReader {
  private readonly connectors: ReadonlyMap<string, SourceConnector>
  private readonly layout: Layout
  private readonly shards: readonly number[]
  private readonly readings = new Map<number, Reading>()
  private readonly arrivals = new Arrivals<Input, RecordBatch>()
  /** Whose batch was given last: asking for more says that it is done. */
  private given: Input | null = null
  private owner: ShardOwner | null = null
  private stopped = false

  /** `shards`: those of the layout that are this thread's. */
  constructor(connectors: ReadonlyMap<string, SourceConnector>, layout: Layout, shards: readonly number[]) {
    this.connectors = connectors
    this.layout = layout
    this.shards = shards
  }

  get sources(): readonly string[] {
    return [...this.connectors.keys()]
  }

  async start(owner: ShardOwner): Promise<void> {
    this.owner = owner
    owner.onAssigned({ gained: this.shards, lost: [] })
  }

  begin(shard: number, start: SourcePositions): void {
    if (!this.shards.includes(shard)) return
    const own = Object.entries(start).filter(([source]) => this.connectors.has(source))
    const positions = new Positions(Object.fromEntries(own))
    const inputs: Input[] = []
    const reading = { shard, positions, stop: new AbortController(), inputs, open: this.connectors.size }
    const { shards, cut } = this.layout
    for (const [source, connector] of this.connectors) {
      const share = { shard, shards, isCut: cut.includes(source) }
      const batches = connector.batches(positions.of(source), reading.stop.signal, share)[Symbol.asyncIterator]()
      inputs.push({ reading, source, batches })
    }
    this.readings.set(shard, reading)
    for (const input of inputs) this.request(input)
  }

  suspend(shard: number): void {
    const reading = this.readings.get(shard)
    if (reading === undefined) return
    this.readings.delete(shard)
    reading.stop.abort()
    // What is open for it is closed when what is under way has ended; what became of that is nobody's concern any more.
    for (const { batches } of reading.inputs) void batches.return?.().catch(() => {})
  }

  positions(shard: number): SourcePositions {
    return this.readings.get(shard)?.positions.all() ?? {}
  }

  async next(): Promise<Delivery | null> {
    if (this.given !== null && this.isCurrent(this.given)) this.request(this.given)
    this.given = null
    while (!this.stopped) {
      const arrival = await this.arrivals.take(Infinity)
      if (arrival === null || !this.isCurrent(arrival.input)) continue
      if (arrival.kind === 'failure') throw arrival.error
      if (arrival.kind === 'item') return this.delivery(arrival.input, arrival.item)
      arrival.input.reading.open--
      if (this.isAtEnd()) this.owner?.onProgress()
    }
    return null
  }

  async confirm(): Promise<boolean> {
    return true
  }

  isAtEnd(): boolean {
    return this.readings.size === this.shards.length && [...this.readings.values()].every(({ open }) => open === 0)
  }

  stop(): void {
    this.stopped = true
    for (const { stop } of this.readings.values()) stop.abort()
    this.arrivals.wake()
  }

  remaining(): ReadonlyMap<string, Remaining> {
    return new Map([...this.connectors].map(([name, connector]) => [name, connector.remaining() ?? {}]))
  }

  isUp(): boolean {
    return true
  }

  lag(): readonly [] {
    return []
  }

  /** The connectors are the caller's to close. */
  async close(): Promise<void> {
    this.stop()
  }

  private isCurrent({ reading }: Input): boolean {
    return this.readings.get(reading.shard) === reading
  }

  private delivery(input: Input, batch: RecordBatch): Delivery {
    const { reading, source } = input
    this.given = input
    return {
      shard: reading.shard,
      batches: [{ source, batch }],
      accept: () => {
        if (!this.isCurrent(input)) return false
        if (batch.count === 0) reading.positions.rename(source, batch.next)
        else reading.positions.advance(source, batch.next)
        return true
      },
      release: () => batch.release?.(),
    }
  }

  private request(input: Input): void {
    this.arrivals.request(input, async () => {
      const result = await input.batches.next()
      return result.done === true ? null : result.value
    })
  }
}
