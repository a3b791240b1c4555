/** Server processes of a test run: free ports, bounded waits, and always stopped by their own process id. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'

export interface ServerProcess {
  readonly pid: number
  /** Where stdout and stderr go. */
  readonly logFile: string
  /** Has it ended by itself? Then with the end of its log. */
  failure(): string | null
  /** SIGTERM, and after a while SIGKILL; resolves when it is gone. */
  stop(): Promise<void>
  /** SIGKILL at once; resolves when it is gone. */
  kill(): Promise<void>
}

const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** `isInBackground`: this process does not wait for it, and ends it when it ends itself. */
export function startProcess(
  command: string,
  commandArguments: readonly string[],
  logFile: string,
  { isInBackground = false } = {},
): ServerProcess {
  const log = openSync(logFile, 'a')
  const child = spawn(command, commandArguments, { stdio: ['ignore', log, log] })
  if (isInBackground) child.unref()
  running.add(child)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  void ended.then(() => running.delete(child))
  return {
    pid: child.pid ?? -1,
    logFile,
    failure: () => (running.has(child) ? null : readFileSync(logFile, 'utf8').slice(-2000)),
    stop: async () => {
      child.kill('SIGTERM')
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(killer)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Tries until it gives true, for at most `limitMs`; says what it waited for, and the last error. */
export async function waitFor(what: string, limitMs: number, attempt: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + limitMs
  let last: unknown = null
  while (performance.now() < deadline) {
    try {
      if (await attempt()) return
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`waited ${limitMs} ms for ${what}`, { cause: last })
}
