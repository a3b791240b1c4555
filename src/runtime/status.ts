/** How a job stands, from its state folder alone: while it runs, between two runs, after a crash. Changes nothing. */
import { stat } from 'node:fs/promises'
import type { Position } from '../engine/batch.ts'
import { emptyLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { ledgerFromJson } from './ledger-json.ts'
import { Chain } from './protocol/chain.ts'
import { readLayout } from './protocol/layouts.ts'
import { isPublished } from './protocol/publish.ts'
import { nodeFiles } from './state/durable-files.ts'
import { readIdentity } from './state/job-identity.ts'
import type { JobIdentity } from './state/job-identity.ts'
import { lastOwner } from './state/lock.ts'
import type { LastOwner } from './state/lock.ts'
import { StateError, StateFolder } from './state/state-folder.ts'

export interface JobStatus {
  readonly job: JobIdentity
  readonly stateFolder: string
  /** Who has the state, or had it last. */
  readonly owner: LastOwner | null
  /** null: nothing has been committed yet. */
  readonly epoch: EpochStatus | null
  /** Since the first start of the job; empty before its first commit. */
  readonly totals: Ledger
}

export interface EpochStatus {
  readonly number: number
  readonly committedAt: Date
  /** Whether all its files have their final names; if not, the next start gives them. */
  readonly isPublished: boolean
  /** Fingerprint of the plan that ran. */
  readonly plan: string
  /** By source. */
  readonly positions: Readonly<Record<string, readonly Position[]>>
  /** Of this epoch alone. */
  readonly counts: Ledger
}

/** Raises StateError where there is no state, or it is damaged. */
export async function readStatus(stateFolder: string): Promise<JobStatus> {
  const state = new StateFolder(stateFolder)
  const job = await readIdentity(state, nodeFiles)
  if (job === null) {
    throw new StateError(
      `\`${stateFolder}\` holds no state of a job`,
      'name the folder that `run` keeps it in with --state-dir; the default is `.sluice` in the folder that `run` was started in',
    )
  }
  const owner = await lastOwner(state, nodeFiles)
  const layout = await readLayout(state, nodeFiles)
  const folder = state.shard(layout?.number ?? 1, 0)
  const head = await new Chain(folder, job, nodeFiles).head()
  if (head === null) return { job, stateFolder, owner, epoch: null, totals: emptyLedger }
  const { epoch, plan, positions, counts, totals } = head.manifest
  return {
    job,
    stateFolder,
    owner,
    epoch: {
      number: epoch,
      committedAt: (await stat(folder.manifest(epoch))).mtime,
      isPublished: await isPublished({ files: nodeFiles, folder, kind: head.manifest.decidedBy }, epoch),
      plan,
      positions,
      counts: ledgerFromJson(counts),
    },
    totals: ledgerFromJson(totals),
  }
}
