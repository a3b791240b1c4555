/**
 * What a job keeps between runs, and where:
 *
 *     job.json                                    who the job is
 *     layouts/<layout>                            into how many shards its partitions are divided; <layout>.begun: a change to
 *                                                 it has begun
 *     lock/<n>                                    who runs it, where only one process may
 *     processes/<uuid>                            who runs it, where several may
 *     staging/<layout>/<shard>/<epoch>-<attempt>  manifests that are not decided yet, or not published
 *     committed/<layout>/<shard>/<epoch>          decided manifests: the chain of one shard
 *     published/<layout>/<shard>/<epoch>          the last one once more, where a link in the chain is itself the decision:
 *                                                 all files of that epoch have their final names
 *     committed/compact/<sink>/<partition>/<n>    decided compactions of a partition of files
 *     published/compact/<sink>/<partition>/<n>    those that were carried out
 *     errors/<source>/                            failed records of sources without a sink for ERRORS OF
 */
import { join } from 'node:path'
import { ConnectorError } from '../../connectors/ports.ts'

export class StateFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get job(): string {
    return join(this.path, 'job.json')
  }

  get layouts(): string {
    return join(this.path, 'layouts')
  }

  get lock(): string {
    return join(this.path, 'lock')
  }

  get processes(): string {
    return join(this.path, 'processes')
  }

  get staging(): string {
    return join(this.path, 'staging')
  }

  get committed(): string {
    return join(this.path, 'committed')
  }

  get published(): string {
    return join(this.path, 'published')
  }

  get errors(): string {
    return join(this.path, 'errors')
  }

  /** Decided compactions of a partition of a sink, by sequence. */
  compactions(sink: string, partition: string): string {
    return join(this.committed, 'compact', encodeURIComponent(sink), partition)
  }

  /** The same, of those that were carried out. */
  finishedCompactions(sink: string, partition: string): string {
    return join(this.allFinishedCompactions, encodeURIComponent(sink), partition)
  }

  get allFinishedCompactions(): string {
    return join(this.published, 'compact')
  }

  shard(layout: number, shard: number): ShardFolder {
    return new ShardFolder(this, layout, shard)
  }
}

/** One shard's part of it. */
export class ShardFolder {
  readonly state: StateFolder
  /** Which division into shards this is one of; the first is 1. */
  readonly layout: number
  /** From 0. */
  readonly shard: number

  constructor(state: StateFolder, layout: number, shard: number) {
    this.state = state
    this.layout = layout
    this.shard = shard
  }

  get staging(): string {
    return this.in(this.state.staging)
  }

  get committed(): string {
    return this.in(this.state.committed)
  }

  get published(): string {
    return this.in(this.state.published)
  }

  draft(epoch: number, attempt: string): string {
    return join(this.staging, `${epoch}-${attempt}`)
  }

  manifest(epoch: number): string {
    return join(this.committed, String(epoch))
  }

  private in(folder: string): string {
    return join(folder, String(this.layout), String(this.shard))
  }
}

/** The state is not what this job can go on from; refused rather than guessed. */
export class StateError extends ConnectorError {}
