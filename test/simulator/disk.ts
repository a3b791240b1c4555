/**
 * A POSIX filesystem of which power loss takes whatever was not synced: the content of files, new names in folders, removals of
 * names, each independently of the others. Killing a process takes nothing.
 */
import type { Random } from '../support/random.ts'

export class Inode {
  readonly number: number
  content: string
  /** What is on the platter; null: nothing yet. */
  durable: string | null = null

  constructor(number: number, content: string) {
    this.number = number
    this.content = content
  }
}

export class Folder {
  entries = new Map<string, Inode | Folder>()
  durable = new Map<string, Inode | Folder>()
}

/** Told of what changes; `by` is the process. */
export interface DiskObserver {
  named(path: string, file: Inode, by: string): void
  removed(path: string, by: string): void
}

export class DiskError extends Error {
  readonly code: string

  constructor(code: string, path: string) {
    super(`${code}: ${path}`)
    this.code = code
  }
}

export class Disk {
  root = new Folder()
  observer: DiskObserver = { named() {}, removed() {} }
  private inodes = 0

  lookup(path: string): Inode | Folder | null {
    let at: Inode | Folder = this.root
    for (const name of namesOf(path)) {
      if (!(at instanceof Folder)) return null
      const next = at.entries.get(name)
      if (next === undefined) return null
      at = next
    }
    return at
  }

  folder(path: string): Folder | null {
    const found = this.lookup(path)
    return found instanceof Folder ? found : null
  }

  file(path: string): Inode | null {
    const found = this.lookup(path)
    return found instanceof Inode ? found : null
  }

  makeFolder(path: string): void {
    const [parent, name] = this.parentOf(path)
    if (!parent.entries.has(name)) parent.entries.set(name, new Folder())
  }

  create(path: string, content: string, by: string): Inode {
    const [parent, name] = this.parentOf(path)
    if (parent.entries.has(name)) throw new DiskError('EEXIST', path)
    const file = new Inode(++this.inodes, content)
    parent.entries.set(name, file)
    this.observer.named(path, file, by)
    return file
  }

  syncFile(file: Inode): void {
    file.durable = file.content
  }

  link(existing: string, path: string, by: string): 'linked' | 'exists' | 'missing' {
    const file = this.file(existing)
    if (file === null) return 'missing'
    const [parent, name] = this.parentOf(path)
    if (parent.entries.has(name)) return 'exists'
    parent.entries.set(name, file)
    this.observer.named(path, file, by)
    return 'linked'
  }

  /** Over whatever has the name, as rename(2) does. */
  replace(existing: string, path: string, by: string): 'linked' | 'missing' {
    const file = this.file(existing)
    if (file === null) return 'missing'
    const [parent, name] = this.parentOf(path)
    parent.entries.set(name, file)
    this.observer.named(path, file, by)
    return 'linked'
  }

  unlink(path: string, by: string): void {
    if (this.file(path) === null) return
    const [parent, name] = this.parentOf(path)
    parent.entries.delete(name)
    this.observer.removed(path, by)
  }

  removeFolder(path: string, by: string): void {
    const folder = this.folder(path)
    if (folder === null) return
    for (const [name, entry] of folder.entries) {
      if (entry instanceof Folder) this.removeFolder(`${path}/${name}`, by)
      else this.unlink(`${path}/${name}`, by)
    }
    const [parent, name] = this.parentOf(path)
    parent.entries.delete(name)
  }

  syncFolder(path: string): void {
    const folder = this.folder(path)
    if (folder === null) throw new DiskError('ENOENT', path)
    folder.durable = new Map(folder.entries)
  }

  list(path: string): string[] {
    return [...(this.folder(path)?.entries.keys() ?? [])].toSorted((a, b) => (a < b ? -1 : 1))
  }

  /** Files at or below a folder, with their paths; `isEntered` says which folders are looked into. */
  *files(path: string, isEntered: (name: string) => boolean = () => true): Generator<[string, Inode]> {
    for (const [name, entry] of this.folder(path)?.entries ?? []) {
      const below = `${path}/${name}`
      if (entry instanceof Inode) yield [below, entry]
      else if (isEntered(name)) yield* this.files(below, isEntered)
    }
  }

  powerLoss(random: Random): void {
    losePower(this.root, random, new Set())
  }

  private parentOf(path: string): [Folder, string] {
    const slash = path.lastIndexOf('/')
    const parent = this.folder(path.slice(0, slash))
    if (parent === null) throw new DiskError('ENOENT', path)
    return [parent, path.slice(slash + 1)]
  }
}

/** Of each name that was made or removed since the folder was synced chance decides; of each file that was not synced as well. */
function losePower(folder: Folder, random: Random, seen: Set<Inode | Folder>): void {
  if (seen.has(folder)) return
  seen.add(folder)
  const kept = new Map<string, Inode | Folder>()
  for (const name of new Set([...folder.durable.keys(), ...folder.entries.keys()])) {
    const before = folder.durable.get(name)
    const now = folder.entries.get(name)
    const left = before === now || random.next() < 0.5 ? before : now
    if (left !== undefined) kept.set(name, left)
  }
  folder.entries = kept
  folder.durable = new Map(kept)
  for (const entry of kept.values()) {
    if (entry instanceof Folder) losePower(entry, random, seen)
    else if (!seen.has(entry)) {
      seen.add(entry)
      if (entry.durable !== entry.content && random.next() < 0.5) entry.content = (entry.durable ?? '').slice(0, 7)
      entry.durable = entry.content
    }
  }
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
