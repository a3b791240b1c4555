/**
 * The file operations that the commit protocol is made of, as a port: tests stop the protocol after each of them.
 * Every call is durable as far as its description says; whoever creates an entry syncs its folder.
 */
import { link, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDurableFolder, syncFolder } from '../../connectors/durable-folder.ts'
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
  /** A file takes the name of another one, atomically. Does nothing where it is gone. */
  replace(existing: string, path: string): Promise<void>
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

  async replace(existing, path) {
    await unless(['ENOENT'], undefined, () => rename(existing, path))
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

  makeFolder: makeDurableFolder,
  syncFolder,

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

async function unless<T, U>(codes: readonly string[], otherwise: U, run: () => Promise<T>): Promise<T | U> {
  try {
    return await run()
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return otherwise
    throw error
  }
}
