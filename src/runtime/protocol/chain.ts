/** The chain of one shard's manifests, as the state folder holds it. Changes nothing. */
import { basename } from 'node:path'
import type { DurableFiles } from '../state/durable-files.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import { StateError } from '../state/state-folder.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { manifestHash, parseManifest, restoreOrNew } from './manifest.ts'
import type { Decided, Manifest } from './manifest.ts'

export class Chain {
  readonly folder: ShardFolder
  private readonly job: JobIdentity
  private readonly files: DurableFiles

  constructor(folder: ShardFolder, job: JobIdentity, files: DurableFiles) {
    this.folder = folder
    this.job = job
    this.files = files
  }

  /** Of another shard of the same job. */
  of(layout: number, shard: number): Chain {
    return new Chain(this.folder.state.shard(layout, shard), this.job, this.files)
  }

  /** The highest epoch in `committed/`; 0: there is none. */
  async highest(): Promise<number> {
    return highestEpoch(await this.files.list(this.folder.committed))
  }

  /** The last manifest in `committed/`; null: there is none. Raises StateError where it is damaged or another job's. */
  async head(): Promise<Decided | null> {
    for (let epoch = await this.highest(); epoch > 0;) {
      try {
        const path = this.folder.manifest(epoch)
        return await this.verified((await this.files.read(path)) ?? '', path, epoch)
      } catch (error) {
        // While this process slept others may have gone on, and removed what was old by then.
        const now = await this.highest()
        if (now <= epoch) throw error
        epoch = now
      }
    }
    return null
  }

  /** The last manifest whose files all have their final names; null: there is none. Raises StateError as `head`. */
  async publishedHead(): Promise<Manifest | null> {
    const { folder, files } = this
    const manifest = (await this.head())?.manifest ?? null
    if (manifest === null || manifest.decidedBy === 'transaction') return manifest
    if ((await files.list(folder.published)).includes(String(manifest.epoch))) return manifest
    const epoch = manifest.epoch - 1
    const before = await files.read(folder.manifest(epoch))
    return before === null ? null : parseManifest(before, folder.manifest(epoch), epoch, folder.layout).manifest
  }

  /**
   * A decided manifest, wherever it is by now: its draft moves into `committed/`, and is swept, while others look. null: it is
   * in neither place. Raises StateError where it is not the one with this hash.
   */
  async find(epoch: number, attempt: string, hash: string): Promise<Decided | null> {
    const committed = this.folder.manifest(epoch)
    for (const path of [committed, this.folder.draft(epoch, attempt), committed]) {
      const text = await this.files.read(path)
      if (text === null) continue
      if (manifestHash(text) === hash) return this.verified(text, path, epoch)
      throw new StateError(`\`${path}\` is not the manifest of epoch ${epoch} that was decided`, restoreOrNew)
    }
    return null
  }

  /** Whether a manifest above this epoch is staged. */
  async hasDraftAbove(epoch: number): Promise<boolean> {
    return (await this.files.list(this.folder.staging)).some((name) => {
      const staged = epochOf(name)
      return staged !== null && staged > epoch
    })
  }

  private async verified(text: string, path: string, epoch: number): Promise<Decided> {
    const decided = parseManifest(text, path, epoch, this.folder.layout)
    const { job, previous, condensed } = decided.manifest
    if (job.uuid !== this.job.uuid) {
      throw new StateError(`\`${path}\` was written by another job (\`${job.name}\`)`, restoreOrNew)
    }
    if (condensed === true)
      throw new StateError(`\`${path}\` is of an old epoch, and those after it are gone`, restoreOrNew)
    if (previous === null) return decided
    const before = this.folder.manifest(epoch - 1)
    const textBefore = await this.files.read(before)
    if (textBefore === null || manifestHash(textBefore) !== previous) {
      throw new StateError(`\`${before}\` is not the epoch that \`${path}\` follows`, restoreOrNew)
    }
    return decided
  }
}

/** 0: there is none. */
export function highestEpoch(names: readonly string[]): number {
  return Math.max(0, ...names.filter((name) => /^[1-9]\d*$/.test(name)).map(Number))
}

/** The epoch in a name `<epoch>-<attempt>` or `<epoch>`; null for anything else. */
export function epochOf(path: string): number | null {
  const digits = /^(\d+)(?:-|$)/.exec(basename(path))
  return digits === null ? null : Number(digits[1])
}
