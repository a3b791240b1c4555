/**
 * What a job keeps between runs, and where:
 *
 *     job.json                            who the job is
 *     lock/<n>                            who runs it
 *     staging/<epoch>-<attempt>.json      manifests that are not decided yet
 *     committed/<layout>/<shard>/<epoch>  decided manifests: the chain
 *     published/<layout>/<shard>/<epoch>  the same file once more: all files of that epoch have their final names
 *     errors/<source>/                    failed records of sources without a sink for ERRORS OF
 */
import { join } from 'node:path'
import { ConnectorError } from '../../connectors/ports.ts'

/** The layout of shards; rises when their number changes. */
export const layout = 1

export class StateFolder {
  readonly path: string
  readonly shard: number

  constructor(path: string, shard: number) {
    this.path = path
    this.shard = shard
  }

  get job(): string {
    return join(this.path, 'job.json')
  }

  get lock(): string {
    return join(this.path, 'lock')
  }

  get staging(): string {
    return join(this.path, 'staging')
  }

  get committed(): string {
    return join(this.path, 'committed', String(layout), String(this.shard))
  }

  get published(): string {
    return join(this.path, 'published', String(layout), String(this.shard))
  }

  get errors(): string {
    return join(this.path, 'errors')
  }

  stagedManifest(epoch: number, attempt: string): string {
    return join(this.staging, `${epoch}-${attempt}.json`)
  }
}

/** The state is not what this job can go on from; refused rather than guessed. */
export class StateError extends ConnectorError {}
