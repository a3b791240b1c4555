/** The table's folder: made and probed when the sink is opened, synced when an epoch ends. */
import { randomBytes } from 'node:crypto'
import { link, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDurableFolder } from '../durable-folder.ts'
import { ConnectorError } from '../ports.ts'
import { causeOf, codeOf } from '../system-error.ts'

/** Readers ignore what is in it. */
export const stagingName = '_staging'

/**
 * Makes the folder and its staging folder, and checks that files can be written there and be given a final name by link(2).
 * Returns the shard's staging folder. Raises ConnectorError.
 */
export async function prepareFolder(path: string, shard: string): Promise<string> {
  const staging = join(path, stagingName, shard)
  await makeFolder(path, path)
  await makeFolder(path, staging)
  const [table, staged] = await Promise.all([stat(path), stat(staging)])
  if (table.dev !== staged.dev) {
    throw new ConnectorError(
      `cannot write into \`${path}\`: its \`${stagingName}\` folder lies on another device`,
      'files become visible by a link, which cannot cross devices: keep both on one filesystem',
    )
  }
  await probe(path, staging)
  return staging
}

async function makeFolder(path: string, folder: string): Promise<void> {
  try {
    await makeDurableFolder(folder)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR') {
      throw new ConnectorError(`cannot write into \`${path}\`: a file is where a folder should be`, null, {
        cause: error,
      })
    }
    throw new ConnectorError(`cannot write into \`${path}\`: ${causeOf(error)}`, null, { cause: error })
  }
}

/** Writes a file, links it to another name, and takes both away. */
async function probe(path: string, staging: string): Promise<void> {
  const first = join(staging, `.probe-${randomBytes(6).toString('hex')}`)
  const second = `${first}-linked`
  try {
    await writeFile(first, 'probe', { flag: 'wx' })
  } catch (error) {
    throw new ConnectorError(`cannot write into \`${path}\`: ${causeOf(error)}`, null, { cause: error })
  }
  try {
    await link(first, second)
    const [one, other] = await Promise.all([stat(first), stat(second)])
    if (one.ino !== other.ino) throw new Error('a link and its file differ')
  } catch (error) {
    throw new ConnectorError(
      `cannot write into \`${path}\`: its filesystem does not do hard links: ${causeOf(error)}`,
      'files become visible by a link, all at once; object stores and most FUSE filesystems cannot do that: use a local disk or NFS 4',
      { cause: error },
    )
  } finally {
    await unlink(first).catch(() => {})
    await unlink(second).catch(() => {})
  }
}
