/** `run --http`: whether the process lives (`/livez`), whether it can work (`/readyz`), and what it does (`/metrics`). */
import type { EpochCommit } from '../shard-run.ts'
import type { OpenJob } from '../open-job.ts'
import { listen, plainText } from './http-server.ts'
import type { Answer, HttpAddress, HttpServer } from './http-server.ts'
import { Metrics } from './metrics.ts'
import type { Build } from './metrics.ts'

/** `starting`: sources and sinks are being opened. */
type Phase = 'starting' | 'running' | 'stopping' | 'failed'

export class Monitor {
  private readonly metrics: Metrics
  private server: HttpServer | null = null
  private phase: Phase = 'starting'
  private open: OpenJob | null = null

  private constructor(build: Build) {
    this.metrics = new Metrics(build)
  }

  /** Answers from here on. Raises ConnectorError where the address cannot be had. */
  static async listen(address: HttpAddress, build: Build): Promise<Monitor> {
    const monitor = new Monitor(build)
    const routes = new Map<string, () => Answer | Promise<Answer>>([
      ['/livez', () => plainText(200, 'alive\n')],
      ['/readyz', () => monitor.readiness()],
      ['/metrics', () => monitor.metricsAnswer()],
    ])
    monitor.server = await listen(address, routes)
    return monitor
  }

  get url(): string {
    return this.server?.url ?? ''
  }

  /** All sources and sinks are open. */
  running(open: OpenJob): void {
    this.open = open
    this.phase = 'running'
  }

  /** It has been asked to end, or a source or sink has failed for good. */
  ending(phase: 'stopping' | 'failed'): void {
    this.phase = phase
  }

  onCommit(commit: EpochCommit): void {
    this.metrics.onCommit(commit)
  }

  async close(): Promise<void> {
    await this.server?.close()
  }

  private readiness(): Answer {
    const reasons = this.unready()
    if (reasons.length === 0) return plainText(200, 'ready\n')
    return plainText(503, `${reasons.join('\n')}\n`)
  }

  /** Why it cannot work just now, by names that the project declares; nothing: it can. */
  private unready(): readonly string[] {
    if (this.phase !== 'running') return [this.phase]
    const down = this.open?.readers.filter((reader) => !reader.isUp()) ?? []
    const silent = down.flatMap(({ sources }) => sources).map((source) => `source ${source} does not answer`)
    const recovering = (this.open?.job.recovering ?? []).map((shard) => `shard ${shard} is being recovered`)
    return [...silent, ...recovering]
  }

  private async metricsAnswer(): Promise<Answer> {
    const body = await this.metrics.text(this.open, this.unready().length === 0)
    return { status: 200, contentType: this.metrics.contentType, body }
  }
}
