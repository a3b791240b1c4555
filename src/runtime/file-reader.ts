/** All sources of a job that one process reads as a whole (files, and files in place of topics): one shard, number 0. */
import type { RecordBatch } from '../engine/batch.ts'
import type {
  Delivery,
  Remaining,
  ShardOwner,
  ShardReader,
  SourceConnector,
  SourcePositions,
} from '../connectors/ports.ts'
import { Arrivals } from './arrivals.ts'
import { Positions } from './positions.ts'

/** From one `begin` to the next `suspend`. */
interface Reading {
  readonly positions: Positions
  readonly stop: AbortController
  readonly arrivals: Arrivals<string, RecordBatch>
  readonly batches: ReadonlyMap<string, AsyncIterator<RecordBatch>>
  open: number
}

export class FileReader implements ShardReader {
  private readonly connectors: ReadonlyMap<string, SourceConnector>
  private reading: Reading | null = null
  /** Whose batch was given last: asking for more says that it is done. */
  private given: { readonly reading: Reading; readonly source: string } | null = null
  private owner: ShardOwner | null = null
  private stopped = false
  private wake: (() => void) | null = null

  constructor(connectors: ReadonlyMap<string, SourceConnector>) {
    this.connectors = connectors
  }

  get sources(): readonly string[] {
    return [...this.connectors.keys()]
  }

  async start(owner: ShardOwner): Promise<void> {
    this.owner = owner
    owner.onAssigned({ gained: [0], lost: [] })
  }

  begin(_shard: number, start: SourcePositions): void {
    const own = Object.entries(start).filter(([source]) => this.connectors.has(source))
    const positions = new Positions(Object.fromEntries(own))
    const stop = new AbortController()
    const batches = new Map(
      [...this.connectors].map(([name, connector]) => [
        name,
        connector.batches(positions.of(name), stop.signal)[Symbol.asyncIterator](),
      ]),
    )
    const reading = { positions, stop, arrivals: new Arrivals<string, RecordBatch>(), batches, open: batches.size }
    this.reading = reading
    for (const name of batches.keys()) request(reading, name)
    this.wake?.()
  }

  suspend(): void {
    const { reading } = this
    this.reading = null
    reading?.stop.abort()
    reading?.arrivals.wake()
  }

  positions(): SourcePositions {
    return this.reading?.positions.all() ?? {}
  }

  async next(): Promise<Delivery | null> {
    if (this.given !== null && this.given.reading === this.reading) request(this.given.reading, this.given.source)
    this.given = null
    for (;;) {
      const { reading } = this
      if (this.stopped) return null
      if (reading === null) {
        await new Promise<void>((resolve) => (this.wake = resolve))
        this.wake = null
        continue
      }
      const arrival = await reading.arrivals.take(Infinity)
      if (reading !== this.reading || arrival === null) continue
      if (arrival.kind === 'failure') throw arrival.error
      if (arrival.kind === 'end' && --reading.open === 0) this.owner?.onProgress()
      if (arrival.kind === 'item') return this.delivery(reading, arrival.input, arrival.item)
    }
  }

  async confirm(): Promise<boolean> {
    return true
  }

  isAtEnd(): boolean {
    return this.reading?.open === 0
  }

  stop(): void {
    this.stopped = true
    this.reading?.stop.abort()
    this.reading?.arrivals.wake()
    this.wake?.()
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

  private delivery(reading: Reading, source: string, batch: RecordBatch): Delivery {
    this.given = { reading, source }
    return {
      shard: 0,
      batches: [{ source, batch }],
      accept: () => {
        if (reading !== this.reading) return false
        reading.positions.advance(source, batch.next)
        return true
      },
    }
  }
}

function request({ arrivals, batches }: Reading, source: string): void {
  arrivals.request(source, async () => {
    const result = await batches.get(source)?.next()
    return result === undefined || result.done === true ? null : result.value
  })
}
