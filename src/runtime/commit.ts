/**
 * The one place that commits. An epoch is *decided* when its manifest, already durable, gets its name in the chain by
 * link(2), which succeeds once; everything before can be thrown away, everything after can be done again.
 */
import { join, resolve } from 'node:path'
import type { EpochId, SinkConnector, StagedFile } from '../connectors/ports.ts'
import type { Position } from '../engine/batch.ts'
import { layout, StateError } from './state/state-folder.ts'
import type { StateFolder } from './state/state-folder.ts'
import type { DurableFiles } from './state/durable-files.ts'
import type { JobIdentity } from './state/job-identity.ts'
import { manifestHash, manifestText } from './manifest.ts'
import type { Decided, Manifest, ManifestFile } from './manifest.ts'
import type { LedgerJson } from './ledger-json.ts'
import { publish } from './publish.ts'
import { sweep } from './sweep.ts'

/** What an epoch says of itself; `seal` makes it once all sinks have ended theirs. */
export interface EpochContent {
  readonly plan: string
  readonly positions: Readonly<Record<string, readonly Position[]>>
  readonly counts: LedgerJson
  readonly totals: LedgerJson
}

export interface Committer {
  readonly state: StateFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
  /** This shard's, one for each sink with files: `<sink>/_staging/<shard>`. */
  readonly stagingFolders: readonly string[]
}

/**
 * Ends the epoch in all sinks, seals it (`seal` raises LedgerImbalance where it must not be decided), decides, publishes.
 * Raises StateError where another process decided this epoch: then nothing of ours may be written any more.
 */
export async function commitEpoch(
  committer: Committer,
  id: EpochId,
  previous: Decided | null,
  sinks: ReadonlyMap<string, SinkConnector>,
  seal: (staged: ReadonlyMap<string, readonly StagedFile[]>) => EpochContent,
): Promise<Decided> {
  const staged = await endEpochs(sinks)
  const { plan, positions, counts, totals } = seal(staged)
  const manifest: Manifest = {
    version: 1,
    job: committer.job,
    layout,
    shard: committer.state.shard,
    epoch: id.epoch,
    attempt: id.attempt,
    previous: previous?.hash ?? null,
    plan,
    positions,
    files: [...staged].flatMap(([sink, files]) => files.map((file) => manifestFile(sink, file))),
    counts,
    totals,
  }
  const decided = await decide(committer, manifest)
  await publishDecided(committer, decided)
  return decided
}

async function endEpochs(sinks: ReadonlyMap<string, SinkConnector>): Promise<Map<string, readonly StagedFile[]>> {
  const ended = await Promise.all([...sinks].map(async ([name, sink]) => [name, await sink.endEpoch()] as const))
  return new Map(ended)
}

/** Paths must mean the same to a later run from another folder. */
function manifestFile(sink: string, file: StagedFile): ManifestFile {
  return { ...file, sink, staged: resolve(file.staged), final: resolve(file.final) }
}

async function decide({ state, files }: Committer, manifest: Manifest): Promise<Decided> {
  const text = manifestText(manifest)
  const draft = state.stagedManifest(manifest.epoch, manifest.attempt)
  await files.makeFolder(state.staging)
  await files.makeFolder(state.committed)
  await files.write(draft, text)
  await files.syncFolder(state.staging)
  const link = join(state.committed, String(manifest.epoch))
  if ((await files.link(draft, link)) === 'exists' && (await files.read(link)) !== text) {
    throw new StateError(
      `another process has committed epoch ${manifest.epoch} of the job in \`${state.path}\``,
      'only one process may run a job; this one stops and leaves everything to the other',
    )
  }
  return { manifest, hash: manifestHash(text) }
}

/** From decided to published; also what recovery does with an epoch that a crash left in between. */
export async function publishDecided(committer: Committer, { manifest }: Decided): Promise<void> {
  const { state, files } = committer
  await files.syncFolder(state.committed)
  await publish(manifest, files)
  await files.makeFolder(state.published)
  await files.link(join(state.committed, String(manifest.epoch)), join(state.published, String(manifest.epoch)))
  await files.syncFolder(state.published)
  await sweep(committer, manifest.epoch)
}
