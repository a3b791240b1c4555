/** The ledger of a job over all its shards: each has totals of its own, and those of earlier layouts have ended. */
import { join } from 'node:path'
import { addLedgers, emptyLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { ledgerFromJson } from './json.ts'
import { Chain } from '../protocol/chain.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import type { StateFolder } from '../state/state-folder.ts'

interface JobState {
  readonly state: StateFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
}

/** Of all layouts before this one. */
export async function totalsBefore({ state, job, files }: JobState, layout: number): Promise<Ledger> {
  let totals = emptyLedger
  for (let before = 1; before < layout; before++) {
    for (const shard of await shardsOf({ state, job, files }, before)) {
      const head = await new Chain(state.shard(before, shard), job, files).head()
      if (head !== null) totals = addLedgers(totals, ledgerFromJson(head.manifest.totals))
    }
  }
  return totals
}

/** The shards of a layout that have committed something. */
export async function shardsOf({ state, files }: JobState, layout: number): Promise<readonly number[]> {
  const names = await files.list(join(state.committed, String(layout)))
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b)
}
