/** Runs the program in a process of its own, within limits, and tells what it took: memory, open files, time. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executable, repository } from './sluice.ts'
import type { Finished } from './sluice.ts'

export interface Watched extends Finished {
  readonly residentBytesMax: number
  /** As seen when looked at, every few milliseconds. */
  readonly openFilesMax: number
  readonly ms: number
}

export interface WatchOptions {
  /** As `ulimit` takes it: `-n 64`, `-f 1000`. */
  readonly limit?: string
  /** Modules loaded before the program. */
  readonly preload?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Killed when it has not ended by then: `code` is null. */
  readonly waitMsMax?: number
}

const lookMs = 5

export async function watched(commandLine: readonly string[], options: WatchOptions = {}): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-watched-'))
  const memoryFile = join(folder, 'memory')
  const imports = [join(repository, 'test/support/tell-memory.mjs'), ...(options.preload ?? [])]
  const parts = [process.execPath, ...imports.flatMap((path) => ['--import', path]), executable, ...commandLine]
  const limit = options.limit === undefined ? '' : `ulimit ${options.limit} && `
  const begin = performance.now()
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$@"`, 'sh', ...parts], {
    env: { ...process.env, npm_lifecycle_event: undefined, NO_COLOR: '1', MEMORY_FILE: memoryFile, ...options.env },
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part))
  let openFilesMax = 0
  const look = setInterval(() => (openFilesMax = Math.max(openFilesMax, openFilesOf(child.pid))), lookMs)
  const killer = setTimeout(() => child.kill('SIGKILL'), options.waitMsMax ?? 600_000)
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail)
      child.once('close', done)
    })
    const residentBytesMax = existsSync(memoryFile) ? Number(readFileSync(memoryFile, 'utf8')) * 1024 : 0
    return { code, ...text, residentBytesMax, openFilesMax, ms: performance.now() - begin }
  } finally {
    clearInterval(look)
    clearTimeout(killer)
    rmSync(folder, { recursive: true, force: true })
  }
}

function openFilesOf(pid: number | undefined): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}

export function told({ residentBytesMax, openFilesMax, ms }: Watched): string {
  return `${Math.round(residentBytesMax / 1024 ** 2)} MiB resident, ${openFilesMax} open files, ${(ms / 1000).toFixed(1)} s`
}
