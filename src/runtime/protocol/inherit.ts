/**
 * Lanes of files come from all shards of the layout before, whatever their number was: a file may lie in all lanes, and what one
 * shard knows of it is true for the others. A layout is made when all of them have handed over, so their last manifests are there.
 */
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import type { Chain } from './chain.ts'
import { layoutNumbered } from './layout.ts'
import { restoreOrNew } from './manifest.ts'
import type { Decided } from './manifest.ts'

/** `chain`: of a shard of a layout that is not the first. Raises StateError where a manifest is missing or damaged. */
export async function headsBefore(chain: Chain, files: DurableFiles): Promise<readonly Decided[]> {
  const { state, layout } = chain.folder
  const { shards } = await layoutNumbered(state, files, layout - 1)
  const before = Array.from({ length: shards }, (_, shard) => chain.of(layout - 1, shard))
  return Promise.all(before.map(handedOver))
}

async function handedOver(chain: Chain): Promise<Decided> {
  const head = await chain.head()
  if (head?.manifest.handsOver === true) return head
  throw new StateError(`\`${chain.folder.committed}\` does not end with the epoch that handed over`, restoreOrNew)
}
