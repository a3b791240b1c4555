/** `run --http`: whether the process lives (`/livez`), whether it can work (`/readyz`), and what it does (`/metrics`). */
import type { CommitNote } from '../job/options.ts'
import type { JobLook } from '../job/look.ts'
import type { OpenJob } from '../job/open-job.ts'
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

  onCommit(commit: CommitNote): void {
    this.metrics.onCommit(commit)
  }

  async close(): Promise<void> {
    await this.server?.close()
  }

  private async readiness(): Promise<Answer> {
    const reasons = this.unready(await this.look())
    if (reasons.length === 0) return plainText(200, 'ready\n')
    return plainText(503, `${reasons.join('\n')}\n`)
  }

  /** Why it cannot work just now, by names that the project declares; nothing: it can. */
  private unready(look: JobLook | null): readonly string[] {
    if (this.phase !== 'running' || look === null) return [this.phase]
    const silent = look.sources.filter(({ isUp }) => !isUp).map(({ name }) => `source ${name} does not answer`)
    const recovering = look.shards.filter(({ state }) => state === 'recovering')
    return [...silent, ...recovering.map(({ number }) => `shard ${number} is being recovered`)]
  }

  private async look(): Promise<JobLook | null> {
    return this.open === null ? null : this.open.look()
  }

  private async metricsAnswer(): Promise<Answer> {
    const look = await this.look()
    const body = await this.metrics.text(look, this.unready(look).length === 0)
    return { status: 200, contentType: this.metrics.contentType, body }
  }
}
