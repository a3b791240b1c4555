/** Where a job goes on: the head of its chain, checked, and published if a crash came between decision and publication. */
import { join } from 'node:path'
import type { Committer } from './commit.ts'
import { publishDecided } from './commit.ts'
import { manifestHash, parseManifest, restoreOrNew } from './manifest.ts'
import type { Decided } from './manifest.ts'
import { StateError } from './state/state-folder.ts'
import { sweep } from './sweep.ts'

/** null: the job's first start. Raises StateError where the state is damaged or another job's. */
export async function recover(committer: Committer): Promise<Decided | null> {
  const head = await readHead(committer)
  if (head === null) return null
  const { state, files } = committer
  const isPublished = (await files.list(state.published)).includes(String(head.manifest.epoch))
  if (isPublished) await sweep(committer, head.manifest.epoch)
  else await publishDecided(committer, head)
  return head
}

/** The last decided epoch; changes nothing. null: there is none. Raises StateError as `recover` does. */
export async function readHead({
  state,
  job,
  files,
}: Pick<Committer, 'state' | 'job' | 'files'>): Promise<Decided | null> {
  const epochs = (await files.list(state.committed)).filter((name) => /^[1-9]\d*$/.test(name)).map(Number)
  if (epochs.length === 0) return null
  const epoch = Math.max(...epochs)
  const path = join(state.committed, String(epoch))
  const head = parseManifest((await files.read(path)) ?? '', path, epoch)
  if (head.manifest.job.uuid !== job.uuid) {
    throw new StateError(`\`${path}\` was written by another job (\`${head.manifest.job.name}\`)`, restoreOrNew)
  }
  if (head.manifest.previous !== null) {
    const before = join(state.committed, String(epoch - 1))
    const text = await files.read(before)
    if (text === null || manifestHash(text) !== head.manifest.previous) {
      throw new StateError(`\`${before}\` is not the epoch that \`${path}\` follows`, restoreOrNew)
    }
  }
  return head
}
