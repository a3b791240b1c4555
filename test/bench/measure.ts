/** Runs a program and says what it needed: CPU seconds of all its threads, peak memory, time. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Command {
  /** The program and its arguments. */
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface Measured {
  /** User and system time. */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakRssMb: number
}

const pollMs = 20

/** Bash's `time` counts what the program and all it waited for needed. Raises an error with what the program said if it fails. */
export async function measure({ words, env }: Command): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-time-'))
  const [times, said] = [join(folder, 'times'), join(folder, 'said')]
  const script = 'exec 3>&2 2>"$TIMES"; TIMEFORMAT="%R %U %S"; time "$@" >"$SAID" 2>&1'
  try {
    const shell = spawn('bash', ['-c', script, 'bench', ...words], {
      env: { ...process.env, npm_lifecycle_event: undefined, ...env, TIMES: times, SAID: said },
      stdio: 'ignore',
    })
    let peakRssMb = 0
    const poll = setInterval(() => (peakRssMb = Math.max(peakRssMb, peakOf(shell.pid ?? 0))), pollMs)
    const code = await new Promise<number | null>((done) => shell.once('close', done))
    clearInterval(poll)
    if (code !== 0)
      throw new Error(`\`${words.join(' ')}\` failed (${code}): ${readFileSync(said, 'utf8').slice(-2000)}`)
    const [wallSeconds, user, system] =
      readFileSync(times, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? []
    return { cpuSeconds: user + system, wallSeconds, peakRssMb }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The most memory that the shell's child has had, in MB; 0 where it is not there (any more). */
function peakOf(shell: number): number {
  try {
    const child = readFileSync(`/proc/${shell}/task/${shell}/children`, 'latin1').trim()
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, 'latin1'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
