/**
 * One process at a time on a state folder. The owner is whoever made the highest numbered file in `lock/`; the next one is
 * made only when that process is gone, by an atomic link, so that of two that find it gone one wins.
 *
 * The lock spares people a confusing race; what keeps the output right if it fails is that an epoch is decided by link(2).
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StateError } from './state-folder.ts'
import type { StateFolder } from './state-folder.ts'
import type { DurableFiles } from './durable-files.ts'

export interface Owner {
  readonly pid: number
  /** Tells a process from a later one of the same id; null where the system does not say. */
  readonly started: string | null
  readonly host: string
}

export interface Lock {
  release(): Promise<void>
}

/** Who made the highest lock. */
export interface LastOwner {
  readonly owner: Owner
  /** `gone`: without giving the lock back, as after kill -9; `elsewhere`: on another machine, where it cannot be looked for. */
  readonly state: 'running' | 'gone' | 'released' | 'elsewhere'
}

/** Looks and changes nothing. null: no process has had the lock. */
export async function lastOwner(state: StateFolder, files: DurableFiles): Promise<LastOwner | null> {
  const names = await files.list(state.lock)
  const highest = highestOf(names)
  const owner = highest === 0 ? null : await readOwner(state, highest, files)
  if (owner === null) return null
  if (names.includes(`${highest}.released`)) return { owner, state: 'released' }
  if (owner.host !== hostname()) return { owner, state: 'elsewhere' }
  return { owner, state: isAlive(owner) ? 'running' : 'gone' }
}

/** 0: there is none. */
function highestOf(names: readonly string[]): number {
  return Math.max(0, ...names.filter((name) => /^\d+$/.test(name)).map(Number))
}

/** null: removed by a newer owner meanwhile. Raises StateError where it cannot be read. */
async function readOwner(state: StateFolder, number: number, files: DurableFiles): Promise<Owner | null> {
  const path = join(state.lock, String(number))
  const text = await files.read(path)
  if (text === null) return null
  const owner: unknown = parse(text)
  if (isOwner(owner)) return owner
  throw new StateError(`\`${path}\` is damaged`, 'if no process runs this job, remove it')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isOwner(value: unknown): value is Owner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'host' in value &&
    typeof value.host === 'string'
  )
}

/** Raises StateError where another process runs the job. */
export async function lockState(state: StateFolder, files: DurableFiles): Promise<Lock> {
  await files.makeFolder(state.lock)
  const draft = join(state.lock, `new-${randomUUID()}`)
  const self: Owner = { pid: process.pid, started: startOf(process.pid), host: hostname() }
  await files.write(draft, `${JSON.stringify(self)}\n`)
  try {
    for (;;) {
      const names = await files.list(state.lock)
      const highest = highestOf(names)
      if (highest > 0 && !names.includes(`${highest}.released`)) await refuseIfAlive(state, highest, files)
      const mine = join(state.lock, String(highest + 1))
      if ((await files.link(draft, mine)) === 'exists') continue
      await removeOlder(state, names, highest + 1, files)
      return { release: () => release(mine, files) }
    }
  } finally {
    await files.unlink(draft)
  }
}

async function release(mine: string, files: DurableFiles): Promise<void> {
  await files.link(mine, `${mine}.released`)
}

async function removeOlder(state: StateFolder, names: readonly string[], mine: number, files: DurableFiles) {
  for (const name of names) {
    const number = Number.parseInt(name, 10)
    if (number < mine) await files.unlink(join(state.lock, name))
  }
}

async function refuseIfAlive(state: StateFolder, number: number, files: DurableFiles): Promise<void> {
  const owner = await readOwner(state, number, files)
  // The next look will find the newer one.
  if (owner === null) return
  if (owner.host !== hostname()) {
    throw new StateError(
      `the state in \`${state.path}\` is in use by process ${owner.pid} on ${owner.host}`,
      `if that machine is gone, remove \`${join(state.lock, String(number))}\``,
    )
  }
  if (isAlive(owner)) {
    throw new StateError(
      `the state in \`${state.path}\` is in use by process ${owner.pid}`,
      'stop it first, or use another --state-dir for another job',
    )
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return owner.started === null || owner.started === startOf(owner.pid)
}

/** Boot id and start time in clock ticks (proc(5), field 22); null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses, which may hold anything.
    const ticks = fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19]
    return `${boot}/${ticks}`
  } catch {
    return null
  }
}
