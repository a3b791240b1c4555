/**
 * `sluice status`: how a job stands, from its state folder: who runs it, its last epoch, its positions, its ledger. With the
 * project also which partitions are not complete and, if asked for, how far behind Kafka it is.
 */
import { incompletePartitions, lagOf, refuseOtherProject } from '../../runtime/status/project.ts'
import { readStatus } from '../../runtime/status/status.ts'
import { compileProject } from '../compile-project.ts'
import { ExitCode } from '../failure.ts'
import { statusJson, statusText } from '../status-report.ts'
import type { ProjectStatus } from '../status-report.ts'
import type { Terminal } from '../terminal.ts'

export interface StatusOptions {
  readonly stateDir: string
  readonly lag?: boolean
  readonly output?: 'json'
}

export async function status(paths: readonly string[], options: StatusOptions, terminal: Terminal): Promise<number> {
  const found = await readStatus(options.stateDir)
  let known: ProjectStatus = { lag: null, partitions: null }
  if (paths.length > 0 || options.lag === true) {
    const project = compileProject(paths, terminal)
    if (project === null) return ExitCode.findings
    refuseOtherProject(project.plan, found)
    known = {
      partitions: await incompletePartitions(project.plan),
      lag: options.lag === true ? await lagOf(project.plan, found) : null,
    }
  }
  const json = options.output === 'json'
  terminal.out(json ? `${JSON.stringify(statusJson(found, known))}\n` : statusText(found, known))
  return ExitCode.fine
}
