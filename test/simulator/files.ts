/** The port of the protocol's files, on the simulated disk: every part of a call that a process can be stopped in is a step. */
import { dirname } from 'node:path'
import type { DurableFiles } from '../../src/runtime/state/durable-files.ts'
import { DiskError, Folder } from './disk.ts'
import type { Disk } from './disk.ts'
import type { Process, Scheduler } from './scheduler.ts'

export interface FileFaults {
  /** Whether this call fails before it does anything, or after it has. */
  next(): 'none' | 'before' | 'after'
}

/** What the mutations of the protocol do without. */
export interface FileFlaws {
  readonly isParentSynced?: boolean
  readonly isFolderSynced?: boolean
  /** What takes the place of an old manifest. */
  readonly isCondensedSynced?: boolean
  /** A name that is taken is taken away. */
  readonly isLinkExclusive?: boolean
}

export function filesOf(
  disk: Disk,
  process: Process,
  scheduler: Scheduler,
  faults: FileFaults,
  { isParentSynced = true, isFolderSynced = true, isCondensedSynced = true, isLinkExclusive = true }: FileFlaws = {},
): DurableFiles {
  const by = process.name
  const call = <T>(what: string, path: string, effect: () => T): Promise<T> =>
    scheduler.call(process, `${what} ${path}`, () => {
      const fault = faults.next()
      if (fault === 'before') throw new DiskError('EIO', path)
      const result = effect()
      if (fault === 'after') throw new DiskError('EIO', path)
      return result
    })

  const files: DurableFiles = {
    async write(path, text) {
      const file = await call('create', path, () => disk.create(path, text, by))
      if (!isCondensedSynced && path.endsWith('-condensed')) return
      await call('sync', path, () => disk.syncFile(file))
    },
    replace: (existing, path) =>
      call('rename', `${existing} ${path}`, () => {
        if (disk.replace(existing, path, by) === 'linked') disk.unlink(existing, by)
      }),
    read: (path) => call('read', path, () => disk.file(path)?.content ?? null),
    link: (existing, path) =>
      call('link', `${existing} ${path}`, () => {
        if (!isLinkExclusive && path.startsWith('/state/committed/')) return disk.replace(existing, path, by)
        const linked = disk.link(existing, path, by)
        // NFS: the reply was lost, the request sent once more.
        return linked === 'linked' && faults.next() !== 'none' ? disk.link(existing, path, by) : linked
      }),
    identify: (path) =>
      call('identify', path, () => {
        const found = disk.lookup(path)
        if (found === null) return null
        if (found instanceof Folder) return { device: 1, inode: 0, bytes: 0 }
        return { device: 1, inode: found.number, bytes: found.content.length }
      }),
    unlink: (path) => call('unlink', path, () => disk.unlink(path, by)),
    async makeFolder(path) {
      const parents = path
        .split('/')
        .slice(1, -1)
        .map((_, index, names) => `/${names.slice(0, index + 1).join('/')}`)
      const missing = [...parents, path].filter((folder) => disk.folder(folder) === null)
      await call('make', path, () => {
        for (const folder of [...parents, path]) disk.makeFolder(folder)
      })
      if (!isParentSynced) return
      // As in life: what this process has not seen durable is synced, whoever made it.
      for (const folder of [...parents, path]) {
        if (durable.has(folder) && !missing.includes(folder)) continue
        await call('sync folder', dirname(folder), () => disk.syncFolder(dirname(folder)))
        durable.add(folder)
      }
    },
    syncFolder: (path) =>
      call('sync folder', path, () => {
        if (isFolderSynced) disk.syncFolder(path)
      }),
    list: (path) => call('list', path, () => disk.list(path)),
    find: (path, isSought) =>
      call('find', path, () => {
        for (const [found] of disk.files(path, (name) => !name.startsWith('_') && !name.startsWith('.'))) {
          if (isSought(found.slice(found.lastIndexOf('/') + 1))) return found
        }
        return null
      }),
    removeFolder: (path) => call('remove', path, () => disk.removeFolder(path, by)),
    removeEmptyFolder: (path) =>
      call('remove empty', path, () => {
        if (disk.list(path).length === 0) disk.removeFolder(path, by)
      }),
  }
  const durable = new Set<string>()
  return files
}
