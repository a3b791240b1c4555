/**
 * The file operations that the commit protocol is made of, as a port: tests stop the protocol after each of them.
 * Every call is durable as far as its description says; whoever creates an entry syncs its folder.
 */
import { link, mkdir, open, readdir, readFile, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

export interface DurableFiles {
  /** A new file with this content, fsynced. Its entry in the folder is durable after `syncFolder`. */
  write(path: string, text: string): Promise<void>
  /** null: there is none. */
  read(path: string): Promise<string | null>
  /** A second name for a file, atomically; `exists`: the name is taken (nothing was changed). */
  link(existing: string, path: string): Promise<'linked' | 'exists'>
  /** null: there is none. */
  identify(path: string): Promise<FileIdentity | null>
  /** Does nothing where there is none. */
  unlink(path: string): Promise<void>
  /** With all parents; each folder made is durable. */
  makeFolder(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
  /** Names in a folder, sorted; none where there is no folder. */
  list(path: string): Promise<readonly string[]>
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
    return unless(['EEXIST'], 'exists' as const, async () => {
      await link(existing, path)
      return 'linked' as const
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
    if (first === undefined) return
    // Every folder that was made is an entry in its parent.
    for (let made = absolute; made.length >= first.length; made = dirname(made))
      await nodeFiles.syncFolder(dirname(made))
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
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return otherwise
    throw error
  }
}
