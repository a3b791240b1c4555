/** `sluice explain`: the plan as a tree for people. */
import { explainPlan } from '../../plan/explain.ts'
import { compileProject } from '../compile-project.ts'
import { ExitCode } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

export async function explain(paths: readonly string[], _options: object, terminal: Terminal): Promise<number> {
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  terminal.out(explainPlan(project.plan))
  return ExitCode.fine
}
