/**
 * The steps of the commit protocol, each able to be done again after a crash in the middle of it. `Shard` takes them in the one
 * order that is safe; the simulator's mutations replace one of them to show that it would notice.
 */
import { dirname } from 'node:path'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import type { Decided, SourcePositions } from './manifest.ts'
import type { Decider, Standing } from './ports.ts'
import { epochsKept, prune } from './prune.ts'
import { publish } from './publish.ts'
import { sweep } from './sweep.ts'
import { trustedPositions } from './trust.ts'
import type { Surroundings } from './trust.ts'

/** What the steps work on. */
export interface Workplace extends Omit<Surroundings, 'kind'> {
  readonly folder: ShardFolder
  readonly files: DurableFiles
  readonly decider: Decider
  /** This shard's, one for each sink with files: `<sink>/_staging/<shard>`. */
  readonly stagingFolders: readonly string[]
}

export interface Steps {
  /** Gives up this process's earlier producer, with what is open in it. */
  discard(at: Workplace): Promise<void>
  /** Locks every earlier owner out. */
  fence(at: Workplace): Promise<void>
  read(at: Workplace): Promise<Standing>
  /** Where to read on, if the state can be trusted. */
  check(at: Workplace, standing: Standing): Promise<SourcePositions>
  /** Makes a manifest durable, before it is decided. */
  stage(at: Workplace, epoch: Decided): Promise<void>
  decide(at: Workplace, epoch: Decided): Promise<'decided' | 'lost'>
  publish(at: Workplace, epoch: Decided): Promise<void>
  sweep(at: Workplace, decidedEpoch: number): Promise<void>
  /** Removes what nobody needs of an epoch long before this published one. */
  prune(at: Workplace, publishedEpoch: number): Promise<void>
}

export const steps: Steps = {
  discard: ({ decider }) => decider.discard(),
  fence: ({ decider }) => decider.fence(),
  read: (at) => unlessOvertaken(at, at.decider.read()),
  check: (at, standing) => unlessOvertaken(at, trustedPositions({ ...at, kind: at.decider.kind }, standing)),
  async stage({ folder, files }, { manifest, text }) {
    const draft = folder.draft(manifest.epoch, manifest.attempt)
    await files.makeFolder(dirname(draft))
    await files.write(draft, text)
    await files.syncFolder(dirname(draft))
  },
  decide: ({ decider }, epoch) => decider.decide(epoch),
  publish: (at, epoch) => unlessOvertaken(at, publish({ ...at, kind: at.decider.kind }, epoch)),
  sweep,
  prune: (at, publishedEpoch) => prune(at, publishedEpoch, epochsKept),
}

/** Another owner has the shard: it goes on from where this one is, and must not be met. */
export class ShardLost extends StateError {}

/** What looks like damage may be the work of a later owner, done while this process slept: before refusing, it looks once more. */
async function unlessOvertaken<T>({ decider, folder }: Workplace, step: Promise<T>): Promise<T> {
  try {
    return await step
  } catch (error) {
    if (error instanceof StateError && (await decider.isOvertaken())) throw lost(folder, null, error)
    throw error
  }
}

export function lost({ state, shard }: ShardFolder, epoch: number | null, cause?: unknown): ShardLost {
  const what = epoch === null ? 'goes on from there' : `has committed epoch ${epoch}`
  return new ShardLost(
    `another process ${what} of the job in \`${state.path}\`${shard === 0 ? '' : `, shard ${shard}`}`,
    'only one process may run a shard of a job; this one stops and leaves everything to the other',
    { cause },
  )
}
