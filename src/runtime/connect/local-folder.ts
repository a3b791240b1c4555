/** Where `--local` writes files in place of topics. */
import { join } from 'node:path'

export function localTopicsFolder(localFolder: string): string {
  return join(localFolder, 'out')
}
