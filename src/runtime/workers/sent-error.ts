/** An error on its way from one thread to another: what an operator is shown of it arrives as it was. */
import { ConnectorError } from '../../connectors/ports.ts'
import { isSystemError } from '../../connectors/system-error.ts'
import { KernelsMissing } from '../../engine/kernels/wasm.ts'
import { StateError } from '../state/state-folder.ts'

/** Plain data. */
export type SentError =
  | { readonly kind: 'state' | 'connector'; readonly message: string; readonly help: string | null }
  | { readonly kind: 'kernels'; readonly message: string }
  | {
      readonly kind: 'system'
      readonly message: string
      readonly code?: string
      readonly syscall?: string
      readonly path?: string
    }
  /** A bug. */
  | { readonly kind: 'other'; readonly message: string; readonly stack: string | null }

export function sentError(error: unknown): SentError {
  if (error instanceof ConnectorError) {
    const { message, help } = error
    return { kind: error instanceof StateError ? 'state' : 'connector', message, help }
  }
  if (error instanceof KernelsMissing) return { kind: 'kernels', message: error.message }
  if (isSystemError(error)) {
    const { message, code, syscall, path } = error
    return {
      ...{ kind: 'system', message },
      ...(code === undefined ? {} : { code }),
      ...(syscall === undefined ? {} : { syscall }),
      ...(path === undefined ? {} : { path }),
    }
  }
  if (error instanceof Error) return { kind: 'other', message: error.message, stack: error.stack ?? null }
  return { kind: 'other', message: String(error), stack: null }
}

export function receivedError(sent: SentError): Error {
  switch (sent.kind) {
    case 'state':
      return new StateError(sent.message, sent.help)
    case 'connector':
      return new ConnectorError(sent.message, sent.help)
    case 'kernels':
      return new KernelsMissing(sent.message)
    case 'system': {
      const { message, code, syscall, path } = sent
      return Object.assign(new Error(message), { code, syscall, path })
    }
    case 'other': {
      const error = new Error(sent.message)
      // Where it happened, not where it arrived.
      if (sent.stack !== null) error.stack = sent.stack
      return error
    }
  }
}
