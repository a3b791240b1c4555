/** A text file that is replaced whole, or not at all. */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { causeOf } from '../connectors/system-error.ts'
import { UsageError } from './failure.ts'

const byteOrderMark = '\uFEFF'

/**
 * Where the path is a link, what it leads to is replaced; its rights stay, and a byte order mark too. Raises UsageError: it cannot
 * be written, or no longer holds `before`.
 */
export function replaceFile(path: string, before: string, after: string): void {
  try {
    const target = realpathSync(path)
    const now = readFileSync(target, 'utf8')
    const mark = now.startsWith(byteOrderMark) ? byteOrderMark : ''
    if (now !== mark + before) throw new UsageError(`\`${path}\` has changed meanwhile`, 'run it again')
    const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
    try {
      writeFileSync(beside, mark + after, { mode: statSync(target).mode, flag: 'wx', flush: true })
      renameSync(beside, target)
    } finally {
      rmSync(beside, { force: true })
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`cannot write \`${path}\`: ${causeOf(error)}`)
  }
}
