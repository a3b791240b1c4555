/**
 * A job that starts for the first time writes into empty sinks: files that are there may be its own, from a state that was
 * lost, and reading the input again would write every row twice. People who know better say so (`--into-existing`).
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { StateError } from './state/state-folder.ts'

/** `folders`: of the sinks, by name. Raises StateError. */
export async function refuseExistingFiles(folders: ReadonlyMap<string, string>): Promise<void> {
  for (const [sink, folder] of folders) {
    const found = await firstDataFile(folder)
    if (found === null) continue
    throw new StateError(
      `sink \`${sink}\` already holds files (\`${found}\`), and the state of this job knows nothing of them`,
      'run with the --state-dir they were written with, or empty the folder, or add to it with --into-existing',
    )
  }
}

/** The first `part-` file at or below a folder, hidden and staging folders left out. */
async function firstDataFile(folder: string): Promise<string | null> {
  let entries
  try {
    entries = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isFile() && entry.name.startsWith('part-')) return path
    if (!entry.isDirectory() || entry.name.startsWith('_') || entry.name.startsWith('.')) continue
    const below = await firstDataFile(path)
    if (below !== null) return below
  }
  return null
}
