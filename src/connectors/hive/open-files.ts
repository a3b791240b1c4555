/**
 * The files that are being written, of all sinks and shards of a process: one budget of memory and one of open files for all of
 * them together. Where it is exceeded, the files that were used least recently are finished early, whose ever they are.
 */
import { Gate } from './gate.ts'
import type { StagingFile } from './staging-file.ts'

/** Whose file it is. */
export interface FileOwner {
  /** Finishes a file early. Never rejects: what fails is told where the owner's epoch ends. */
  retire(file: StagingFile): Promise<void>
}

export interface OpenFilesLimits {
  /** Files that have been written to; 200 by default. Those that are in memory only need no handle. */
  readonly handlesMax: number
  /** What all files hold in memory; 256 MiB by default. */
  readonly bytesMax: number
}

export const openFilesDefaults: OpenFilesLimits = { handlesMax: 200, bytesMax: 256 * 1024 ** 2 }

/** Files that are written, finished or synced at the same time. */
const togetherMax = 32

interface Held {
  readonly owner: FileOwner
  bytes: number
  hasHandle: boolean
}

export class OpenFiles {
  /** What touches the disk goes through here. */
  readonly gate = new Gate(togetherMax)
  readonly limits: OpenFilesLimits
  /** Least recently used first. */
  private readonly held = new Map<StagingFile, Held>()
  private bytes = 0
  private handles = 0
  private readonly retiring = new Set<Promise<void>>()

  constructor(limits: OpenFilesLimits = openFilesDefaults) {
    this.limits = limits
  }

  /** The file got rows: it is the most recently used one. */
  use(file: StagingFile, owner: FileOwner): void {
    this.forget(file)
    const held = { owner, bytes: file.memoryBytes, hasHandle: file.isOnDisk }
    this.held.set(file, held)
    this.bytes += held.bytes
    if (held.hasHandle) this.handles++
  }

  /** The file was written to. */
  measure(file: StagingFile): void {
    const held = this.held.get(file)
    if (held === undefined) return
    this.bytes += file.memoryBytes - held.bytes
    held.bytes = file.memoryBytes
    if (file.isOnDisk && !held.hasHandle) this.handles++
    held.hasHandle = file.isOnDisk
  }

  /** The file gets no more rows. */
  forget(file: StagingFile): void {
    const held = this.held.get(file)
    if (held === undefined) return
    this.held.delete(file)
    this.bytes -= held.bytes
    if (held.hasHandle) this.handles--
  }

  /** Whether all files together are beyond the bounds. */
  get isFull(): boolean {
    return this.bytes > this.limits.bytesMax || this.handles > this.limits.handlesMax
  }

  /** Resolves when all files together are within bounds again: half of the memory is free then, so that this is not soon again. */
  async keepWithin(): Promise<void> {
    const { bytesMax, handlesMax } = this.limits
    const bytesWanted = this.bytes > bytesMax ? bytesMax / 2 : bytesMax
    for (const [file, { owner, hasHandle }] of this.held) {
      const isTooMuch = this.bytes > bytesWanted
      if (!isTooMuch && this.handles <= handlesMax) break
      if (isTooMuch || hasHandle) this.retire(file, owner)
    }
    await Promise.all(this.retiring)
  }

  private retire(file: StagingFile, owner: FileOwner): void {
    this.forget(file)
    const retiring = owner.retire(file).finally(() => this.retiring.delete(retiring))
    this.retiring.add(retiring)
  }
}
