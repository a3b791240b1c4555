/**
 * Files that a job finds in its sinks. One that starts for the first time writes into empty sinks: what is there may be its
 * own, from a state that was lost, and reading the input again would write every row twice. People who know better say so
 * (`--into-existing`). A state restored from a copy shows by files of epochs that it does not know yet.
 */
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import { restoreOrNew } from './manifest.ts'
import type { SinkFolder } from './ports.ts'

/** `shardName`: `<job>-<layout>-<shard>`; the job's other shards may have been faster. Raises StateError. */
export async function refuseExistingFiles(
  files: DurableFiles,
  sinks: readonly SinkFolder[],
  shardName: string,
): Promise<void> {
  const ofJob = `part-${shardName.slice(0, shardName.indexOf('-'))}-`
  const own = `part-${shardName}-`
  for (const { name, path, isInternal } of sinks) {
    if (isInternal) continue
    const found = await files.find(path, (file) => isPart(file) && (!file.startsWith(ofJob) || file.startsWith(own)))
    if (found === null) continue
    throw new StateError(
      `sink \`${name}\` already holds files (\`${found}\`), and the state of this job knows nothing of them`,
      'run with the --state-dir they were written with, or empty the folder, or add to it with --into-existing',
    )
  }
}

/** Raises StateError where a sink holds a file of this shard of an epoch above the last decided one. */
export async function refuseFilesAbove(
  files: DurableFiles,
  sinks: readonly SinkFolder[],
  shardName: string,
  epoch: number,
): Promise<void> {
  const own = `part-${shardName}-`
  const isAbove = (file: string): boolean => file.startsWith(own) && Number.parseInt(file.slice(own.length), 10) > epoch
  for (const { name, path } of sinks) {
    const found = await files.find(path, isAbove)
    if (found === null) continue
    throw new StateError(
      `sink \`${name}\` holds \`${found}\`, and the state of this job ends with epoch ${epoch}: it is an old copy`,
      restoreOrNew,
    )
  }
}

export function isPart(file: string): boolean {
  return file.startsWith('part-')
}
