/** `sluice status`: how a job stands, from its state folder: who runs it, its last epoch, its positions, its ledger. */
import { readStatus } from '../../runtime/status.ts'
import { ExitCode } from '../failure.ts'
import { statusJson, statusText } from '../status-report.ts'
import type { Terminal } from '../terminal.ts'

export interface StatusOptions {
  readonly stateDir: string
  readonly output?: 'json'
}

export async function status(options: StatusOptions, terminal: Terminal): Promise<number> {
  const found = await readStatus(options.stateDir)
  terminal.out(options.output === 'json' ? `${JSON.stringify(statusJson(found))}\n` : statusText(found))
  return ExitCode.fine
}
