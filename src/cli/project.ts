/** The files of a project: every `.sql` below the given paths, in order of name. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SourceFile } from '../language/source.ts'
import { causeOf } from '../connectors/system-error.ts'
import { UsageError } from './failure.ts'
import { programName } from './program-name.ts'

/** Never looked into: what tools and jobs keep, not what people write. */
const skippedFolders = new Set(['node_modules'])

/**
 * Reads files as given, and every `.sql` of folders, recursively. `-` is stdin. A file named twice is read once.
 * Raises UsageError: no such path, no right to read it, not UTF-8, or no `.sql` at all.
 */
export function readProject(paths: readonly string[]): readonly SourceFile[] {
  const given = paths.length === 0 ? ['.'] : paths
  const files = new Map<string, SourceFile>()
  for (const path of given) {
    for (const file of path === '-' ? ['-'] : sqlFiles(path)) {
      const identity = file === '-' ? '-' : resolve(file)
      if (!files.has(identity)) files.set(identity, readSource(file))
    }
  }
  if (files.size === 0) {
    const places = given.map((path) => `\`${path}\``).join(', ')
    throw new UsageError(
      `no .sql file in ${places}`,
      `\`${programName} init my-project\` writes a small project that runs at once`,
    )
  }
  return [...files.values()]
}

function sqlFiles(path: string): readonly string[] {
  try {
    return statSync(path).isDirectory() ? sqlFilesBelow(path) : [path]
  } catch (error) {
    throw cannotRead(path, error)
  }
}

function sqlFilesBelow(folder: string): readonly string[] {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw cannotRead(folder, error)
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && statSync(path).isDirectory())
      if (isFolder) return entry.name.startsWith('.') || skippedFolders.has(entry.name) ? [] : sqlFilesBelow(path)
      return entry.name.endsWith('.sql') ? [path] : []
    })
}

function readSource(path: string): SourceFile {
  let bytes
  try {
    bytes = readFileSync(path === '-' ? 0 : path)
  } catch (error) {
    throw cannotRead(path, error)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { path: path === '-' ? 'stdin' : path.replaceAll('\\', '/'), text }
  } catch {
    throw new UsageError(`\`${path}\` is not UTF-8 text`)
  }
}

function cannotRead(path: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error
  return new UsageError(`cannot read \`${path}\`: ${causeOf(error)}`)
}
