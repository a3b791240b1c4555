/** What stops a command, as an operator reads it: the message, the way out, the exit code. */
import { ConnectorError } from '../connectors/ports.ts'
import { KernelsMissing } from '../engine/kernels/wasm.ts'
import { causeOf, isSystemError } from '../connectors/system-error.ts'

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

/** Never throws; anything unexpected is an internal error. */
export function describeFailure(error: unknown): FailureText {
  if (error instanceof UsageError || error instanceof ConnectorError) {
    return { message: error.message, help: error.help, stack: null }
  }
  if (error instanceof KernelsMissing) {
    return { message: error.message, help: '`npm run build` makes them, and so does `npm ci`', stack: null }
  }
  if (isSystemError(error)) {
    const path = error.path === undefined ? '' : ` \`${error.path}\``
    return { message: `cannot ${error.syscall ?? 'use'}${path}: ${causeOf(error)}`, help: null, stack: null }
  }
  const text = error instanceof Error ? error.message : String(error)
  return {
    message: `internal error: ${text}`,
    help: 'this is a bug in sluice; run again with -v to see where, and report it',
    stack: error instanceof Error ? (error.stack ?? null) : null,
  }
}
