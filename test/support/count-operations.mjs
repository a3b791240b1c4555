/**
 * Preloaded into a program (`node --import`), counts what it does: calls and bytes of file operations, calls of WebAssembly kernels, collections of
 * young objects (each for about a semi-space of allocations). At its end they go, as JSON, to the file that OPERATIONS_FILE names.
 */
import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { PerformanceObserver, constants } from 'node:perf_hooks'

const counts = {
  reads: 0,
  readBytes: 0,
  writes: 0,
  writtenBytes: 0,
  syncs: 0,
  opens: 0,
  renames: 0,
  kernelCalls: 0,
  scavenges: 0,
}

const handle = await open(process.execPath)
const prototype = Object.getPrototypeOf(handle)
await handle.close()
wrap(prototype, 'read', 'reads', (result) => {
  result.then(({ bytesRead }) => (counts.readBytes += bytesRead), ignore)
})
wrap(prototype, 'write', 'writes', (result) => {
  result.then(({ bytesWritten }) => (counts.writtenBytes += bytesWritten), ignore)
})
wrap(prototype, 'writev', 'writes', (result) => {
  result.then(({ bytesWritten }) => (counts.writtenBytes += bytesWritten), ignore)
})
wrap(prototype, 'sync', 'syncs')
wrap(prototype, 'datasync', 'syncs')
wrap(fs.promises, 'open', 'opens')
wrap(fs.promises, 'rename', 'renames')
wrap(fs, 'openSync', 'opens')
wrap(fs, 'renameSync', 'renames')
wrap(fs, 'fsyncSync', 'syncs')
wrap(fs, 'writeSync', 'writes', (bytes) => {
  counts.writtenBytes += bytes
})
syncBuiltinESMExports()

const { Instance } = WebAssembly
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports)
  const counted = Object.entries(exports).map(([name, value]) => [
    name,
    typeof value === 'function' ? counting(value) : value,
  ])
  return { exports: Object.fromEntries(counted) }
}

new PerformanceObserver((list) => {
  for (const { detail } of list.getEntries())
    if (detail.kind === constants.NODE_PERFORMANCE_GC_MINOR) counts.scavenges++
}).observe({ entryTypes: ['gc'] })

process.on('exit', () => fs.writeFileSync(process.env.OPERATIONS_FILE, JSON.stringify(counts)))

function ignore() {}

/** Calls of `owner[name]` are counted as `kind`; `then` is given each result. */
function wrap(owner, name, kind, then = ignore) {
  const original = owner[name]
  owner[name] = function (...parameters) {
    counts[kind]++
    const result = original.apply(this, parameters)
    then(result)
    return result
  }
}

function counting(kernel) {
  return (...parameters) => {
    counts.kernelCalls++
    return kernel(...parameters)
  }
}
