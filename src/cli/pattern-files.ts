/** Users' grok patterns: a file, or all files of a folder. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { causeOf } from '../connectors/system-error.ts'
import type { PatternFiles } from '../grok/pattern-files.ts'
import type { SourceFile } from '../language/source.ts'

/** Relative to the working directory, as all paths; else to the folder of the file that names it. */
export function readPatterns(path: string, from: SourceFile): PatternFiles {
  const beside = join(dirname(from.path), path)
  const found = !existsSync(path) && existsSync(beside) ? beside : path
  try {
    const paths = statSync(found).isDirectory() ? filesOf(found) : [found]
    return { files: paths.map((file) => ({ path: file, text: readText(file) })), problem: null }
  } catch (error) {
    return { files: null, problem: causeOf(error) }
  }
}

function filesOf(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.'))
  const files = names.map((entry) => join(folder, entry.name)).filter((file) => statSync(file).isFile())
  return files.toSorted()
}

function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    if (error instanceof TypeError) throw new Error('not UTF-8 text', { cause: error })
    throw error
  }
}
