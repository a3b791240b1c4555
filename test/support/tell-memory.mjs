/** Preloaded by tests (`--import`): when the process ends, the most memory that it had goes into the file MEMORY_FILE, in KiB. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env['MEMORY_FILE']
if (isMainThread && file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)))
}
