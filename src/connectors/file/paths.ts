/** Which files the option 'path' means: one file, the files of a folder, or those that match a glob. */
import { glob, opendir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stats } from 'node:fs'
import { ConnectorError } from '../ports.ts'
import { causeOf, codeOf } from '../system-error.ts'

/** The path that means standard input. */
export const standardInput = '-'

/**
 * The paths of the files, in the order in which they are read (by path, code unit by code unit). A path that exists is taken
 * as it stands, even if it looks like a glob. Raises ConnectorError where there is nothing to read.
 */
export async function listFiles(path: string): Promise<readonly string[]> {
  const found = await lookAt(path)
  if (found === null) {
    if (isGlob(path)) return filesOfGlob(path)
    throw new ConnectorError(`no such file: \`${path}\``, relativePathHelp(path))
  }
  if (found.isDirectory()) return filesOfFolder(path)
  mustBeFile(path, found)
  return [path]
}

/** What is at the path, behind symbolic links; null: nothing. */
async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || isGlob(path)) return null
    throw new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
  }
}

/** Raises ConnectorError for what can be opened but not read to an end. */
export function mustBeFile(path: string, stats: Stats): void {
  const kind = kindOf(stats)
  if (kind === null) return
  const help = kind === 'a named pipe' ? "to read a stream, pipe it into the program and set 'path' = '-'" : null
  throw new ConnectorError(`cannot read \`${path}\`: it is ${kind}, not a file`, help)
}

/** What a path is that is no regular file, in words. */
function kindOf(stats: Stats): string | null {
  if (stats.isFile()) return null
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a named pipe'
  if (stats.isSocket()) return 'a socket'
  return 'a device'
}

/** The regular files of a folder itself, without those that are hidden or begin with `_`. */
async function filesOfFolder(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new ConnectorError(`cannot list the folder \`${folder}\`: ${causeOf(error)}`, null, { cause: error })
  })
  const paths = names.filter((name) => !isIgnored(name)).map((name) => join(folder, name))
  const files = await onlyFiles(paths)
  if (files.length > 0) return files
  const help = `files whose names begin with \`.\` or \`_\` and subfolders are not read; subfolders are read with 'path' = '${join(folder, '**', '*')}'`
  throw new ConnectorError(`the folder \`${folder}\` holds no files to read`, help)
}

/** As a shell does it: names that begin with `.` (and here `_`, as unfinished files do) match only where the glob itself writes that. */
async function filesOfGlob(pattern: string): Promise<readonly string[]> {
  const paths: string[] = []
  const base = literalFolder(pattern)
  if (base !== '' && (await lookAt(base)) !== null) await mustBeListable(base)
  const below = pattern.slice(base.length)
  const wantsHidden = /(^|\/)\.(?!\.?\/)/.test(below)
  const wantsUnderscore = /(^|\/)_/.test(below)
  for await (const path of glob(pattern)) {
    const names = path.slice(base.length).split('/')
    const ignored = names.some(
      (name) => (name.startsWith('.') && !wantsHidden) || (name.startsWith('_') && !wantsUnderscore),
    )
    if (!ignored) paths.push(path)
  }
  const files = await onlyFiles(paths)
  if (files.length > 0) return files
  throw new ConnectorError(`no file matches \`${pattern}\``, relativePathHelp(pattern))
}

async function mustBeListable(folder: string): Promise<void> {
  try {
    const opened = await opendir(folder)
    await opened.close()
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return
    throw new ConnectorError(`cannot list the folder \`${folder}\`: ${causeOf(error)}`, null, { cause: error })
  }
}

/** In order, without folders, devices and what vanished meanwhile. */
async function onlyFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const path of paths.toSorted((a, b) => (a < b ? -1 : 1))) {
    const found = await lookAt(path)
    if (found?.isFile() === true) files.push(path)
  }
  return files
}

function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.startsWith('_')
}

function isGlob(path: string): boolean {
  return /[*?[{]/.test(path)
}

/** The folders of a glob before its first part that holds a wildcard. */
function literalFolder(pattern: string): string {
  const parts = pattern.split('/')
  const wild = parts.findIndex(isGlob)
  return parts.slice(0, wild).join('/')
}

function relativePathHelp(path: string): string {
  if (path.startsWith('/')) return "check the option 'path'"
  return `'path' is relative to the folder the program runs in, \`${process.cwd()}\``
}
