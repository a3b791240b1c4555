/** `_SUCCESS`, the name by which readers know that a partition is complete, as in Hadoop and Flink. */
import { join } from 'node:path'
import { codeOf } from '../../connectors/system-error.ts'
import type { DurableFiles } from '../state/durable-files.ts'

export const successName = '_SUCCESS'

/** Where there is one already, it stays; durable either way. */
export async function writeSuccess(folder: string, files: DurableFiles): Promise<void> {
  const path = join(folder, successName)
  if ((await files.identify(path)) === null) await files.write(path, '').catch(unlessThere)
  await files.syncFolder(folder)
}

/** Another process was faster. */
function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}
