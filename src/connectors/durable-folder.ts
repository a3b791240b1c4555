/** Folders that are still there after a power loss: whoever makes an entry syncs the folder it is in. */
import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { codeOf } from './system-error.ts'

/** Folders whose names this process has synced, or found and synced. */
const durable = new Set<string>()

/** With all parents; durable, also where it was there and whoever made it was stopped before its parent was synced. */
export async function makeDurableFolder(path: string): Promise<void> {
  const absolute = resolve(path)
  const first = await mkdir(absolute, { recursive: true })
  // Every folder that was made is an entry in its parent.
  for (let made = absolute; first !== undefined && made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made))
    durable.add(made)
  }
  for (let found = absolute; !durable.has(found) && found !== dirname(found); found = dirname(found)) {
    await syncIfAllowed(dirname(found))
    durable.add(found)
  }
}

/** fsync of a folder: the entries in it are durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Parents that the process may pass through but not read belong to the system: they were there before it. */
async function syncIfAllowed(path: string): Promise<void> {
  try {
    await syncFolder(path)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EINVAL'].includes(codeOf(error) ?? '')) throw error
  }
}
