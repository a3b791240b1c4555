/** Whether an epoch's counts add up, said in words that help to find the bug. */
import { sum } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import type { StagedFile } from '../../connectors/ports.ts'
import type { Plan } from '../../plan/plan.ts'

export class LedgerImbalance extends Error {
  constructor(findings: readonly string[]) {
    super(`the ledger does not balance: ${findings.join('; ')}`)
  }
}

/**
 * Per table: in = out + dropped + errored, and every record of its source is in. Per sink that wrote files: the rows counted
 * are the rows in the files. `epoch` is one epoch's counts; raises LedgerImbalance.
 */
export function checkLedger(plan: Plan, epoch: Ledger, staged: ReadonlyMap<string, readonly StagedFile[]>): void {
  const findings = [...tableFindings(plan, epoch), ...fileFindings(epoch, staged)]
  if (findings.length > 0) throw new LedgerImbalance(findings)
}

function* tableFindings(plan: Plan, epoch: Ledger): Generator<string> {
  for (const source of plan.sources) {
    const counts = epoch.sources.get(source.name) ?? { in: 0, unclaimed: 0 }
    if (counts.unclaimed > counts.in) yield `${source.name}: ${counts.unclaimed} unclaimed of ${counts.in} in`
    for (const { table } of source.tables) {
      const totals = epoch.tables.get(table)
      if (totals === undefined) {
        if (counts.in > 0) yield `${table}: nothing counted of ${counts.in} in`
        continue
      }
      const dropped = sum(totals.dropped.values())
      const errored = sum(totals.errored.values())
      if (totals.in !== counts.in) yield `${table}: ${totals.in} in, but ${counts.in} records of ${source.name}`
      if (totals.in !== totals.out + dropped + errored) {
        yield `${table}: ${totals.in} in is not ${totals.out} out + ${dropped} dropped + ${errored} errored`
      }
    }
  }
}

function* fileFindings(epoch: Ledger, staged: ReadonlyMap<string, readonly StagedFile[]>): Generator<string> {
  for (const [sink, files] of staged) {
    const counts = epoch.sinks.get(sink)
    if (files.length === 0 || counts === undefined) continue
    const rows = sum(files.map((file) => file.rows))
    if (rows !== counts.rows) yield `${sink}: ${counts.rows} rows counted, ${rows} in its files`
  }
}
