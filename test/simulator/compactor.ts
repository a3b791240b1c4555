/** A simulated `sluice compact`: finishes what others broke off, and merges what is small. */
import { compactPartition, finishCompaction } from '../../src/runtime/compact/compact-partition.ts'
import type { Compactor } from '../../src/runtime/compact/compact-partition.ts'
import { knownFiles, partitionsOf } from '../../src/runtime/compact/inventory.ts'
import type { KnownFiles } from '../../src/runtime/compact/inventory.ts'
import { manifestHash } from '../../src/runtime/protocol/manifest.ts'
import type { DurableFiles } from '../../src/runtime/state/durable-files.ts'
import { StateFolder } from '../../src/runtime/state/state-folder.ts'
import { DiskError } from './disk.ts'
import { filesOf } from './files.ts'
import { rowsIn } from './records.ts'
import type { Process } from './scheduler.ts'
import type { World } from './world.ts'

const state = new StateFolder('/state')
const bytesMax = 120

export async function runCompactor(world: World, process: Process): Promise<void> {
  const files = filesOf(world.disk, process, world.scheduler, world.fileFaults, world.mutation?.files)
  try {
    // As from cron, one run after the other.
    for (let run = 0; run < 2; run++) await compact(world, process, files)
    world.ended(process, null)
  } catch (error) {
    world.ended(process, error)
  }
}

async function compact(world: World, process: Process, files: DurableFiles): Promise<void> {
  const uuid = ((await files.read(state.job)) ?? '').trim()
  if (uuid === '') return
  const at: Compactor = {
    state,
    files,
    job: { uuid, name: 'job' },
    merge: (inputs, to) => merge(files, inputs, to),
    newAttempt: () => world.newAttempt(process),
    wallMs: () => world.wallMs,
  }
  const isEvery = world.mutation?.isEveryEpochCompacted === true
  const known = isEvery ? everyEpoch(world) : await knownFiles(state, files)
  for (const { path } of await partitionsOf('/sink', known, files)) {
    await finishCompaction(at, { sink: 'rows', folder: '/sink', path })
  }
  for (const partition of await partitionsOf('/sink', known, files)) {
    if (partition.isClosed) await compactPartition(at, { ...partition, sink: 'rows', folder: '/sink' }, bytesMax)
  }
}

async function merge(
  files: DurableFiles,
  inputs: Parameters<Compactor['merge']>[0],
  to: Parameters<Compactor['merge']>[1],
): ReturnType<Compactor['merge']> {
  const rows: string[] = []
  for (const { path } of inputs) {
    const content = await files.read(path)
    // Another process has compacted it meanwhile.
    if (content === null) throw new DiskError('ENOENT', path)
    rows.push(...rowsIn(content))
  }
  const content = ['merged', ...rows].join('\n')
  await files.write(to.staged, content)
  return { ...to, rows: rows.length, bytes: content.length, sha256: manifestHash(content) }
}

/** The mutation: also of the epoch that is decided and not published yet. */
function everyEpoch({ observer }: World): KnownFiles {
  const all = observer.manifests.flatMap(({ files }) => files)
  const known = all.map(({ final, rows, bytes, sha256 }) => [final, { path: final, rows, bytes, sha256 }] as const)
  return new Map(known)
}
