/** Runs the program as a user does: through bin/, in a process of its own. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const repository = resolve(import.meta.dirname, '../..')
const nobody = 65_534
export const executable = join(repository, 'bin/sluice.js')

export interface Finished {
  /** null: ended by a signal. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** Default: the repository. */
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string | Buffer
  /** As a user without rights, where the tests run as root. */
  readonly asNobody?: boolean
}

export async function sluice(commandLine: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = spawn(process.execPath, [executable, ...commandLine], {
    cwd: options.cwd ?? repository,
    // Hints name the program as it is called outside of npm's scripts.
    env: { ...process.env, npm_lifecycle_event: undefined, NO_COLOR: '1', ...options.env },
    ...(options.asNobody === true && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}),
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part))
  child.stdin.on('error', () => {}).end(options.input ?? '')
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  return { code, ...text }
}

/** What `run --output json` prints. */
export interface Summary {
  readonly sources: Readonly<Record<string, { readonly in: number; readonly unclaimed: number }>>
  readonly tables: Readonly<Record<string, TableSummary>>
  readonly sinks: Readonly<Record<string, { readonly rows: number; readonly files: number; readonly bytes: number }>>
}

export interface TableSummary {
  readonly in: number
  readonly out: number
  readonly dropped: Readonly<Record<string, number>>
  readonly errored: Readonly<Record<string, number>>
  readonly days?: Readonly<Record<string, number>>
  readonly watermarkMicros?: number
}

/** `run --until end --output json`; fails with what the program said where it does not exit with 0. */
export async function runToEnd(commandLine: readonly string[], options: RunOptions = {}): Promise<Summary> {
  const finished = await sluice(['run', ...commandLine, '--until', 'end', '--output', 'json'], options)
  if (finished.code !== 0) throw new Error(`exit code ${finished.code}\n${finished.stderr}`)
  return JSON.parse(finished.stdout) as Summary
}

/** Uses a folder of its own, and removes it in any case. */
export async function inTemporaryFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Real logs with known answers, beside the checkout; null where the folder is absent. */
export function sharedData(path: string): string | null {
  const found = join(repository, '../shared/data', path)
  return existsSync(found) ? found : null
}
