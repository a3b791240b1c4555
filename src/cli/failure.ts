/** What stops a command, as an operator reads it: the message, the way out, the exit code. */
import { ConnectorError } from '../connectors/ports.ts'

/** 0 fine; 1 findings, failed tests; 2 wrong usage, cannot read, cannot connect; 130 stopped cleanly by a signal. */
export const ExitCode = { fine: 0, findings: 1, cannot: 2, stopped: 130 } as const

/** The command line, or what it names, is not as it must be. */
export class UsageError extends Error {
  readonly help: string | null
  constructor(message: string, help: string | null = null) {
    super(message)
    this.help = help
  }
}

export interface FailureText {
  readonly message: string
  readonly help: string | null
  /** Only for bugs: where it happened. */
  readonly stack: string | null
}

/** The codes of the operating system that an operator can do something about, in words. */
const systemErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the device reports an input/output error',
  EMFILE: 'too many open files (see `ulimit -n`)',
  ENFILE: 'too many open files in the system',
  EXDEV: 'the paths are on different devices',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
}

/** Never throws; anything unexpected is an internal error. */
export function describeFailure(error: unknown): FailureText {
  if (error instanceof UsageError || error instanceof ConnectorError) {
    return { message: error.message, help: error.help, stack: null }
  }
  if (error instanceof Error && isSystemError(error)) {
    const path = error.path === undefined ? '' : ` \`${error.path}\``
    return { message: `cannot ${error.syscall ?? 'use'}${path}: ${systemErrors[error.code]}`, help: null, stack: null }
  }
  const text = error instanceof Error ? error.message : String(error)
  return {
    message: `internal error: ${text}`,
    help: 'this is a bug in sluice; run again with -v to see where, and report it',
    stack: error instanceof Error ? (error.stack ?? null) : null,
  }
}

function isSystemError(error: Error): error is Error & { code: string; path?: string; syscall?: string } {
  return 'code' in error && typeof error.code === 'string' && Object.hasOwn(systemErrors, error.code)
}

/** "permission denied" for an error of the operating system, else its own message. */
export function systemReason(error: unknown): string {
  if (error instanceof Error && isSystemError(error)) return systemErrors[error.code] ?? error.message
  return error instanceof Error ? error.message : String(error)
}
