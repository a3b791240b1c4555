/** Where a worker thread begins. Its modules come compiled, from Node's cache, as those of the main thread do: half the start. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./part.ts')
