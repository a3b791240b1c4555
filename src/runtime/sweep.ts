/**
 * Removes what attempts at *decided* epochs left in staging: of those epochs only the decided attempt counted, and it is
 * published. What is staged above the decided epoch is never touched: it may be the work of the next owner.
 */
import { join } from 'node:path'
import type { Committer } from './commit.ts'

export async function sweep({ state, stagingFolders, files }: Committer, decidedEpoch: number): Promise<void> {
  for (const name of await files.list(state.staging)) {
    if (epochOf(name) <= decidedEpoch) await files.unlink(join(state.staging, name))
  }
  for (const folder of stagingFolders) {
    for (const name of await files.list(folder)) {
      if (epochOf(name) <= decidedEpoch) await files.removeFolder(join(folder, name))
    }
  }
  for (const name of await files.list(state.published)) {
    if (epochOf(name) < decidedEpoch) await files.unlink(join(state.published, name))
  }
}

/** The number at the start of `<epoch>-<attempt>` or `<epoch>`; Infinity for anything else, which is left alone. */
function epochOf(name: string): number {
  const digits = /^(\d+)(?:-|$)/.exec(name)
  return digits === null ? Infinity : Number(digits[1])
}
