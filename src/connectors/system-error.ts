/** What the operating system says, in words: the cause at the end of every message about files. */

const words: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'operation not permitted'],
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'it exists already'],
  ['ENOSPC', 'no space left on the device'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EFBIG', 'the file would be too large for the filesystem'],
  ['EROFS', 'the filesystem is read-only'],
  ['EIO', 'input/output error'],
  ['EMFILE', 'too many open files in this process'],
  ['ENFILE', 'too many open files in the system'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ELOOP', 'too many symbolic links'],
  ['EXDEV', 'it lies on another device'],
  ['ENOTSUP', 'the filesystem does not support it'],
  ['EOPNOTSUPP', 'the filesystem does not support it'],
  ['ENOSYS', 'the system does not support it'],
  ['EMLINK', 'too many links'],
  ['EPIPE', 'the reader has gone'],
  ['EBUSY', 'it is in use'],
])

/** The code of a system error (`ENOENT`), or null for any other error. */
export function codeOf(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : null
}

/** Whether it is an error of the operating system that this file has words for, and an operator can do something about. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const code = codeOf(error)
  return code !== null && words.has(code)
}

/** `permission denied (EACCES)`; an unknown error speaks for itself. */
export function causeOf(error: unknown): string {
  const code = codeOf(error)
  const known = code === null ? undefined : words.get(code)
  if (known !== undefined) return `${known} (${code})`
  return error instanceof Error ? error.message : String(error)
}
