/** `sluice init`: a small project that runs at once: a few log lines, one file of definitions with tests in it. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { causeOf } from '../../connectors/system-error.ts'
import { ExitCode, UsageError } from '../failure.ts'
import { programName } from '../program-name.ts'
import type { Terminal } from '../terminal.ts'

/** Under `schemas/init` in the package, and by the same names in the new project. */
const files = ['login.sql', 'logs/game.log'] as const

export async function init(folder: string, packageFolder: string, terminal: Terminal): Promise<number> {
  const taken = files.map((file) => join(folder, file)).find((path) => existsSync(path))
  if (taken !== undefined) throw new UsageError(`\`${taken}\` exists already, and init overwrites nothing`)
  try {
    for (const file of files) {
      const target = join(folder, file)
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(join(packageFolder, 'schemas', 'init', file), target)
    }
  } catch (error) {
    throw new UsageError(`cannot write into \`${folder}\`: ${causeOf(error)}`)
  }
  terminal.say(nextSteps(folder))
  return ExitCode.fine
}

function nextSteps(folder: string): string {
  const enter = folder === '.' ? '' : `  cd ${folder}\n`
  return `Wrote ${files.map((file) => join(folder, file)).join(' and ')}. Next:

${enter}  ${programName} test               the TESTs in login.sql
  ${programName} sample             what becomes of each line of the log
  ${programName} run --until end    rows into out/, the ledger at the end
`
}
