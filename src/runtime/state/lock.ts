/**
 * Who runs on a state folder. Where the manifest decides, one process at a time: the owner is whoever made the highest numbered
 * file in `lock/`; the next one is made only when that process is gone, by an atomic link, so that of two that find it gone one
 * wins. Where Kafka decides, any number of processes share the job's shards: each has a file in `processes/`.
 *
 * The lock spares people a confusing race; what keeps the output right if it fails is that an epoch is decided once.
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

/** Who made the highest lock, or shares the folder. */
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
  return { owner, state: presenceOf(owner) }
}

/** The same of the processes that share the folder: one that ended by itself has left nothing. */
export async function sharingOwners(state: StateFolder, files: DurableFiles): Promise<readonly LastOwner[]> {
  const owners = [...(await sharingProcesses(state, files)).values()]
  return owners.map((owner) => ({ owner, state: presenceOf(owner) }))
}

function presenceOf(owner: Owner): 'running' | 'gone' | 'elsewhere' {
  if (owner.host !== hostname()) return 'elsewhere'
  return isAlive(owner) ? 'running' : 'gone'
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

/** Alone on the folder. Raises StateError where another process runs the job. */
export async function lockState(state: StateFolder, files: DurableFiles): Promise<Lock> {
  await files.makeFolder(state.lock)
  const draft = join(state.lock, `new-${randomUUID()}`)
  try {
    // On a full disk an empty file is left behind.
    await files.write(draft, ownText())
    for (;;) {
      const names = await files.list(state.lock)
      const highest = highestOf(names)
      if (highest > 0 && !names.includes(`${highest}.released`)) await refuseIfAlive(state, highest, files)
      const mine = join(state.lock, String(highest + 1))
      if ((await files.link(draft, mine)) === 'exists') continue
      await removeOlder(state, names, highest + 1, files)
      // Written first and looked for then, by both sides: at least one of two that come together finds the other.
      await refuseSharing(state, files).catch(async (error: unknown) => {
        await release(mine, files)
        throw error
      })
      return { release: () => release(mine, files) }
    }
  } finally {
    await files.unlink(draft)
  }
}

/** Beside other processes of the same job. Raises StateError where one has the folder for itself. */
export async function joinState(state: StateFolder, files: DurableFiles): Promise<Lock> {
  await files.makeFolder(state.processes)
  const mine = join(state.processes, randomUUID())
  const release = (): Promise<void> => files.unlink(mine)
  try {
    await files.write(mine, ownText())
    const names = await files.list(state.lock)
    const highest = highestOf(names)
    if (highest > 0 && !names.includes(`${highest}.released`)) await refuseIfAlive(state, highest, files)
    await forgetTheDead(state, files)
  } catch (error) {
    await release()
    throw error
  }
  return { release }
}

/** The processes that share the folder, by the names of their files. Looks and changes nothing. */
export async function sharingProcesses(state: StateFolder, files: DurableFiles): Promise<ReadonlyMap<string, Owner>> {
  const found = new Map<string, Owner>()
  for (const name of await files.list(state.processes)) {
    const owner = parse((await files.read(join(state.processes, name))) ?? '')
    // One that is being written, or has just been removed.
    if (isOwner(owner)) found.set(name, owner)
  }
  return found
}

async function refuseSharing(state: StateFolder, files: DurableFiles): Promise<void> {
  for (const [name, owner] of await sharingProcesses(state, files)) {
    if (isPresent(owner)) throw inUse(state, owner, join(state.processes, name))
  }
}

async function forgetTheDead(state: StateFolder, files: DurableFiles): Promise<void> {
  for (const [name, owner] of await sharingProcesses(state, files)) {
    if (!isPresent(owner)) await files.unlink(join(state.processes, name))
  }
}

function ownText(): string {
  const self: Owner = { pid: process.pid, started: startOf(process.pid), host: hostname() }
  return `${JSON.stringify(self)}\n`
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
  if (isPresent(owner)) throw inUse(state, owner, join(state.lock, String(number)))
}

/** Alive, or on another machine, where it cannot be looked for. */
function isPresent(owner: Owner): boolean {
  return owner.host !== hostname() || isAlive(owner)
}

function inUse(state: StateFolder, owner: Owner, file: string): StateError {
  if (owner.host !== hostname()) {
    return new StateError(
      `the state in \`${state.path}\` is in use by process ${owner.pid} on ${owner.host}`,
      `if that machine is gone, remove \`${file}\``,
    )
  }
  return new StateError(
    `the state in \`${state.path}\` is in use by process ${owner.pid}`,
    'stop it first, or use another --state-dir for another job',
  )
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
