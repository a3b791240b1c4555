/** Where a worker thread begins. Its modules come compiled, from Node's cache, as those of the main thread do: half the start. */
import { enableCompileCache } from 'node:module'
import { serialize } from 'node:v8'

enableCompileCache()
// The first Buffer of Node's own, as in `bin/sluice.js`: each thread has its V8.
serialize(null)
await import('./part.ts')
