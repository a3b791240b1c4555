/**
 * The file operations that the commit protocol is made of, as a port: tests stop the protocol after each of them.
 * Every call is durable as far as its description says; whoever creates an entry syncs its folder.
 */
import { link, mkdir, open, readdir, readFile, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { codeOf } from '../../connectors/system-error.ts'

export interface DurableFiles {
  /** A new file with this content, fsynced. Its entry in the folder is durable after `syncFolder`. */
  write(path: string, text: string): Promise<void>
  /** null: there is none. */
  read(path: string): Promise<string | null>
  /**
   * A second name for a file, atomically. `exists`: the name is taken; `missing`: there is nothing under the existing one.
   * Nothing was changed then.
   */
  link(existing: string, path: string): Promise<'linked' | 'exists' | 'missing'>
  /** null: there is none. */
  identify(path: string): Promise<FileIdentity | null>
  /** Does nothing where there is none. */
  unlink(path: string): Promise<void>
  /** With all parents; durable, also where it was there and whoever made it was stopped before its parent was synced. */
  makeFolder(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
  /** Names in a folder, sorted; none where there is no folder. */
  list(path: string): Promise<readonly string[]>
  /** A file at or below a folder by its name, hidden folders and those that begin with `_` left out; null: there is none. */
  find(folder: string, isSought: (name: string) => boolean): Promise<string | null>
  /** A folder with all that is in it. */
  removeFolder(path: string): Promise<void>
  /** Does nothing where something is in it. */
  removeEmptyFolder(path: string): Promise<void>
}

export interface FileIdentity {
  readonly device: number
  readonly inode: number
  readonly bytes: number
}

export const nodeFiles: DurableFiles = {
  async write(path, text) {
    const file = await open(path, 'wx')
    try {
      await file.writeFile(text)
      await file.sync()
    } catch (error) {
      // Node names no file where one that is open cannot be written.
      throw error instanceof Error ? Object.assign(error, { path }) : error
    } finally {
      await file.close()
    }
  },

  async read(path) {
    return unless(['ENOENT'], null, () => readFile(path, 'utf8'))
  },

  async link(existing, path) {
    return unless<'linked' | 'missing', 'exists'>(['EEXIST'], 'exists', async () => {
      try {
        await link(existing, path)
      } catch (error) {
        if (codeOf(error) === 'ENOENT' && (await nodeFiles.identify(existing)) === null) return 'missing'
        throw error
      }
      return 'linked'
    })
  },

  async identify(path) {
    return unless(['ENOENT'], null, async () => {
      const { dev, ino, size } = await stat(path)
      return { device: dev, inode: ino, bytes: size }
    })
  },

  async unlink(path) {
    await unless(['ENOENT'], undefined, () => unlink(path))
  },

  async makeFolder(path) {
    const absolute = resolve(path)
    const first = await mkdir(absolute, { recursive: true })
    // Every folder that was made is an entry in its parent.
    for (let made = absolute; first !== undefined && made.length >= first.length; made = dirname(made)) {
      await nodeFiles.syncFolder(dirname(made))
      durableFolders.add(made)
    }
    for (let found = absolute; !durableFolders.has(found) && found !== dirname(found); found = dirname(found)) {
      await syncIfAllowed(dirname(found))
      durableFolders.add(found)
    }
  },

  async syncFolder(path) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },

  async list(path) {
    const names = await unless(['ENOENT'], [], () => readdir(path))
    return names.toSorted((a, b) => (a < b ? -1 : 1))
  },

  async find(folder, isSought) {
    const entries = await unless(['ENOENT'], [], () => readdir(folder, { withFileTypes: true }))
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.isFile() && isSought(entry.name)) return path
      if (!entry.isDirectory() || entry.name.startsWith('_') || entry.name.startsWith('.')) continue
      const below = await nodeFiles.find(path, isSought)
      if (below !== null) return below
    }
    return null
  },

  async removeFolder(path) {
    await rm(path, { recursive: true, force: true })
  },

  async removeEmptyFolder(path) {
    await unless(['ENOENT', 'ENOTEMPTY', 'EEXIST'], undefined, () => rmdir(path))
  },
}

/** Folders whose names this process has synced, or found and synced. */
const durableFolders = new Set<string>()

/** Parents that the process may pass through but not read belong to the system: they were there before it. */
async function syncIfAllowed(folder: string): Promise<void> {
  await unless(['EACCES', 'EPERM', 'EINVAL'], undefined, () => nodeFiles.syncFolder(folder))
}

async function unless<T, U>(codes: readonly string[], otherwise: U, run: () => Promise<T>): Promise<T | U> {
  try {
    return await run()
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return otherwise
    throw error
  }
}
