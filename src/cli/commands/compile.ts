/** `sluice compile`: what a program turns into besides running: one target on stdout, or all of them into a folder. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { causeOf } from '../../connectors/system-error.ts'
import { targets } from '../../targets/index.ts'
import type { Target } from '../../targets/index.ts'
import { compileProject } from '../compile-project.ts'
import type { CompiledProject } from '../compile-project.ts'
import { ExitCode, UsageError } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

export interface CompileOptions {
  readonly target: string
  readonly outDir?: string
}

export async function compilePaths(
  paths: readonly string[],
  options: CompileOptions,
  terminal: Terminal,
): Promise<number> {
  const target = targetNamed(options.target)
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  if (options.outDir === undefined) terminal.out(target.render(project.model, project.plan))
  else writeTargets(project, options.outDir, terminal)
  return ExitCode.fine
}

function targetNamed(name: string): Target {
  const target = new Map<string, Target>(Object.entries(targets)).get(name)
  if (target === undefined) {
    throw new UsageError(`there is no target \`${name}\``, `it is one of ${Object.keys(targets).join(', ')}`)
  }
  return target
}

function writeTargets({ model, plan }: CompiledProject, folder: string, terminal: Terminal): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const { file, render } of Object.values<Target>(targets)) {
      const path = join(folder, file)
      writeFileSync(path, render(model, plan))
      terminal.say(`${path}\n`)
    }
  } catch (error) {
    throw new UsageError(`cannot write into \`${folder}\`: ${causeOf(error)}`)
  }
}
